from tests.fakes import passages_of

from studybot.ports import Embedder
from studybot.study.cards import Card, cards
from studybot.study.short_answers import short_answers

from .conftest import measured

SHELL = """# S

## Shell

- `dig example.org` — look up the address of a name
- `nslookup example.org` — find the address behind a name
- `tar -czf all.tgz /data` — pack a folder into one file
"""


def _cards(text: str, embedder: Embedder) -> list[Card]:
    found = passages_of(text)
    return list(cards(found, measured(found, embedder)))


def test_a_command_that_another_program_could_stand_for_is_asked_for_what_it_does(real_embedder: Embedder) -> None:
    """Two programs look up an address: nobody knows which is meant, but what each does; what one program does is its name."""
    made = {card.front: card for card in _cards(SHELL, real_embedder) if card.kind == "command"}
    asked = made["What does “dig example.org” do?"]
    assert asked.back == "Look up the address of a name" and not asked.code
    assert asked.reverse is not None and asked.reverse[1] == "dig example.org"
    assert any(card.code and card.back.startswith("tar") for card in made.values())
    opened = list(short_answers(made.values(), ()))
    assert {item.prompt for item in opened} == set(made)


def test_a_list_of_names_says_not_what_a_thing_is_used_for(real_embedder: Embedder) -> None:
    """Four products are examples of a use, which nobody can recall from the front; nor does a name say its heading again."""
    rows = {"Kalu": "Redis, SAP HANA, NGINX, MySQL", "Mone": "Slow bread of dark corn", "Pirq": "Hard cheese after two winters"}
    lines = "".join(f"| {name} | {text} | {text.split()[0]} {name} |\n" for name, text in rows.items())
    made = _cards(f"# S\n\n## Kinds\n\n| Kind | Use case | Colour |\n| --- | --- | --- |\n{lines}", real_embedder)
    backs = {card.back for card in made}
    assert "Slow bread of dark corn" in backs and "Redis, SAP HANA, NGINX, MySQL" not in backs
