"""Lines of the course as they stand: key lines, examples, comparisons with everyday life, what is left to say."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, compress
from operator import or_

from studybot.answer.define import rank_of
from studybot.answer.extent import WHOLE, Span, whole
from studybot.corpus.plain import plain
from studybot.facts.language import language
from studybot.text import spoken, stems
from studybot.types import Block, Hit, Passage

_WORD = re.compile(r"[\w'’-]+")
LINES = 12  # key lines of a summary at most
SHORTEST, LONGEST = 30, 240  # characters of a line that says something and can be taken in
NAMING = 6  # content words before "such as" among which the thing is of which examples follow
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
    return [*_together(central), *_together(further)]


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


def _together(lines: Sequence[tuple[Passage, Span]]) -> Chosen:
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


def example(passages: Sequence[Passage], wanted: frozenset[str], signs: frozenset[str]) -> Chosen:
    """Return the code of the section whose headings name what is wanted (stems) best; one with `signs` in its heading first."""
    ranked = sorted(passages, key=lambda passage: -_exemplary(passage, wanted, signs))
    for passage in ranked[:1]:
        if _exemplary(passage, wanted, signs) >= 1.0:
            section = [one for one in passages if one.path == passage.path and one.start >= passage.start]
            return _code(section, wanted if _shows(passage, wanted) else frozenset())
    return []


def _shows(passage: Passage, wanted: frozenset[str]) -> bool:
    """Whether code of a passage has all that is wanted in it."""
    return any(wanted <= frozenset(stems(passage.cut(block))) for block in passage.blocks if block.kind == "code")


def _exemplary(passage: Passage, wanted: frozenset[str], signs: frozenset[str]) -> float:
    headings = frozenset(stems(" ".join(passage.path)))
    last = frozenset(stems(passage.path[-1]))
    code = any(block.kind == "code" for block in passage.blocks)
    # Half of a name is another thing: "bucket policy" is no "bucket".
    named = len(wanted & headings) / max(1, len(wanted))
    heads = len(wanted & last) / max(1, len(wanted)) + bool(signs & last)
    return code * (named >= 1.0) * (1.0 + heads + (heads > 0 and _shows(passage, wanted)))


def _code(section: Sequence[Passage], wanted: frozenset[str]) -> Chosen:
    """Code of a section from the first that has what is wanted, as much as is read at once; that is cut where too long."""
    chosen: Chosen = []
    used = 0
    for passage in section:
        blocks = [block for block in passage.blocks if block.kind == "code"]
        fits = [bool(chosen) or wanted <= frozenset(stems(passage.cut(block))) for block in blocks]
        blocks = list(compress(blocks, accumulate(fits, or_)))
        spans: list[Span] = []
        for block in blocks:
            own = _fitting(block, WHOLE - used)
            if own and (not used or len(own) == len(block.units)):
                spans += own
                used += own[-1][1] - own[0][0]
        if spans:
            chosen.append((passage, spans))
    return chosen


def _fitting(block: Block, room: int) -> list[Span]:
    return [span for span in whole(block) if span[1] - block.start <= room]


def marked(passages: Sequence[Passage], markers: Sequence[str], shown: Shown, about: frozenset[str] = frozenset()) -> Chosen:
    """Return the first unit not shown `about` a thing (stems) with a word that shows a form, with what belongs to it."""
    for passage in passages:
        for block in (block for block in passage.blocks if block.kind != "code"):
            together = block.kind in ("prose", "callout") and block.end - block.start <= 2 * LONGEST
            for unit in block.units:
                words = f" {' '.join(_WORD.findall(passage.cut(unit).lower()))} "
                spans = whole(block) if together else [(unit.start, unit.end)]
                said = {found for span in spans for found in stems(passage.between(*span))}
                fresh = not any(_was_shown(passage, span, shown) for span in spans)
                if fresh and about <= said and any(f" {marker} " in words for marker in markers):
                    return [(passage, spans)]
    return []


def instances(passages: Sequence[Passage], wanted: frozenset[str], markers: Mapping[str, Sequence[str]]) -> Chosen:
    """Return what names examples of a thing (stems), the surest form first; [] for none.

    That are a row with an example of it, "examples of it", "it includes" or "such as", "X is one of it", and what follows on a
    sentence about it as "for example".
    """
    found = [
        (-rank, place, passage, spans)
        for place, passage in enumerate(passages)
        for block in passage.blocks
        if block.kind != "code"
        for rank, spans in _instances(passage, block, wanted, markers)
    ]
    return [(passage, spans) for *_, passage, spans in sorted(found, key=lambda one: one[:2])[:1]]


def _instances(
    passage: Passage, block: Block, wanted: frozenset[str], markers: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, list[Span]]]:
    """The units of a block that name examples, with how surely they do."""
    signs, leads = markers["example"], markers["instance"]
    header = plain(passage.cut(block).partition("\n")[0]).lower() if block.kind == "table" else ""
    before = ""
    for place, unit in enumerate(block.units):
        said = plain(passage.cut(unit))
        words = f" {' '.join(_WORD.findall(said.lower()))} "
        *_, behind = _parted(words, signs)
        named, _, members = _parted(words, leads)
        spans = [(unit.start, unit.end)]
        if block.kind == "table":
            if any(sign in header for sign in signs) and wanted == frozenset(stems(said.split("|")[0] or said.split("|")[1])):
                yield 4, spans
        elif behind and wanted <= frozenset(stems(behind)[: len(wanted) + 1]):
            yield 3, spans
        elif (named.strip() and members and wanted <= frozenset(stems(named)[-NAMING:])) or _is_one(words, wanted):
            yield 2, spans
        elif members and not named.strip() and wanted <= frozenset(stems(before)[: len(wanted) + 1]):
            yield 1, [(block.units[place - 1].start, unit.end)] if not wanted <= frozenset(stems(said)) else spans
        before = said


def _is_one(words: str, wanted: frozenset[str]) -> bool:
    """Whether a text says of a thing that it is one of what is wanted: "lactose is a sugar", but not "sugars are sweet"."""
    known = language(spoken())
    front, _, behind = _parted(words, sorted(known.copulas))
    leans = set(front.split()) & (known.anaphors | known.demonstratives | known.question_words)
    about = frozenset(stems(front))
    return bool(about) and not leans and not about & wanted and wanted <= frozenset(stems(behind)[: len(wanted) + 1])


def _parted(words: str, signs: Sequence[str]) -> tuple[str, str, str]:
    """A text in lower case before, at and behind the first of some signs; nothing behind where it has none."""
    places = [(words.find(f" {sign} "), sign) for sign in signs if f" {sign} " in words]
    at, sign = min(places, default=(-1, ""))
    return (words[:at], sign, words[at + len(sign) + 1 :]) if places else ("", "", "")


def plainest(passages: Sequence[Passage], names: frozenset[str], ease: Callable[[str], float], shown: Shown) -> Chosen:
    """Return the sentence that begins with the names (stems), is easiest to read and was not shown; [] for none."""
    lines = [
        (ease(passage.between(*span)), passage, span)
        for passage in passages
        for span in _lines(passage)
        if names <= set(stems(passage.between(*span))[: len(names) + 1]) and not _was_shown(passage, span, shown)
    ]
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
