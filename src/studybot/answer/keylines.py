"""Lines of the course as they stand: key lines, comparisons with everyday life, the plainest ones, what is left to say."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from studybot.answer.define import rank_of
from studybot.answer.extent import Span, whole
from studybot.corpus.plain import plain
from studybot.facts.language import language
from studybot.text import spoken, stems, words
from studybot.types import Hit, Passage

WORD = re.compile(r"[\w'’-]+")
LINES = 12  # key lines of a summary at most
SHORTEST, LONGEST = 30, 240  # characters of a line that says something and can be taken in
CENTRAL = 3  # sentences of a summary that say what its subject is
MORE = 600  # characters of what is told beside
Chosen = list[tuple[Passage, list[Span]]]
Shown = frozenset[tuple[str, int, int]]  # document, start, end


def key_lines(
    passages: Sequence[Passage], weight: Callable[[Passage], int], shown: Shown = frozenset(), about: str = ""
) -> Chosen:
    """Return the lines that sum up some sections: what says what they are `about`, then in order one of each, then second ones.

    Where there are too many sections, those that learners ask about most (`weight`) speak. What was shown is left out.
    """
    central = [line for line in _central(passages, about) if not _was_shown(*line, shown)] if about else []
    shown = shown | {(passage.document, *span) for passage, span in central}
    lines: dict[tuple[str, ...], list[tuple[Passage, Span]]] = {}
    weights: dict[tuple[str, ...], int] = {}
    for passage in passages:
        weights[passage.path] = weights.get(passage.path, 0) + weight(passage)
        lines.setdefault(passage.path, []).extend(
            (passage, span) for span in _lines(passage) if not _was_shown(passage, span, shown)
        )
    lines = {path: own for path, own in lines.items() if own}
    order = sorted(lines, key=lambda path: (path != next(iter(lines)), -weights[path]))
    taken = dict.fromkeys(order[: LINES - len(central)], 1)
    while sum(taken.values()) < LINES - len(central) and (more := [path for path in taken if taken[path] < len(lines[path])]):
        taken[min(more, key=lambda path: taken[path])] += 1
    further = [line for path in lines for line in lines[path][: taken.get(path, 0)]]
    return [*together(central), *together(further)]


def _central(passages: Sequence[Passage], name: str) -> list[tuple[Passage, Span]]:
    """The sentences that say what a thing is, those with a copula first, then such as say what it does."""
    known = language(spoken())
    told = [
        (rank, passage, (unit.start, unit.end))
        for passage in passages
        for block in passage.blocks
        if block.kind in ("prose", "callout") and block.role == "teaching"
        for unit in block.units
        if (rank := rank_of(name, passage.cut(unit), known)) is not None
        and SHORTEST <= len(plain(passage.cut(unit))) <= 2 * LONGEST
    ]
    return [(passage, span) for _, passage, span in sorted(told, key=lambda line: line[0])[:CENTRAL]]


def together(lines: Iterable[tuple[Passage, Span]]) -> Chosen:
    """Return places by their passage, both in the order in which they come."""
    passages: dict[str, tuple[Passage, list[Span]]] = {}
    for passage, span in lines:
        passages.setdefault(passage.id, (passage, []))[1].append(span)
    return list(passages.values())


def _lines(passage: Passage) -> Iterator[Span]:
    """The units that stand alone, sentences before items, and rows of tables not at all."""
    for kinds in (("prose", "callout"), ("list", "steps")):
        for block in passage.blocks:
            if block.kind in kinds and block.role == "teaching":
                yield from ((unit.start, unit.end) for unit in block.units if stands_alone(passage.cut(unit)))


def stands_alone(text: str) -> bool:
    """Whether a line says something by itself: neither a label, nor a question, nor a lead-in to what is not shown."""
    bare = text.strip().strip("*_`")
    return SHORTEST <= len(plain(text)) <= LONGEST and not bare.endswith((":", "?")) and len(stems(text)) > 2


def marked(passages: Sequence[Passage], markers: Sequence[str], shown: Shown, about: frozenset[str] = frozenset()) -> Chosen:
    """Return the first unit not shown `about` a thing (stems) with a word that shows a form, with what belongs to it."""
    for passage in passages:
        for block in (block for block in passage.blocks if block.kind != "code"):
            together = block.kind in ("prose", "callout") and block.end - block.start <= 2 * LONGEST
            for unit in block.units:
                words = f" {' '.join(WORD.findall(passage.cut(unit).lower()))} "
                spans = whole(block) if together else [(unit.start, unit.end)]
                said = {found for span in spans for found in stems(passage.between(*span))}
                fresh = not any(_was_shown(passage, span, shown) for span in spans)
                if fresh and about <= said and any(f" {marker} " in words for marker in markers):
                    return [(passage, spans)]
    return []


def plainest(passages: Sequence[Passage], name: str, ease: Callable[[str], float], shown: Shown) -> Chosen:
    """Return the sentence that begins with a name, says what it is and is easiest to read and was not shown; [] for none."""
    known, names = language(spoken()), frozenset(stems(name))
    lines = [
        (rank_of(name, said, known) is not None, ease(said), passage, span)
        for passage in passages
        for span in _lines(passage)
        if names <= set(stems(said := passage.between(*span))[: len(names) + 1])
        and not set(words(said)[:1]) & (known.anaphors | known.persons)
        and not _was_shown(passage, span, shown)
    ]
    best = max(lines, key=lambda line: line[:2], default=None)
    return [(best[2], [best[3]])] if best else []


def plain_line(passages: Sequence[Passage], name: str, ease: Callable[[str], float], shown: Shown) -> Chosen:
    """Return the line not shown that says what a thing is, else one below the heading that names it alone, else one that
    names it, else any: of each the easiest to read.
    """
    known, names = language(spoken()), frozenset(stems(name))
    lines = []
    for passage in passages:
        for span in (span for span in _lines(passage) if not _was_shown(passage, span, shown)):
            said = passage.between(*span)
            headed = frozenset(stems(passage.path[-1])) == names
            ranks = rank_of(name, said, known) is not None, headed, names <= frozenset(stems(said)), ease(said)
            lines.append((ranks, passage, span))
    best = max(lines, key=lambda line: line[0], default=None)
    return [(best[1], [best[2]])] if best else []


def unsaid(hits: Sequence[Hit], first: frozenset[tuple[str, ...]], shown: Shown) -> Chosen:
    """Return what the sections shown before (`first`) and the next ones say beyond what was shown, the likeliest first."""
    chosen: dict[str, tuple[Passage, list[Span]]] = {}
    used = 0
    order = sorted(hits, key=lambda hit: hit.passage.path not in first)
    for hit in order:
        for match in hit.matches:
            span = (match.start, match.end)
            fresh = match.kind != "passage" and not _was_shown(hit.passage, span, shown)
            if not fresh or not _tells(hit.passage, span) or used + span[1] - span[0] > MORE:
                continue
            if sum(span[1] - span[0] for span in chosen.get(hit.passage.id, (hit.passage, []))[1]) > MORE / 2:
                break
            chosen.setdefault(hit.passage.id, (hit.passage, []))[1].append(span)
            used += span[1] - span[0]
    return list(chosen.values())


def _tells(passage: Passage, span: Span) -> bool:
    """Whether a unit can be told beside: a row stands with its header, any other line must stand alone."""
    kind = next((block.kind for block in passage.blocks if block.start <= span[0] < block.end), "code")
    return kind == "table" or (kind != "code" and stands_alone(passage.between(*span)))


def _was_shown(passage: Passage, span: Span, shown: Shown) -> bool:
    return any(document == passage.document and span[0] < end and start < span[1] for document, start, end in shown)
