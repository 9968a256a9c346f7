from studybot.ports import Embedder
from studybot.study.card import Card, is_changed, once, proving
from studybot.study.cards import cards
from studybot.study.item import is_proved
from studybot.study.material import Material
from studybot.study.progress import missed_card, missed_item
from studybot.types import Passage

from .conftest import measured, passages_of

TABLE = (
    "# S\n\n## Volumes\n\n| Volume | IOPS | Size |\n| --- | --- | --- |\n| alpha | 16,000 | 16 TiB |\n| beta | 500 | 64 TiB |\n"
)


def test_every_card_has_its_back_in_its_span(course: Material) -> None:
    """What a card answers stands in the cited text; ids and fronts are unique; every kind is there."""
    made = list(course.cards.values())
    assert len({card.id for card in made}) == len({card.front for card in made}) == len(made)
    assert {card.kind for card in made} == {"definition", "row", "command", "number"}
    for card in made:
        assert is_proved(proving(card), card.proof), card.front
        assert proving(card) == (card.back,) or "what are the" in card.front.lower(), card.front
        assert card.back not in ("", card.front) and card.source


def test_cards_are_the_same_every_time(passages: list[Passage], course: Material, real_embedder: Embedder) -> None:
    """The same passages give equal cards, ids and digests included."""
    assert once(cards(passages, measured(passages, real_embedder))) == tuple(course.cards.values())


def _by_front(text: str) -> dict[str, Card]:
    return {card.front: card for card in cards(passages_of(text))}


def test_a_card_keeps_its_id_when_the_text_moves_or_changes() -> None:
    """New text in front moves a card without a change; a new value keeps the id and changes the digest alone."""
    before = _by_front(TABLE)
    moved = _by_front(TABLE.replace("# S\n", "# S\n\n## Earlier\n\nSome new words about nothing in particular.\n"))
    assert {card.id: card.digest for card in before.values()} == {card.id: card.digest for card in moved.values()}
    longer = _by_front(TABLE.replace("## Volumes\n\n", f"## Volumes\n\n{'A long introduction. ' * 60}\n\n"))
    assert {card.id for card in before.values()} <= {card.id for card in longer.values()}
    changed = _by_front(TABLE.replace("16,000", "20,000"))
    same, other = sorted(before.values(), key=lambda card: card.front), sorted(changed.values(), key=lambda card: card.front)
    assert [card.id for card in same] == [card.id for card in other]
    new = [card.front for card, old in zip(other, same, strict=True) if is_changed(card, old.digest)]
    assert new == ["What is the IOPS of the volume alpha?"]
    assert not is_changed(same[0], "")


def test_a_front_asks_for_one_thing() -> None:
    """Each cell of a row is a card of its own; a comparison asks for the feature of a thing, not for the thing of a feature."""
    backs = {card.front: card.back for card in _by_front(TABLE).values()}
    assert backs == {
        "What is the IOPS of the volume alpha?": "16,000",
        "What is the size of the volume alpha?": "16 TiB",
        "What is the IOPS of the volume beta?": "500",
        "What is the size of the volume beta?": "64 TiB",
    }
    versus = TABLE.replace("| Volume |", "| Feature |")
    assert "Volumes: what is the alpha of IOPS?" in _by_front(versus)


def test_a_card_has_something_to_recall() -> None:
    """What the front says, a column with one answer, `depends on` and numbered examples make no card."""
    text = (
        "# S\n\n## Folders\n\n| Folder | Full Name | Life | Keeps |\n| --- | --- | --- | --- |\n"
        "| /boot | Boot | long | Loaders |\n"
        "| /var | Variable | long | Depends on use |\n| /zzz | Qualm | long | Nothing |\n\n"
        "## Rules\n\n| # | Port | Source |\n| --- | --- | --- |\n| 100 | 80 | any |\n| 110 | 443 | all |\n"
    )
    assert {card.back for card in _by_front(text).values()} == {"Loaders", "Qualm", "Nothing"}


def test_a_front_leaves_one_answer_open() -> None:
    """The heading of a description is named beside others; remarks, examples, reasons and praise leave several answers."""
    text = "# S\n\n## Volumes\n\n| Volume | Description | Notes | Example | Size |\n| --- | --- | --- | --- | --- |\n"
    text += "| qua | Slow brown bread | Seen by default | Rye | 3 TiB |\n"
    text += "| wex | Sweet white wine | Needs an agent | Port | 9 TiB |\n\n"
    text += "## Why it is good\n\n- **Speed:** Nothing runs like it\n- **Price:** Half of all others\n"
    text += "- **Care:** Somebody looks after it\n\n"
    text += "## Linux\n\nLinux is the dominant system of all machines in the world.\n"
    assert {card.back for card in _by_front(text).values()} == {"Slow brown bread", "Sweet white wine", "3 TiB", "9 TiB"}
    assert "What is the volume qua?" in _by_front(text)


def test_definitions_are_asked_for_what_they_say() -> None:
    """What `X is …` and `X provides …` say of X is asked for by its name alone, grammatically; a short gloss is no card."""
    text = (
        "# S\n\n## Alpha\n\nAlpha is a slow queue that keeps every message for a week.\n\n"
        "## Betas\n\nBetas allow programs to read the answers of others without waiting.\n"
    )
    assert set(_by_front(text)) == {
        "What is Alpha?",
        "What are Betas?",
    }


def test_a_command_card_has_one_answer() -> None:
    """A purpose that another command of the section fits too is no front, and the line of a file is no command."""
    text = (
        "# S\n\n## Shell\n\n- `apt search x` — search for package\n- `yum search x` — search packages\n"
        "- `userdel me` — delete user\n- `userdel -r me` — delete user and home\n- `fs-1:/ /mnt efs 0 0` — mount at boot time\n"
    )
    assert {card.front: card.back for card in _by_front(text).values()} == {
        "Shell: which command does this: “delete user and home”?": "userdel -r me"
    }


def test_a_call_is_asked_for_its_method_where_the_comment_means_it() -> None:
    """The method answers, not its whole line; a comment over something else asks nothing."""
    code = (
        "# Create copy of the disk\nsnap = api.create_copy(Disk=name)\n\n# your code runs here\nresult = api.get_item(Key=name)"
    )
    found = _by_front(f"# S\n\n## Code\n\n```python\n{code}\n```\n")
    assert {card.front: card.back for card in found.values()} == {
        "Which method is called for this: “Create copy of the disk”?": "create_copy"
    }


def test_a_number_card_survives_another_number() -> None:
    """The sentence without its number names the card; how much something is, is looked up and no card."""
    text = "# S\n\n## Limits\n\n- Whoever comes in needs port 22 open in the group\n- Keep at most 5 addresses per region\n"
    one, two = _by_front(text), _by_front(text.replace("22", "80"))
    assert [(card.id, card.back) for card in one.values()] == [(next(iter(two.values())).id, "22")]
    assert next(iter(one.values())).digest != next(iter(two.values())).digest


def test_two_rows_with_one_label_keep_their_cards_apart() -> None:
    """The same label and heading twice in a section is numbered, so that neither history is lost."""
    text = TABLE + "\n| Volume | IOPS per day | Age |\n| --- | --- | --- |\n| alpha | 3 coins | old |\n"
    found = [card for card in cards(passages_of(text)) if "alpha" in card.front]
    assert len(found) == len({card.id for card in found}) == 4


def test_a_missed_item_becomes_a_card(course: Material) -> None:
    """The card of the same span where there is one, else a card of the item itself, whose id leads to the item."""
    known = list(course.cards.values())
    made = [missed_card(item, known) for item in course.items.values()]
    assert any(card.kind == "missed" for card in made) and any(card.kind != "missed" for card in made)
    for item, card in zip(course.items.values(), made, strict=True):
        assert card == (missed_card(course.items[missed_item(card.id)], ()) if card.kind == "missed" else course.cards[card.id])
        assert card.proof.passage.id == item.proof.passage.id
    cell = next(item for item in course.items.values() if item.kind == "table" and item.key == item.evidence[-1])
    assert missed_card(cell, known).back == cell.key
    false = next(item for item in course.items.values() if item.kind == "true_false" and item.key == "False")
    assert missed_card(false, ()).back == false.evidence[0]


def test_a_column_that_repeats_its_rows_is_given_away() -> None:
    """Cells that are one command but for the name of their row are no cards; who knows one knows all."""
    rows = "".join(f"| {name} | `conf set core.editor {name.lower()} -w` |\n" for name in ("Vim", "Nano", "Kate", "Emacs"))
    uses = "| Vim | Text at a terminal |\n| Nano | First steps |\n| Kate | Pages of code |\n"
    text = (
        f"# T\n\n## Editors\n\n| Editor | Command |\n| --- | --- |\n{rows}\n## Uses\n\n| Editor | Use |\n| --- | --- |\n{uses}"
    )
    assert {card.back for card in cards(passages_of(text))} == {"Text at a terminal", "First steps", "Pages of code"}
