from tests.fakes import passages_of

from studybot.corpus.dialect import clean
from studybot.facts.language import language
from studybot.facts.members import members
from studybot.facts.tables import Row, compares, header_of, rows
from studybot.types import Passage

CAPTION = """## Sailing

<table><tr><th colspan="3">Features of Cogs and Hulks</th></tr>
<tr><th></th><th>Cogs</th><th>Hulks</th></tr>
<tr><td>Mast</td><td>one of oak</td><td>two of pine</td></tr>
<tr><td>Hold</td><td>dry goods</td><td>wine and salt</td></tr></table>
"""


def _table(text: str) -> tuple[Passage, list[Row], bool]:
    passage = next(one for one in passages_of(clean(text)) if any(block.kind == "table" for block in one.blocks))
    block = next(block for block in passage.blocks if block.kind == "table")
    return passage, rows(passage, block), compares(passage, block)


def test_a_line_over_all_columns_names_the_table_and_the_line_below_its_columns() -> None:
    """What stands over all columns is no heading of one; where it names the columns together, they are compared."""
    passage, found, compared = _table(CAPTION)
    block = next(block for block in passage.blocks if block.kind == "table")
    assert header_of(passage, block) == ["", "Cogs", "Hulks"] and compared
    assert [(row.label, row.cells) for row in found] == [
        ("Mast", (("Cogs", "one of oak"), ("Hulks", "two of pine"))),
        ("Hold", (("Cogs", "dry goods"), ("Hulks", "wine and salt"))),
    ]
    assert {row.path[-1] for row in found} == {"Features of Cogs and Hulks"}


def test_links_icons_and_things_to_do_are_no_facts_of_a_row() -> None:
    """A column of links leads elsewhere, an icon only ticks off, and sentences in front of rows are things to do."""
    head, told = (
        "## Plan\n\n| Knot | Day | Use | Read |\n| --- | --- | --- | --- |\n",
        ("a loop that holds", "two ropes of one make"),
    )
    found = _table(head + "".join(f"| {name} | :+1: | {use} | [Page](a.md) |\n" for name, use in zip("AB", told, strict=True)))[
        1
    ]
    assert [row.cells for row in found] == [(("Use", use),) for use in told]
    deeds = [f"Walk through the old harbour of {town} and draw every knot" for town in ("Hull", "Bari")]
    assert not _table(head + "".join(f"| {deed} | :+1: | paper and pen | [Page](a.md) |\n" for deed in deeds))[1]


def test_columns_that_list_what_is_said_of_sides_pair_nothing() -> None:
    """Two lists side by side are no rows and no set; pairs below headings of one noun are."""
    text = (
        "# Hoses\n\n| Good mostly for makers | Good mostly for users |\n| --- | --- |\n| Price | Length |\n"
        "| Weight | Colour |\n\n"
        "## In other lands\n\n| Our hose | Their hose |\n| --- | --- |\n| Green | Verdant |\n| Stiff | Rigid |\n"
    )
    sides, pairs = passages_of(text)
    assert rows(sides, sides.blocks[-1]) == []
    assert [row.label for row in rows(pairs, pairs.blocks[-1])] == ["Green", "Stiff"]
    assert [group.path[-1] for group in members([sides, pairs], language())] == ["In other lands"]
