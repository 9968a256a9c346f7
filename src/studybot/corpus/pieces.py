"""Lines of a plain text -> pieces: headings, lists, code, call-outs and text, each told by its form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Literal

from studybot.corpus.codelines import is_code, is_columns, is_comment, is_configuration, is_flow, is_icon, is_sentence
from studybot.text import any_word

BULLET = re.compile(r"(?P<indent>\s*)(?:[•◦▪▫‣⁃∙·●○]|[*+-](?=.*[^\W_]))[ \t\xa0]+(?P<item>\S.*)")
NUMBER = re.compile(r"(?P<indent>\s*)(?P<number>[1-9][0-9]{0,8})[.)][ \t]+(?P<item>\S.*)")
BOXED = re.compile(r"(?P<label>[^\W_][^:.!?|]{1,70}[:!?])\s+(?P<rest>\S+\s+\S.*)")

Kind = Literal["text", "bullets", "numbers", "code", "callout", "section", "card"]


@dataclass(frozen=True)
class Piece:
    """Lines that belong together; `alone` when it is one line between blank ones."""

    kind: Kind
    lines: tuple[str, ...]
    alone: bool = False


def pieces(lines: Sequence[str]) -> list[Piece]:
    """Return the pieces of a topic's body: code joined over its blank lines, headings told from text."""
    found: list[Piece] = []
    code: list[str] = []  # the lines of the code that is open; blank lines between its blocks belong to it
    gap: tuple[str, ...] = ()
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        block = tuple(group)
        if not filled:
            gap = block
            continue
        segments = [Piece("code", block)] if code and _is_inside(block) else list(_segments(block))
        if code and segments[0].kind == "code":
            code += [*gap, *segments.pop(0).lines]
        if segments and code:
            found.append(Piece("code", tuple(code)))
            code = []
        if segments and segments[-1].kind == "code":
            code = list(segments.pop().lines)
        found += segments
    if code:
        found.append(Piece("code", tuple(code)))
    return list(_with_headings(found))


def _is_inside(block: tuple[str, ...]) -> bool:
    return all(line[:1].isspace() and not re.match(r"\s*•", line) for line in block)


def _segments(block: tuple[str, ...]) -> Iterator[Piece]:
    """Cut a block (lines without a blank one among them) into lists, code, call-outs and text."""
    start = _code_start(block)
    if start is None:
        yield from _without_code(block)
        return
    if start:
        yield from _without_code(block[:start])
    stop = _code_stop(block, start)
    yield Piece("code", block[start:stop])
    for kind, lines in _runs(block[stop:]):
        yield from _boxed(lines, behind=True) if kind == "text" else [Piece(kind, lines)]


def _code_start(block: tuple[str, ...]) -> int | None:
    """Return the number of the line where code begins, None when there is none.

    A comment begins code; any other line of code takes a few lines above it along, such as a header of columns.
    """
    if is_configuration(block) or is_columns(block) or (len(block) == 1 and is_flow(block[0])):
        return 0
    marks = [is_code(line) and not _is_listed(line) for line in block]
    if not any(marks):
        return None
    first = marks.index(True)
    if is_comment(block[first]):
        return first
    if sum(marks[first:]) * 2 < len(marks) - first:
        return None
    above = first
    while above and not _is_listed(block[above - 1]) and not is_sentence(block[above - 1]):
        above -= 1
    return above if first - above <= 3 else first


def _code_stop(block: tuple[str, ...], start: int) -> int:
    """Return the number of the line behind the code that begins at `start`: prose or bullets below it are boxes of the page."""
    stop = len(block)
    while stop > start + 1 and not is_code(block[stop - 1]) and is_sentence(block[stop - 1]):
        stop -= 1
    bullets = (number for number in range(start + 1, stop) if re.match(r"\s*•\s", block[number]))
    return next(bullets, stop)


def _is_listed(line: str) -> bool:
    number = NUMBER.match(line)
    return bool(BULLET.match(line) or (number and number["indent"])) and not is_comment(line)


def _without_code(block: tuple[str, ...]) -> Iterator[Piece]:
    runs = _runs(block)
    for position, (kind, lines) in enumerate(runs):
        yield from _boxed(lines, behind=position > 0, alone=len(block) == 1) if kind == "text" else [Piece(kind, lines)]


def _runs(block: tuple[str, ...]) -> list[tuple[Kind, tuple[str, ...]]]:
    return [(kind, tuple(line for _, line in group)) for kind, group in groupby(_marked(block), key=lambda pair: pair[0])]


def _marked(block: tuple[str, ...]) -> Iterator[tuple[Kind, str]]:
    """Yield each line with its kind; an indented line behind an item goes on with it."""
    numbered = sum(bool(NUMBER.match(line)) for line in block)
    kind: Kind = "text"
    for line in block:
        number = NUMBER.match(line)
        if BULLET.match(line):
            kind = "bullets"
        elif number and (numbered > 1 or number["indent"]):
            kind = "numbers"
        elif not line[:1].isspace():
            kind = "text"
        yield kind, line


def _boxed(lines: tuple[str, ...], *, behind: bool, alone: bool = False) -> Iterator[Piece]:
    """Yield text, and its last lines as call-outs where they open with a label ("Exam Tip: ...").

    A line directly behind a list, code or rows stood in a box on the page: there the label may be longer.
    """
    start = len(lines)
    while (
        start and (start > 1 or behind or len(lines) == 1) and _is_callout(lines[start - 1], 10 if behind or start > 1 else 5)
    ):
        start -= 1
    if start:
        yield Piece("text", lines[:start], alone=alone)
    for line in lines[start:]:
        yield Piece("callout", (line,))


def _is_callout(line: str, words: int) -> bool:
    match = BOXED.match(line.strip())
    closed = bool(re.search(r"[.!?][)\"'”’]*$", line)) and len(line.split()) >= 5
    return match is not None and len(match["label"].split()) <= words and closed


def is_title(line: str) -> bool:
    """Whether a line reads as a title: short, no final punctuation but "?", and capitals in it when it is long."""
    bare = line.strip()
    if not any_word(bare) or line[0].isspace() or bare[-1] in ".:;,!" or len(bare) > 90 or len(bare.split()) > 14:
        return False
    if re.search(r":\s+[a-z]", bare):  # "name: value" states a fact
        return False
    names = [word for word in re.findall(r"[^\W_][\w'’]*", bare) if len(word) > 3]
    return len(bare.split()) <= 6 or sum(not name[0].islower() for name in names) * 2 >= len(names)


def _with_headings(found: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with the titles among them as headings, sections or the cards below one."""
    headed = [
        Piece("section", piece.lines) if piece.alone and following is not None and is_title(piece.lines[0]) else piece
        for piece, following in zip_longest(found, found[1:])
    ]
    titles = [number for number, piece in enumerate(headed) if piece.kind == "section"]
    cards: set[int] = set()
    for last, number, following in zip([None, *titles], titles, [*titles[1:], None], strict=False):
        title = headed[number].lines[0]
        below = last is not None and last == number - 1
        listed = _is_list(headed, number)
        row = listed and last in cards and _are_parallel(headed[last or 0].lines[0], title)
        opens = (
            listed
            and following is not None
            and _is_list(headed, following)
            and _are_parallel(title, headed[following].lines[0])
        )
        if is_icon(title.split()[0]) or below or (last is not None and (row or opens)):
            cards.add(number)
    for number, piece in enumerate(headed):
        yield Piece("card", piece.lines) if number in cards else piece


def _is_list(found: Sequence[Piece], title: int) -> bool:
    """Whether a title has a list right under it, as cards that stand side by side do."""
    return found[title + 1].kind == "bullets"


def _are_parallel(one: str, other: str) -> bool:
    """Whether two titles begin or end alike, as "Public Subnet" and "Private Subnet (no route)" do."""
    first, second = _name(one), _name(other)
    return bool(first and second) and (first[0] == second[0] or first[-1] == second[-1])


def _name(title: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"\([^()]*\)", " ", title.lower()))
