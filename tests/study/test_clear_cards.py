from tests.fakes import passages_of

from studybot.ports import Embedder
from studybot.study.card import Card, is_changed, once
from studybot.study.cards import cards
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


def test_what_is_counted_is_asked_for_its_number_and_a_path_for_what_it_is(real_embedder: Embedder) -> None:
    """A plural whose cell is a number is asked with how many; a folder does nothing, and is no command."""
    rows = (
        "| Brig | 3 | Heavy cargo of all kinds |\n| Sloop | 1 | Fast mail to islands |\n| Yawl | 12 | Fishing close to home |\n"
    )
    table = f"Ships lie at docks of stone, or between docks.\n\n| Class | Docks | Use |\n| --- | --- | --- |\n{rows}"
    paths = "- `/etc` — files that set up the whole machine\n- `/var` — logs and caches that keep growing\n"
    fronts = [card.front for card in _cards(f"# S\n\n## Ships\n\n{table}\n## Folders\n\n{paths}", real_embedder)]
    assert any(front.endswith("ow many docks does the class Brig have?") for front in fronts)
    assert any("which path is this: “files that set up" in front for front in fronts)
    assert not any("command" in front or " do?" in front for front in fronts)


def test_a_term_of_a_glossary_is_not_asked_again_for_the_same(real_embedder: Embedder) -> None:
    """What a glossary explains, and a sentence too, is one card with two directions, and asked openly, too; symbols never."""
    text = (
        "# Sails\n\n## Work\n\nReefing a sail needs two. A **halyard** is the rope that pulls a sail up along its mast. "
        "Qz2 is the length of a sail in this exercise.\n\n## Words\n\nhalyard\n:   Rope that hoists a sail."
        "\n\nsheet\n:   Rope that trims a "
        "sail to the wind.\n\nreef\n:   Part of a sail that is rolled up in a gale."
        "\n\n## More\n\nA halyard and a sheet of a ship.\n"
    )
    every = _cards(text, real_embedder)
    made = {card.front: card for card in once(every)}
    card, gap = (
        made["What is meant by “halyard”?"],
        "Which term is this: A(n) ____ is the rope that pulls a sail up along its mast.",
    )
    assert card.back == "Rope that hoists a sail" and card.reverse == (gap, "halyard")
    assert not {"What is a halyard?", gap} & set(made) and not any("Qz2" in front for front in made)
    assert card.id in {one.id for one in every}
    opened = [item.prompt for item in short_answers([card for card in every if "____" in card.front], ())]
    assert opened and "____" in opened[0]


PAINT = """# Paint

## Brushes

| Kind | Best for |
| --- | --- |
| Flat | Long even strokes on boards |
| Kolinsky | Thin lines on small things |

Kolinsky hair is soft.

## Hair

A Kolinsky brush is dear. Zorgo Glaze keeps wood dry.

## Zorgo Glaze

A Zorgo Glaze is a film of resin that hardens in the sun.

## Nitro Layers

Layers are thin films that lie over each other and dry apart. Nitro comes in tins, and a Nitro Layer is thin, says Nitro.
"""
TOOLS = "# Tools\n\n## Planes\n\nLayers of wood come off with a plane.\n\n## Care\n\nFlat brushes need soap, too.\n"
FUR = "# Fur\n" + "".join(f"\n## Part {part}\n\nA {part} of kolinsky is sold.\n" for part in ("hat", "coat", "glove"))


def _of_topics(*texts: str) -> dict[str, Card]:
    named = [(text, text[2:].partition("\n")[0]) for text in texts]
    found = [passage for text, name in named for passage in passages_of(text, topic=name.lower(), title=name)]
    return {card.asks: card for card in cards(found)}


def test_a_card_says_what_it_is_about() -> None:
    """A name that only its own heading explains is asked with it, one whose heading says whose it is as there, others alone."""
    fronts = {card.front for card in _of_topics(PAINT, TOOLS).values()}
    assert {"Paint, Brushes: what is the kind Flat best for?", "What is the kind Kolinsky best for?"} <= fronts
    assert {"What is a Zorgo Glaze?", "What are Nitro Layers?"} <= fronts


def test_a_subject_in_front_changes_no_card() -> None:
    """A name that other topics come to speak of is asked with its subject; its card is the same, and keeps its reviews."""
    asked = "What is the kind Kolinsky best for?"
    before, after = _of_topics(PAINT, TOOLS)[asked], _of_topics(PAINT, TOOLS, FUR)[asked]
    assert before.front == asked and after.front == f"Paint, Brushes: w{asked[1:]}"
    assert before.id == after.id and is_changed(after, before.digest)


def test_readings_and_sides_are_looked_up(real_embedder: Embedder) -> None:
    """What a variable of an example reads, and how long, wide and high a thing is, nobody has to know."""
    read = "| hull_heat | 18°C | Measured at noon below deck |\n| mast_heat | 21°C | Measured at night up there |\n"
    size = "| Dinghy | 30 cm x 72 cm x 12 cm | To the quay |\n| Barge | 16 m x 4 m x 3 m | Up the river |\n"
    sizes = f"| Ship | Size | Way |\n| --- | --- | --- |\n{size}"
    tables = f"| Name | Value | Description |\n| --- | --- | --- |\n{read}\n## Sizes\n\n{sizes}"
    backs = {card.back for card in _cards(f"# S\n\n## Reading\n\n{tables}", real_embedder)}
    assert "Measured at noon below deck" in backs and not {"18°C", "21°C", "16 m x 4 m x 3 m"} & backs


def test_rows_that_tables_under_two_headings_share_are_asked_with_their_heading(real_embedder: Embedder) -> None:
    """The same row of another table has another answer: the heading that tells the tables apart stands in the question."""
    table = "| Time | Longest delay |\n| --- | --- |\n| Per year | {} hours |\n| Per week | {} minutes |\n"
    text = "# Ferries\n\n## Large ferries\n\n" + table.format(8, 10) + "\n## Small ferries\n\n" + table.format(20, 90)
    made = {card.front: card.back for card in _cards(text, real_embedder)}
    assert any(front.startswith("Large ferries: ") and back == "8 hours" for front, back in made.items())
    assert any(front.startswith("Small ferries: ") and back == "20 hours" for front, back in made.items())


def test_a_usual_value_or_a_threshold_is_chosen_and_no_knowledge() -> None:
    """What somebody may set a ship's alarm to is an example, what the alarm measures is none."""
    rows = "| Depth | Metres of water below the keel | {} |\n| Drift | Metres away from the way at noon | {} |\n"
    rows += "| Heel | Degrees by which the mast leans over | {} |\n"
    for heading in ("Alarm threshold", "Common target", "Typical value"):
        table = f"| Metric | Description | {heading} |\n| --- | --- | --- |\n{rows.format('> 80%', '50%', '30-40%')}"
        backs = {card.back for card in cards(passages_of(f"# Ships\n\n## Alarms\n\n{table}"))}
        assert "Metres of water below the keel" in backs and not any("%" in back for back in backs)


def test_an_identifier_is_one_thing_and_a_thing_of_a_kind_is_asked_by_its_word() -> None:
    """`BlockPublicDocks` is one setting whatever it ends in; "What is Golgi apparatus" lacks an article."""
    text = "# Docks\n\n## Rules\n\n- **BlockPublicDocks:** Refuses every boat of a stranger\n"
    text += (
        "- **IgnorePublicRopes:** Leaves a rope of a stranger untied\n- **Quay Walls:** Walls at which the boats are tied up\n"
    )
    fronts = " ".join(card.front for card in cards(passages_of(text)))
    assert "is BlockPublicDocks" in fronts and "is IgnorePublicRopes" in fronts and "are Quay Walls" in fronts
    text = (
        "# Docks\n\n## Words\n\nA Zorgo is old. The Zorgo is fast.\n\n**Zorgo boat:** Boat with two masts and a flat floor.\n\n"
    )
    text += "**Zorgo:** Man who rows a boat for money.\n\n**Wexa:** Woman who mends the nets of boats.\n\n"
    fronts = {card.front for card in cards(passages_of(text))}
    assert "What is meant by “Zorgo boat”?" in fronts and "What is Zorgo?" in fronts
