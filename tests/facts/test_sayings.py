"""What single sentences, headings and announced commands say is found by form, in any course."""

import pytest

from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts.columns import columns
from studybot.facts.commands import commands
from studybot.facts.language import language
from studybot.facts.questions import questions
from studybot.facts.said import said_columns
from studybot.facts.sentence import saying
from studybot.facts.usage import Usage
from studybot.facts.written import is_piece
from studybot.study.cards import cards
from studybot.study.items import bank_items, items
from studybot.types import Passage, Topic

BOATS = """# Boats

## Hulls

A hull carries the load. Load lines are painted on it.

## Telemetry

Telemetry comes every hour. Keels and telemetry have nothing in common.

## Paint

Load lines need paint, and telemetry none.
"""


def _passages(text: str, *, topic: str = "boats", title: str = "Boats") -> list[Passage]:
    return split(parse(text, source=f"{topic}.md", topic=Topic(id=topic, title=title, order=1)), 900)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("You can use `caulk -q` to quickly squash them into one seam.", None),  # of this deed alone
        ("Load lines are marks that show how deep a boat may lie.", ("Load lines", "marks that show how deep a boat may lie")),
        ("Data that a boat sends to its owner is called telemetry.", ("telemetry", "Data that a boat sends to its owner")),
        ("`furl -a` is a command that takes all sails down.", ("furl -a", "a command that takes all sails down")),
        ("You can list every ship in port using `berth`.", ("berth", "list every ship in port")),
        ("Load lines are usually painted in a colour that is bright.", None),  # a state
        ("Load lines are marks.", None),  # too little
        ("Telemetry is a man who was born at sea and his name for it.", None),  # somebody
        ("You can list every ship in port using paper.", None),
    ],
)
def test_a_sentence_says_what_a_thing_is_or_does_by_its_form(sentence: str, said: tuple[str, str] | None) -> None:
    """Several things of a kind, a term at the end, code and what it is used for are read; states and persons are not."""
    found = saying(sentence, ("Boats", "Hulls"), Usage(_passages(BOATS)), language())
    assert (found and (found.label, found.said)) == said


def test_a_heading_that_asks_is_an_open_question_with_its_section_as_the_answer() -> None:
    """What asks for a thing of the course is asked; what asks the reader, points elsewhere or has a bank question is not."""
    text = "## What is a hull?\n\nA hull carries the load.\n\n## What do you like?\n\nA hull.\n\n## Why is this so?\n\nA hull."
    found = _passages(text + "\n\n## More\n\nThe hull.\n")
    asked = tuple(questions(found, Usage(found)))
    assert [(one.text, one.proof.quote) for one in asked] == [("What is a hull?", "A hull carries the load.")]
    (item,) = bank_items(found, lambda _: (), asked=asked)
    assert (item.kind, item.prompt, item.key) == ("open", "What is a hull?", "A hull carries the load.")
    first = found[0].id
    (item,) = bank_items(found, lambda passage: ("What carries the load here?",) if passage == first else (), asked=asked)
    assert item.prompt == "What carries the load here?"


def test_one_command_behind_a_sentence_with_its_purpose_is_explained() -> None:
    """`To list ships, run the following:` explains the command of the block; without a purpose, or of it, nothing is."""
    block = "\n\n```bash\n$ {}\n```\n\n"
    text = "## Port\n\n" + "".join(
        lead + block.format(command)
        for lead, command in (
            ("To list all ships, run the following:", "berth --list"),
            ("Run this command to clear the quay:", "quay clear"),
            ("Moor a ship with the following command:", "moor ship"),
            ("Run this command to change it:", "quay turn"),
            ("Now the quay is as it was:", "quay show"),
        )
    )
    found = {command.command: command.purpose for command in commands(_passages(text))}
    assert found == {"berth --list": "list all ships", "quay clear": "clear the quay", "moor ship": "Moor a ship"}


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("| Boat | Count | Sold |", ("| hull | 3 | 4 |", "| keel | 5 | 6 |", "| sail | 7 | 8 |", "| mast | 9 | 1 |")),
        ("| Boat | Built in 1990 |", ("| hull | by hand |", "| keel | in a yard |", "| sail | at sea |", "| mast | of oak |")),
        ("| Boat | Use |", ("| hull | by hand |", "| hull | in a yard |", "| sail | at sea |", "| mast | of oak |")),
    ],
)
def test_a_table_of_data_is_read_off_and_neither_asked_nor_learned(header: str, rows: tuple[str, ...]) -> None:
    """Series of figures, results under a year, and records with one name twice are no knowledge; a table of uses is."""
    rule = "|" + " --- |" * (header.count("|") - 1)
    found = _passages(f"## Fleet\n\n{header}\n{rule}\n" + "\n".join(rows) + "\n")
    assert list(columns(found, Usage(found))) == [] and not items(found) and not cards(found)
    told = "| Boat | Use |\n| --- | --- |\n| hull | by hand |\n| keel | in a yard |\n| sail | at sea |\n"
    assert list(columns(_passages(f"## Fleet\n\n{told}"), Usage(found)))


@pytest.mark.parametrize(
    ("label", "is_one"), [("Chapter 6", True), ("Figure 2", True), ("Layer 4", False), ("Chapter house", False)]
)
def test_a_piece_of_the_document_is_no_thing_to_know(label: str, is_one: bool) -> None:
    """What a chapter covers is said of the book, what a layer does of the subject."""
    assert is_piece(label) == is_one


def test_a_heading_that_is_a_sign_alone_has_no_name_and_breaks_nothing() -> None:
    """A book on a language has sections called by an operator: their lines are material like any other."""
    passages = _passages("# Lists\n\n## Picking\n\n### `[[`\n\nPicks one element out of a list by its place.\n")
    assert [cell.label for column in said_columns(passages, Usage(passages), []) for cell in column.cells] == []
    assert items(passages) == ()
