import re

import pytest

from studybot.study.material import Material
from studybot.study.sheet import ROOM, sheets
from studybot.study.sheet_text import Sheet, cards_of, markdown, numbered
from studybot.study.wording import Wording
from studybot.types import Passage, Topic

from .conftest import passages_of

TEXT = """## Volumes

A **Volume** is a disk that is attached to one machine over the network.

| Type | Size | Best for |
| --- | --- | --- |
| gp3 | 16 TB | Boot disks and small databases |
| io2 | 64 TB | Databases with many writes a second |
| st1 | 16 TB | Logs that are read from end to end |

> **Exam tip:** A volume lives in one zone; a snapshot leaves it.

- A volume can be attached to up to 16 machines at once.

```bash
lsblk -f   # show the file systems of all disks
df -h      # show how full each disk is
```
"""


@pytest.fixture(scope="module")
def every(topics: tuple[Topic, ...], passages: list[Passage]) -> dict[str, Sheet]:
    """The sheet of each topic of the supplied course."""
    say = Wording(passages)
    return {topic.id: sheets([topic], passages, say)[0] for topic in topics}


def size(sheet: Sheet) -> int:
    """The characters that a sheet says."""
    lines = [f"{line.label}{line.text}" for part in sheet.parts for line in part.lines]
    cells = [cell for part in sheet.parts for table in part.tables for row, _ in table.rows for cell in row]
    return sum(map(len, [*lines, *cells]))


def test_a_sheet_has_what_the_section_has() -> None:
    """Definition, table, tip, limit and commands, each in its part, and nothing twice."""
    found = passages_of(TEXT)
    (sheet,) = sheets([Topic(id="storage", title="Storage", order=1)], found, Wording(found))
    parts = {part.kind: part for part in sheet.parts}
    assert [row[0] for row, _ in parts["tables"].tables[0].rows] == ["gp3", "io2", "st1"]
    assert "snapshot leaves it" in parts["tips"].lines[0].text
    assert "16 machines" in parts["limits"].lines[0].text
    assert {line.text for line in parts["commands"].lines} == {"lsblk -f", "df -h"}
    assert "| gp3 | 16 TB | Boot disks and small databases | [1] |" in markdown([sheet])


def test_every_line_is_proved_and_fits_two_pages(every: dict[str, Sheet]) -> None:
    """Each text stands in its citation letter by letter, no text stands twice, and a sheet never outgrows its room."""
    for sheet in every.values():
        assert sheet.parts, sheet.topic.id
        assert size(sheet) < ROOM
        texts = [line.text for part in sheet.parts for line in part.lines]
        assert len(texts) == len(set(texts))
        for part in sheet.parts:
            for line in part.lines:
                said = re.sub(r"\W", "", line.text.removesuffix(" …")).lower()
                # Several bullets, or a label with a later sentence of its bullet, stand one behind the other.
                parts = [re.sub(r"\W", "", one).lower() for one in re.split(r" · |: ", line.text.removesuffix(" …"))]
                quote = re.sub(r"\W", "", line.proof.quote).lower()
                assert said in quote or all(one in quote for one in parts), line
            for table in part.tables:
                for cells, proofs in table.rows:
                    quote = re.sub(r"\W", "", "".join(proof.quote for proof in proofs)).lower()
                    assert all(re.sub(r"\W", "", cell).lower() in quote for cell in cells[1:]), cells


def test_several_topics_share_the_room(topics: tuple[Topic, ...], passages: list[Passage], every: dict[str, Sheet]) -> None:
    """All topics together are as long as two pages, and each says something; the sections are numbered through."""
    together = sheets(topics, passages, Wording(passages))
    assert sum(map(size, together)) < ROOM
    assert [sheet.topic.id for sheet in together] == [topic.id for topic in topics]
    assert sum(bool(sheet.parts) for sheet in together) > 20
    assert sorted(numbered(together).values()) == list(range(1, len(numbered(together)) + 1))
    text = markdown(together)
    assert {int(number) for number in re.findall(r"\[(\d+)\]", text)} == set(numbered(together).values())


def test_cards_of_a_sheet_ask_what_it_says(course: Material, every: dict[str, Sheet]) -> None:
    """Each card's proof overlaps a place that the sheet cites, and their ids are the course's own."""
    sheet = every["lambda"]
    cards = cards_of(sheet, course.cards.values())
    assert len(cards) > 10
    assert {card.id for card in cards} <= course.cards.keys()
    spans = [(proof.start, proof.end) for proof in sheet.proofs]
    assert all(any(card.proof.start < end and start < card.proof.end for start, end in spans) for card in cards)
