import re
import time
from collections import Counter

import pytest
from pydantic import ValidationError

from studybot.corpus.markdown import table_cells
from studybot.corpus.split import plain
from studybot.study.item import KINDS, Item, is_proved
from studybot.study.items import bank_items, items
from studybot.study.material import Material, material, numbers
from studybot.text import squash
from studybot.types import Citation, Passage, Topic

from .conftest import passages_of

VOLUMES = """# Storage

## Volumes

| Volume | Max IOPS | Max Size | Use Case |
| --- | --- | --- | --- |
| alpha | 16,000 | 16 TiB | Boot disks, small databases |
| beta | 64,000 | 16 TiB | Busy transaction systems |
| gamma | 256,000 | 64 TiB | Huge analytics clusters |
| delta | 500 | 16 TiB | Rarely read archives |
"""


def test_the_course_gives_the_promised_numbers(course: Material, topics: tuple[Topic, ...], passages: list[Passage]) -> None:
    """At least 400 items and 400 cards over all 26 topics, every key proved, a quiz of 20 drawn in under 100 ms."""
    found = min((numbers(lambda: course, time.process_time) for _ in range(3)), key=lambda one: one.quiz_ms)
    assert found.items >= 400
    assert found.cards >= 400
    assert len(topics) == 26
    assert all(found.items_by_topic[topic.id] >= 3 and found.cards_by_topic[topic.id] >= 3 for topic in topics)
    assert found.proved == 1.0
    assert found.quiz_ms < 100
    assert sum(found.items_by_kind.values()) == found.items == sum(found.items_by_topic.values())
    assert set(found.items_by_kind) == set(KINDS) - {"open"}


def test_every_key_stands_letter_by_letter_in_its_span(course: Material, passages: list[Passage]) -> None:
    """The evidence of an item is found in the text cut from the passage; the key itself is there, or is true or false."""
    by_id = {passage.id: passage for passage in passages}
    for item in course.items.values():
        passage = by_id[item.proof.passage.id]
        quote = passage.text[item.proof.start - passage.start : item.proof.end - passage.start]
        assert quote == item.proof.quote
        held = squash(plain(quote))
        assert all(squash(text) in held for text in item.evidence), item.prompt
        if item.kind not in ("true_false", "order"):
            key = squash(item.key)
            # A label without letters is shown with its heading in front: `CIDR /16`.
            assert key in held or key.endswith(tuple(squash(text) for text in item.evidence)), item.prompt


def test_options_are_few_different_and_of_one_make(course: Material) -> None:
    """No option twice, no empty one, two to five of them, and the key is never by far the longest or shortest."""
    for item in course.items.values():
        assert 2 <= len(item.options) <= 5
        assert len({option.lower() for option in item.options}) == len(item.options)
        assert all(option.strip() == option and option for option in item.options)
        if item.kind not in ("order", "true_false", "number", "compare"):
            others = [len(option) for option in item.options if option != item.key]
            assert len(item.key) <= max(15, 1.7 * max(others)), item.prompt


def test_no_wrong_option_stands_in_the_row_that_is_asked_for(course: Material) -> None:
    """A table item asks for a value of a row; none of its wrong options is a cell of that row."""
    for item in course.items.values():
        if item.kind == "table":
            row = {squash(plain(cell)) for cell in table_cells(item.proof.quote)}
            wrong = [option for option in item.options if option != item.key]
            assert not any(squash(option) in row for option in wrong), item.prompt


def test_the_value_asked_for_belongs_to_one_row_only(course: Material, passages: list[Passage]) -> None:
    """Where an item quotes a whole cell and asks for its row, no other row of the table has that cell."""
    asked = 0
    for item in course.items.values():
        match = re.search(r"has “([^”]*)” under “([^”]*)”\?$", item.prompt)
        if item.kind == "table" and match:
            passage = item.proof.passage
            block = next(block for block in passage.blocks if block.start <= item.proof.start < block.end)
            cells = [
                [
                    squash(plain(cell))
                    for cell in table_cells(passage.text[unit.start - passage.start : unit.end - passage.start])
                ]
                for unit in block.units
            ]
            header = [squash(plain(cell)) for cell in table_cells(passage.text[block.start - passage.start :].split("\n")[0])]
            column = header.index(squash(match[2]))
            assert sum(row[column] == squash(match[1]) for row in cells) == 1, item.prompt
            asked += 1
    assert asked > 50


def test_items_are_the_same_every_time_and_have_their_own_ids(passages: list[Passage], course: Material) -> None:
    """The same passages give the same items; no two share an id or a prompt."""
    again = items(passages)
    assert again == tuple(course.items.values())
    assert len({item.id for item in again}) == len(again)
    assert max(Counter(squash(item.prompt) for item in again).values()) == 1


def test_prompts_are_sentences_that_name_their_subject(course: Material) -> None:
    """A prompt starts with a capital, ends as a sentence and names its heading path, or is a sentence with a gap."""
    for item in course.items.values():
        assert item.prompt[0].isupper() and item.prompt[-1] in "?.", item.prompt
        assert "“" in item.prompt and "**" not in item.prompt and "`" not in item.prompt, item.prompt
        assert item.proof.passage.path[0].split(" ")[-1] in item.prompt or "gap" in item.prompt, item.prompt


def test_a_small_table_gives_fair_items() -> None:
    """Values that two rows share are never asked for their row; false claims are false, true ones true."""
    made = items(passages_of(VOLUMES))
    assert made
    # Three volumes have 16 TiB: no question may ask which one.
    assert not any("has “16 TiB”" in item.prompt for item in made)
    rows = {
        "alpha": ("16,000", "16 TiB"),
        "beta": ("64,000", "16 TiB"),
        "gamma": ("256,000", "64 TiB"),
        "delta": ("500", "16 TiB"),
    }
    for item in made:
        claim = re.search(r"“([\d,]+|\d+ TiB)” is given under “[^”]*” for “(\w+)”\.", item.prompt)
        if claim:
            assert (item.key == "True") == (claim[1] in rows[claim[2]]), item.prompt


@pytest.mark.parametrize(
    "text",
    ["# One\n\nA single short sentence.", "# One\n\n## Two\n\n| A | B |\n| --- | --- |\n| 1 | 2 |", "# Empty\n\n## Nothing"],
)
def test_a_poor_course_gives_few_items_but_no_error(text: str) -> None:
    """A course with no tables, a tiny table or nothing at all is no reason to fail, nor to make up questions."""
    assert items(passages_of(text)) == ()
    made = numbers(lambda: material((), passages_of(text)), time.perf_counter)
    assert (made.items, made.cards, made.proved) == (0, made.cards, 1.0)


def test_an_unproved_or_malformed_item_cannot_be_built() -> None:
    """Options that repeat, a key outside them, or evidence that the span lacks are refused."""
    passage = passages_of(VOLUMES)[0]
    proof = Citation(passage=passage, start=passage.blocks[0].units[0].start, end=passage.blocks[0].units[0].end)
    assert is_proved(("alpha", "16,000"), proof)
    assert not is_proved(("16,000", "alpha"), proof)
    assert not is_proved(("64,000",), proof)
    assert not is_proved(("",), proof)
    good = {"id": "1", "kind": "table", "topic": "t", "prompt": "Which?", "evidence": ("alpha",), "proof": proof, "fact": "f"}
    with pytest.raises(ValidationError, match="same option twice"):
        Item(**good, options=("a b", "A-B"), right=(0,))
    with pytest.raises(ValidationError, match="outside its options"):
        Item(**good, options=("a", "b"), right=(2,))
    with pytest.raises(ValidationError, match="no options or no key"):
        Item(**good, options=(), right=())


def test_bank_questions_are_open_items_answered_by_their_passage(passages: list[Passage]) -> None:
    """Whole questions of the bank become open items, up to two a passage; what is typed into a search box does not."""
    chosen = passages[3]
    bank = {
        chosen.id: [
            "cloud meaning",
            "What is the cloud good for?",
            "why?",
            "Who pays for the hardware?",
            "What is a third one?",
        ]
    }
    made = bank_items(passages, lambda passage: bank.get(passage, []))
    assert [item.prompt.rpartition("”: ")[2] for item in made] == ["What is the cloud good for?", "Who pays for the hardware?"]
    assert all(item.kind == "open" and item.proof.quote == chosen.text and item.key == chosen.text for item in made)
