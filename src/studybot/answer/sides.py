"""A comparison answered from all its sides: cards beside each other, or the table that compares them."""

from collections.abc import Iterator, Sequence
from itertools import islice

from studybot.answer.extent import WHOLE, Span, is_link, whole
from studybot.corpus.plain import plain
from studybot.facts.members import label_of
from studybot.facts.nested import branches
from studybot.facts.written import leads_in
from studybot.text import stems
from studybot.types import ASKING, Hit, Passage, Understanding

NEAR = 5  # hits in which the sides stand

Chosen = list[tuple[Hit, list[Span]]]
Side = frozenset[str]  # stems of one of the things compared


def sides(question: Understanding, hits: Sequence[Hit]) -> Chosen:
    """Return all cards whole, or one table that compares them; [] when the course does not compare the sides."""
    if question.kind != "comparison" or len(question.parts) < 2:
        return []
    wanted = [frozenset(stems(part)) for part in question.parts]
    return (_cards(wanted, hits) or _table(wanted, hits) or _items(wanted, hits)) if all(wanted) else []


def _cards(wanted: Sequence[Side], hits: Sequence[Hit]) -> Chosen:
    """The cards of one section whose headings name the sides."""
    found: Chosen = []
    for side in wanted:
        for hit in (hit for hit in hits if hit.passage.role not in ASKING):
            title = set(stems(hit.passage.path[-1]))
            alone = not any(own and own <= title for own in (_own(other, wanted) for other in wanted if other is not side))
            new = alone and all(hit is not already for already, _ in found)
            if new and len(hit.passage.path) > 2 and mostly(side & title, side):
                spans = [span for block in hit.passage.blocks for span in whole(block)]
                found.append((hit, [span for span in spans if not _leads_away(hit, span)]))
                break
    together = sum(len(hit.passage.text) for hit, _ in found)
    siblings = len({hit.passage.path[:-1] for hit, _ in found}) == 1
    return found if len(found) == len(wanted) and siblings and together <= WHOLE else []


def _leads_away(hit: Hit, span: Span) -> bool:
    """Whether a unit is a link, or leads in to what stands in another passage."""
    text = hit.passage.between(*span)
    return is_link(text) or (span[1] == hit.passage.blocks[-1].end and leads_in(text))


def mostly(named: Side, side: Side) -> bool:
    """A side may carry an aspect ("gateway endpoint: which services"): half of its words name the card."""
    return bool(named) and 2 * len(named) >= len(side)


def _table(wanted: Sequence[Side], hits: Sequence[Hit]) -> Chosen:
    """A table whose header names all sides, whole."""
    for hit in hits[:3]:
        passage = hit.passage
        for block in passage.blocks:
            if block.kind != "table":
                continue
            text = passage.cut(block)
            header = set(stems(text.split("\n", 1)[0]))
            if all(side & header and _own(side, wanted) & header for side in wanted):
                return [(hit, whole(block))] if block.end - block.start <= WHOLE else []
    return []


def _items(wanted: Sequence[Side], hits: Sequence[Hit]) -> Chosen:
    """The items of one section that are labelled as the sides, each with what stands below it."""
    likeliest = max(hits, key=lambda hit: max((match.score for match in hit.matches), default=0.0)).passage.path
    near = [hit for hit in hits[:NEAR] if hit.passage.path == likeliest]
    found: Chosen = []
    for side in wanted:
        items = ((hit, spans) for hit in near for name, spans in _labelled(hit.passage) if name == side)
        found += list(islice(items, 1))
    short = sum(end - start for _, spans in found for start, end in spans) <= WHOLE
    return found if len(found) == len(wanted) and short else []


def _labelled(passage: Passage) -> Iterator[tuple[Side, list[Span]]]:
    """Each labelled item or paragraph, or item with others below it, by the stems of its name."""
    for block in passage.blocks:
        below = dict(branches(passage, block))
        for span in whole(block) if block.kind in ("list", "steps", "prose") else ():
            text = passage.between(*span)
            name = label_of(text) or (plain(text) if span in below else "")
            if name:
                yield frozenset(stems(name)), [span, *below.get(span, ())]


def _own(side: Side, wanted: Sequence[Side]) -> Side:
    """The words of a side that no other side has."""
    return side.difference(*(other for other in wanted if other is not side))
