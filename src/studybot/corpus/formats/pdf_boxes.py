"""The words of a slide in reading order: box by box, since boxes stand beside each other as they please."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from studybot.corpus.formats.pdf_words import ASCENT, DESCENT, Row, Word, is_bullet, rows_of

APART = 1.6  # ems between words from which they may stand in two boxes
LEADING = 0.9  # ems between the lines of one box at most
LIKE = 1.25  # times that a line of a box may be larger than the next one
BULLET_APART = 0.35  # times as far from what stands before a sign of an item
CELL = 3  # words of a line below which two boxes with the same baselines are columns of a table


@dataclass(frozen=True)
class _Piece:
    words: tuple[Word, ...]
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float


_Box = list[_Piece]


def boxes_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words by box, the boxes in reading order."""
    pieces = [piece for row in rows_of(words) for piece in _pieces(row)]
    parents = list(range(len(pieces)))

    def find(at: int) -> int:
        while parents[at] != at:
            at = parents[at]
        return at

    for one, other in combinations(range(len(pieces)), 2):
        if _goes_on(pieces[one], pieces[other]):
            parents[find(other)] = find(one)
    boxes: dict[int, _Box] = {}
    for at, piece in enumerate(pieces):
        boxes.setdefault(find(at), []).append(piece)
    return [[word for piece in box for word in piece.words] for box in _ordered(_with_columns(list(boxes.values())))]


def _pieces(row: Row) -> Iterator[_Piece]:
    """The words of a row between wide gaps; a sign of an item stands with what it is before."""
    run: list[Word] = []
    for word in row.ordered():
        gap = word.left - max(one.right for one in run) if run else 0.0
        far = APART * row.size * (2 if len(run) == 1 and len(run[0].text) == 1 else BULLET_APART if is_bullet(word) else 1)
        if gap > far:
            yield _piece(run)
            run = []
        run.append(word)
    if run:
        yield _piece(run)


def _piece(words: Sequence[Word]) -> _Piece:
    left, right = min(word.left for word in words), max(word.right for word in words)
    plain = [word for word in words if not word.script] or words
    size, base = max(word.size for word in plain), plain[-1].base
    return _Piece(tuple(words), left, right, base - ASCENT * size, base + DESCENT * size, base, size)


def _goes_on(one: _Piece, other: _Piece) -> bool:
    """Whether two pieces are lines of one box, the one right above the other."""
    if one.base > other.base:
        one, other = other, one
    size = max(one.size, other.size)
    meets = min(one.right, other.right) - max(one.left, other.left) > 0
    return (
        meets
        and other.top - one.bottom < LEADING * size
        and other.base - one.base > 0.3 * size
        and size < LIKE * min(one.size, other.size)
    )


def _with_columns(boxes: list[_Box]) -> list[_Box]:
    """Boxes, those beside each other as one when they stand line by line on the same baselines and are no text: a table."""
    joined = True
    while joined:
        joined = False
        for one, other in combinations(boxes, 2):
            if _is_row_by_row(one, other):
                boxes = [*(box for box in boxes if box is not one and box is not other), [*one, *other]]
                joined = True
                break
    return boxes


def _is_row_by_row(one: _Box, other: _Box) -> bool:
    if any(len(piece.words) > 1 and is_bullet(piece.words[0]) for box in (one, other) for piece in box):
        return False
    fewer, more = sorted((one, other), key=len)
    same = sum(any(abs(piece.base - beside.base) < 0.12 * piece.size for beside in more) for piece in fewer)
    if same * 10 < len(fewer) * 7:
        return False
    lines = [len({round(piece.base) for piece in box}) for box in (one, other)]
    words = [sum(len(piece.words) for piece in box) / count for box, count in zip((one, other), lines, strict=True)]
    return min(words) < CELL


def _across(box: _Box) -> tuple[float, float]:
    return min(piece.left for piece in box), max(piece.right for piece in box)


def _down(box: _Box) -> tuple[float, float]:
    return min(piece.top for piece in box), max(piece.bottom for piece in box)


def _ordered(boxes: list[_Box]) -> list[_Box]:
    """Boxes from the left to the right where a gap runs down between them, else from the top down where one runs across."""
    if len(boxes) < 2:
        return boxes
    columns = _parted(boxes, _across)
    if len(columns) > 1 and all(sum(len({round(p.base) for p in box}) for box in column) > 1 for column in columns):
        return [box for column in columns for box in _ordered(column)]
    rows = _parted(boxes, _down)
    if len(rows) > 1:
        return [box for row in rows for box in _ordered(row)]
    if len(columns) > 1:
        return [box for column in columns for box in _ordered(column)]
    return sorted(boxes, key=lambda box: (_down(box)[0], _across(box)[0]))


def _parted(boxes: list[_Box], reach: Callable[[_Box], tuple[float, float]]) -> list[list[_Box]]:
    """Boxes in groups between which a gap runs."""
    groups: list[list[_Box]] = []
    end = float("-inf")
    for box in sorted(boxes, key=reach):
        first, last = reach(box)
        groups[-1].append(box) if groups and first < end else groups.append([box])
        end = max(end, last)
    return groups
