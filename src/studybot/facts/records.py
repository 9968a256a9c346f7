"""Tables whose rows say nothing: the same records shown again and again, as results of queries are, and lists side by side."""

from collections import Counter
from collections.abc import Sequence

from studybot.corpus.units import table_cells
from studybot.facts.language import language
from studybot.facts.written import clean
from studybot.text import squash, stems, words
from studybot.types import Block, Passage

AGAIN = 3  # tables that say one thing of one row

_Pair = tuple[str, str]


def records(passages: Sequence[Passage]) -> frozenset[tuple[str, int]]:
    """Return the places (passage, start) of tables of which half the cells stand beside the same label in two others."""
    pairs = {(passage.id, block.start): _pairs(passage, block) for passage, block in _tables(passages)}
    seen = Counter(pair for found in pairs.values() for pair in found)
    again = {place: sum(seen[pair] >= AGAIN for pair in found) for place, found in pairs.items()}
    return frozenset(place for place, found in pairs.items() if found and 2 * again[place] >= len(found))


def are_lists(header: Sequence[str]) -> bool:
    """Whether two columns are lists side by side, whose headings ask the same: "What counts" beside "What does not count"."""
    first, second = [words(heading) for heading in (*header, "", "")[:2]]
    asked = len(header) == 2 and first[:1] == second[:1] and bool(language().question_words & set(first[:1]))
    shared = set(stems(" ".join(first))) & set(stems(" ".join(second)))
    denied = sum(any(map(language().negates, heading)) for heading in (first, second))
    return asked and (len(shared) > 1 or (bool(shared) and denied == 1))


def _tables(passages: Sequence[Passage]) -> list[tuple[Passage, Block]]:
    return [(passage, block) for passage in passages for block in passage.blocks if block.kind == "table"]


def _pairs(passage: Passage, block: Block) -> set[_Pair]:
    rows = [[squash(clean(cell)) for cell in table_cells(passage.cut(unit))] for unit in block.units]
    return {(row[0], cell) for row in rows for cell in row[1:] if row[0] and cell}
