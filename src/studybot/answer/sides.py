"""A comparison answered from both sides: two cards beside each other, or the table that compares them."""

from collections.abc import Sequence

from studybot.answer.extent import WHOLE, Span, whole
from studybot.text import stems
from studybot.types import Block, Hit, Understanding

Chosen = list[tuple[Hit, list[Span]]]


def sides(question: Understanding, hits: Sequence[Hit]) -> Chosen:
    """Return both cards whole, or the comparing rows of one table; [] when the course does not compare the sides."""
    if question.kind != "comparison" or len(question.parts) != 2:
        return []
    one, other = (set(stems(part)) for part in question.parts)
    if not one or not other:
        return []
    return _cards(one, other, hits) or _table(one, other, hits)


def _cards(one: set[str], other: set[str], hits: Sequence[Hit]) -> Chosen:
    """The two cards of one section whose headings name the sides."""
    found: Chosen = []
    for wanted in (one, other):
        for hit in hits:
            named = wanted & set(stems(hit.passage.path[-1]))
            if len(hit.passage.path) > 2 and _mostly(named, wanted) and all(hit is not already for already, _ in found):
                found.append((hit, [span for block in hit.passage.blocks for span in whole(block)]))
                break
    together = sum(len(hit.passage.text) for hit, _ in found)
    siblings = len({hit.passage.path[:-1] for hit, _ in found}) == 1
    return found if len(found) == 2 and siblings and together <= WHOLE else []


def _mostly(named: set[str], wanted: set[str]) -> bool:
    """A side may carry an aspect ("gateway endpoint: which services"): half of its words name the card."""
    return bool(named) and 2 * len(named) >= len(wanted)


def _table(one: set[str], other: set[str], hits: Sequence[Hit]) -> Chosen:
    """A table whose header names both sides, whole; or the two rows that the sides begin."""
    for hit in hits[:3]:
        passage = hit.passage
        for block in passage.blocks:
            if block.kind != "table":
                continue
            lines = passage.text[block.start - passage.start : block.end - passage.start].split("\n")
            header = set(stems(lines[0]))
            if one & header and other & header and (one - other) & header and (other - one) & header:
                return [(hit, whole(block))] if block.end - block.start <= WHOLE else []
            rows = _rows(block, hit, one, other)
            if rows:
                return [(hit, rows)]
    return []


def _rows(block: Block, hit: Hit, one: set[str], other: set[str]) -> list[Span]:
    """The rows whose first cell names a side, when both sides have one."""
    passage = hit.passage
    found: list[list[Span]] = [[], []]
    for unit in block.units:
        row = passage.text[unit.start - passage.start : unit.end - passage.start]
        first = set(stems(row.strip("| ").split("|")[0]))
        for number, wanted in enumerate((one - other, other - one)):
            if first & wanted and _mostly(first & wanted, wanted):
                found[number].append((unit.start, unit.end))
    return [*found[0][:1], *found[1][:1]] if found[0] and found[1] and found[0][0] != found[1][0] else []
