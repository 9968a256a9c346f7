"""Examples that a course shows of a thing: its code, and what names instances of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, compress
from operator import or_

from studybot.answer.extent import WHOLE, Span, whole
from studybot.answer.keylines import WORD, Chosen
from studybot.answer.names import PARTS, naming
from studybot.corpus.plain import plain
from studybot.facts.language import language
from studybot.text import spoken, stems
from studybot.types import Block, Passage

PRINTED = 0.25  # what code is worth that comes with what it printed
NAMING = 6  # content words before "such as" among which the thing is of which examples follow


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
    return any(wanted <= naming(passage.cut(block)) for block in passage.blocks if block.kind == "code")


def _exemplary(passage: Passage, wanted: frozenset[str], signs: frozenset[str]) -> float:
    headings = naming(" ".join(passage.path))
    last = naming(passage.path[-1])
    code = any(block.kind == "code" for block in passage.blocks)
    # Half of a name is another thing: "bucket policy" is no "bucket".
    named = len(wanted & headings) / max(1, len(wanted))
    heads = len(wanted & last) / max(1, len(wanted)) + bool(signs & last)
    ran = PRINTED * any(block.is_printed for block in passage.blocks)  # rather than how it is written in general
    return code * (named >= 1.0) * (1.0 + heads + (heads > 0 and _shows(passage, wanted)) + ran)


def _code(section: Sequence[Passage], wanted: frozenset[str]) -> Chosen:
    """Code of a section from the first that has what is wanted, as much as is read at once; that is cut where too long."""
    chosen: Chosen = []
    used = 0
    for passage in section:
        blocks = [block for block in passage.blocks if block.kind == "code"]
        fits = [bool(chosen) or wanted <= naming(passage.cut(block)) for block in blocks]
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


def instances(passages: Sequence[Passage], wanted: frozenset[str], markers: Mapping[str, Sequence[str]]) -> Chosen:
    """Return what names examples of a thing (stems), the surest form first; [] for none.

    That are a row with an example of it, what is called one below it ("Example: ..."), "examples of it", "it includes" or
    "such as", "X is one of it", and what follows on a sentence about it as "for example".
    """
    found = [
        (-rank, place, passage, spans)
        for place, passage in enumerate(passages)
        for rank, spans in _instances(passage, wanted, markers)
    ]
    return [(passage, spans) for *_, passage, spans in sorted(found, key=lambda one: one[:2])[:1]]


def _instances(
    passage: Passage, wanted: frozenset[str], markers: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, list[Span]]]:
    """The units of a passage that name examples, with how surely they do."""
    signs, leads = markers["example"], markers["instance"]
    titles = [naming(name) for name in (passage.path[-1], *PARTS.split(passage.path[-1]))]
    before, headed = "", any(wanted <= title and len(title) <= len(wanted) + 1 for title in titles)
    units = [(block, (unit.start, unit.end)) for block in passage.blocks if block.kind != "code" for unit in block.units]
    for place, (block, span) in enumerate(units):
        said = plain(passage.between(*span))
        words = f" {' '.join(WORD.findall(said.lower()))} "
        *_, behind = _parted(words, signs)
        named, _, members = _parted(words, leads)
        if block.kind == "table":
            header = plain(passage.cut(block).partition("\n")[0]).lower()
            if any(sign in header for sign in signs) and wanted == frozenset(stems(said.split("|")[0] or said.split("|")[1])):
                yield 5, [span]
        elif (example := _called(said, signs)) is not None and (headed or wanted <= naming(before)):
            yield 4, [span, *(following for _, following in units[place + 1 : place + 2] if not example)]
        elif behind and wanted <= frozenset(stems(behind)[: len(wanted) + 1]):
            yield 3, [span]
        elif (members and _ends(named, wanted)) or _is_one(words, wanted):
            yield 2, [span]
        elif members and not named.strip() and wanted <= frozenset(stems(before)[: len(wanted) + 1]):
            yield 1, [units[place - 1][1], span] if not wanted <= frozenset(stems(said)) else [span]
        before = said


def _ends(named: str, wanted: frozenset[str]) -> bool:
    """Whether the last words before "include" say what is wanted: "double sugars", but not "sugars are there to"."""
    last = named.split()[-1:]
    return bool(last) and last[0] not in language(spoken()).connectives and wanted <= frozenset(stems(named)[-NAMING:])


def _called(said: str, signs: Sequence[str]) -> str | None:
    """What a line calls an example at its beginning: "Example: a lemon", "Sour examples: lemons"; None where it does not."""
    found = re.match(rf"\W*(?:\w+ )?(?:{'|'.join(map(re.escape, signs))})\W*?[:.–—]\W*", said, re.IGNORECASE)
    return said[found.end() :] if found else None


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
