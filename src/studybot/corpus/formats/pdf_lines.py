"""The lines of a page of a PDF, in reading order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studybot.corpus.formats.pdf_boxes import boxes_of
from studybot.corpus.formats.pdf_formulas import text_of
from studybot.corpus.formats.pdf_fractions import with_fractions
from studybot.corpus.formats.pdf_glyphs import UNKNOWN
from studybot.corpus.formats.pdf_outlines import roots_of, with_brackets
from studybot.corpus.formats.pdf_rules import bars_of, tables_of
from studybot.corpus.formats.pdf_words import SMALLER, Word, rows_of, words_of
from studybot.corpus.formats.reading import is_repeated
from studybot.text import any_word

SPACE = 0.6  # ems below which the gap between two words is a space and no gap between columns
_BOLD = re.compile(r"bold|black|heavy|demi|(?:\+|^)CM(?:SS)?BX", re.IGNORECASE)
_SIGNS = re.compile(rf"[\s′{UNKNOWN}()\[\]{{}}|⎧⎨⎩⎪⎫⎬⎭]*")  # what is left over of a formula
EDGE = 0.09  # share of a page's height in which running heads and feet stand


@dataclass(frozen=True)
class Line:
    """A line of a page with its type size and place; a table has rows in place of text."""

    text: str
    size: float
    bold: bool
    left: float
    top: float
    bottom: float
    cells: tuple[tuple[float, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()  # a table, in place of text
    edge: bool = False  # at the head or foot of its page
    opens: bool = False  # the first one of its box


def lines_of(page: Any, *, slide: bool = False) -> list[Line]:
    """The lines and tables of a page in reading order; on a slide box by box."""
    words = with_fractions(with_brackets(words_of(page), page), bars_of(page), roots_of(page))
    filled = [(grid, rows) for grid in tables_of(page) if _is_table(rows := _filled(grid, words))]
    words = [word for word in words if not any(_inside(word, grid.bbox) for grid, _ in filled)]
    placed = [Line("", 0, False, grid.bbox[0], grid.bbox[1], grid.bbox[3], rows=rows) for grid, rows in filled]
    head = _alone([word for word in words if word.bottom - word.reach < page.height * EDGE], words)
    foot = _alone([word for word in words if word.top + word.reach > page.height * (1 - EDGE)], words)
    edges = set(map(id, [*head, *foot]))
    inner = [word for word in words if id(word) not in edges]
    columns = boxes_of(inner) if slide else _columns(inner, page.width)
    found = [*_joined_lines(head, edge=True), *(line for column in columns for line in _opened(_joined_lines(column)))]
    if placed:
        found = sorted([*found, *placed], key=lambda line: line.top) if len(columns) == 1 else _among(found, placed)
    return [line for line in [*found, *_joined_lines(foot, edge=True)] if line.rows or not _SIGNS.fullmatch(line.text)]


def _alone(edge: list[Word], words: Sequence[Word]) -> list[Word]:
    """The words at an edge of a page without what is raised or lowered there beside a larger one that is further in."""
    within = set(map(id, edge))
    return [
        word
        for word in edge
        if not any(
            id(other) not in within
            and word.size < SMALLER * other.size
            and abs(word.left - other.right) < 0.4 * other.size
            and word.top < other.bottom
            and word.bottom > other.top
            for other in words
        )
    ]


def _opened(lines: list[Line]) -> list[Line]:
    return [replace(lines[0], opens=True), *lines[1:]] if lines else []


def _among(lines: list[Line], tables: Sequence[Line]) -> list[Line]:
    """Lines with each table behind the last of those that end above it."""
    for table in tables:
        place = max((at for at, line in enumerate(lines, start=1) if line.bottom <= table.top + 1), default=0)
        lines = [*lines[:place], table, *lines[place:]]
    return lines


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether what is framed reads as a table: two rows at least with two cells of their own, none of them a page of text."""
    said = [{cell for cell in row if any_word(cell)} for row in rows]
    cells = [cell for row in rows for cell in row if any_word(cell)]
    if len(cells) > 2 * len(set(cells)) + len(rows):  # frames within frames: the same again and again
        return False
    told = sum(len(cells) > 1 for cells in said)
    return told > 1 and told * 3 >= len(rows)


def _filled(grid: Any, words: Sequence[Word]) -> tuple[tuple[str, ...], ...]:
    """The cells of a table; what a merged one covers says the same as it does."""
    said = {cell: _within(words, cell) for row in grid.rows for cell in row.cells if cell}

    def text_at(row: Any, column: Any) -> str:
        across, down = (column.bbox[0] + column.bbox[2]) / 2, (row.bbox[1] + row.bbox[3]) / 2
        covers = (box for box in said if box[0] < across < box[2] and box[1] < down < box[3])
        return next((said[box] for box in covers if is_repeated(said[box])), "")

    return tuple(
        tuple(said[cell] if cell else text_at(row, column) for cell, column in zip(row.cells, grid.columns, strict=True))
        for row in grid.rows
    )


def _within(words: Sequence[Word], box: tuple[float, float, float, float]) -> str:
    """What stands in a cell."""
    return " ".join(text_of(row) for row in _rows([word for word in words if _inside(word, box)]))


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    middle = (word.top + word.bottom) / 2
    return box[0] <= (word.left + word.right) / 2 <= box[2] and box[1] <= middle <= box[3]


def _columns(words: list[Word], width: float) -> list[list[Word]]:
    """Words by column: two when a gap near the middle runs down beside most lines of both sides."""
    if len(words) < 30:
        return [words]
    best: tuple[int, float] = (len(words), 0)
    for step in range(35, 66):
        at = width * step / 100
        crossing = sum(word.left < at + 4 and word.right > at - 4 for word in words)
        best = min(best, (crossing, at), key=lambda pair: (pair[0], abs(pair[1] - width / 2)))
    at = best[1]
    wide = [word for word in words if word.left < at + 4 and word.right > at - 4]
    left, right = ([word for word in words if word not in wide and (word.left < at) == side] for side in (True, False))
    tops = [{round(word.top) for word in side} for side in (left, right)]
    if len(wide) > len(words) * 0.04 or min(map(len, tops)) < 4 or min(len(left), len(right)) < len(words) * 0.25:
        return [words]
    per_line = [len(side) / len(top) for side, top in zip((left, right), tops, strict=True)]
    if min(per_line) < 3:  # cells of a table without rules
        return [words]
    wide = _across(words, at)
    left, right = ([word for word in words if word not in wide and (word.left < at) == side] for side in (True, False))
    if not (left and right):
        return [words]
    return list(_bands(wide, left, right))


def _bands(*sides: list[Word]) -> Iterator[list[Word]]:
    """Words in reading order: what runs over both columns parts them, so that each is read down to it and on below it."""
    wide, left, right = sides
    bounds = [min(word.top for word in row) for row in _rows(wide)] + [float("inf")]
    above = float("-inf")
    for bound in bounds:
        for side in (left, right):
            if part := [word for word in side if above <= word.top < bound]:
                yield part
        if part := [word for word in wide if bound <= word.top < bound + word.size / 2]:
            yield part
        above = bound


def _across(words: Sequence[Word], at: float) -> list[Word]:
    """The words of lines that run over the gap between two columns without a gap of their own: a title above both."""
    across: set[tuple[float, float]] = set()
    for row in _rows(words):
        runs: list[list[Word]] = []
        for word in row:
            near = runs and word.left - runs[-1][-1].right < SPACE * word.size
            runs[-1].append(word) if near else runs.append([word])
        across |= {(word.left, word.base) for run in runs if run[0].left < at < run[-1].right for word in run}
    return [word for word in words if (word.left, word.base) in across]


def _joined_lines(words: Sequence[Word], *, edge: bool = False) -> list[Line]:
    return [_line(row, edge) for row in _rows(words)]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words by the line that they stand on, from left to right."""
    return [row.ordered() for row in rows_of(words)]


def _line(words: Sequence[Word], edge: bool) -> Line:
    size = Counter(round(word.size * 2) / 2 for word in words if not word.script for _ in word.text).most_common(1)[0][0]
    cells: list[list[Word]] = [[words[0]]]
    for word in words[1:]:
        apart = word.left - cells[-1][-1].right > 1.6 * size
        cells.append([word]) if apart else cells[-1].append(word)
    return Line(
        text=text_of(words),
        size=size,
        bold=all(_BOLD.search(word.font) for word in words),
        left=words[0].left,
        top=min(word.top for word in words if not word.script),
        bottom=max(word.bottom for word in words if not word.script),
        cells=tuple((cell[0].left, text_of(cell)) for cell in cells),
        edge=edge,
    )
