"""The lines of a page of a PDF, in reading order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SPACE = 0.6  # ems below which the gap between two words is a space and no gap between columns
TOUCHING = 0.08  # ems below which there is none between two pieces of a word
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


def lines_of(page: Any) -> list[Line]:
    """The lines and tables of a page in reading order."""
    tables = [grid for grid in page.find_tables() if len(grid.rows) > 1 and len(grid.columns) > 1]
    words = page.dedupe_chars().extract_words(extra_attrs=["size", "fontname"], x_tolerance_ratio=0.15)
    words = [word for word in words if not any(_inside(word, grid.bbox) for grid in tables) and word["text"].strip()]
    placed = [
        Line(
            "",
            0,
            False,
            grid.bbox[0],
            grid.bbox[1],
            grid.bbox[3],
            rows=_filled(grid),
        )
        for grid in tables
    ]
    head = [word for word in words if word["bottom"] < page.height * EDGE]
    foot = [word for word in words if word["top"] > page.height * (1 - EDGE)]
    body = [word for word in words if word not in head and word not in foot]
    found = _joined_lines(head, edge=True)
    for column in _columns(body, page.width):
        found += _joined_lines(column)
    if placed:
        found = (
            sorted([*found, *placed], key=lambda line: line.top) if len(_columns(body, page.width)) == 1 else [*found, *placed]
        )
    return [line for line in [*found, *_joined_lines(foot, edge=True)] if line.text or line.rows]


def _filled(grid: Any) -> tuple[tuple[str, ...], ...]:
    """The cells of a table; what a merged one covers says the same as it does."""
    texts = grid.extract()
    said = {
        cell: text
        for row, line in zip(grid.rows, texts, strict=True)
        for cell, text in zip(row.cells, line, strict=True)
        if cell
    }

    def text_at(row: Any, column: Any) -> str:
        across, down = (column.bbox[0] + column.bbox[2]) / 2, (row.bbox[1] + row.bbox[3]) / 2
        covers = (box for box in said if box[0] < across < box[2] and box[1] < down < box[3])
        return next((said[box] or "" for box in covers), "")

    return tuple(
        tuple(text if text is not None else text_at(row, column) for text, column in zip(line, grid.columns, strict=True))
        for row, line in zip(grid.rows, texts, strict=True)
    )


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    return bool(box[0] - 1 <= word["x0"] and word["x1"] <= box[2] + 1 and box[1] <= middle <= box[3])


def _columns(words: list[dict[str, Any]], width: float) -> list[list[dict[str, Any]]]:
    """Words by column: two when a gap near the middle runs down beside most lines of both sides."""
    if len(words) < 30:
        return [words]
    best: tuple[int, float] = (len(words), 0)
    for step in range(35, 66):
        at = width * step / 100
        crossing = sum(word["x0"] < at + 4 and word["x1"] > at - 4 for word in words)
        best = min(best, (crossing, at), key=lambda pair: (pair[0], abs(pair[1] - width / 2)))
    at = best[1]
    wide = [word for word in words if word["x0"] < at + 4 and word["x1"] > at - 4]
    left, right = ([word for word in words if word not in wide and (word["x0"] < at) == side] for side in (True, False))
    tops = [{round(word["top"]) for word in side} for side in (left, right)]
    if len(wide) > len(words) * 0.04 or min(map(len, tops)) < 4 or min(len(left), len(right)) < len(words) * 0.25:
        return [words]
    per_line = [len(side) / len(top) for side, top in zip((left, right), tops, strict=True)]
    if min(per_line) < 3:  # cells of a table without rules
        return [words]
    wide = _across(words, at)
    left, right = ([word for word in words if word not in wide and (word["x0"] < at) == side] for side in (True, False))
    if not (left and right):
        return [words]
    return list(_bands(wide, left, right))


def _bands(*sides: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Words in reading order: what runs over both columns parts them, so that each is read down to it and on below it."""
    wide, left, right = sides
    bounds = [min(word["top"] for word in row) for row in _rows(wide)] + [float("inf")]
    above = float("-inf")
    for bound in bounds:
        for side in (left, right):
            if part := [word for word in side if above <= word["top"] < bound]:
                yield part
        if part := [word for word in wide if bound <= word["top"] < bound + word["size"] / 2]:
            yield part
        above = bound


def _across(words: Sequence[dict[str, Any]], at: float) -> list[dict[str, Any]]:
    """The words of lines that run over the gap between two columns without a gap of their own: a title above both."""
    across: list[dict[str, Any]] = []
    for row in _rows(words):
        runs: list[list[dict[str, Any]]] = []
        for word in row:
            near = runs and word["x0"] - runs[-1][-1]["x1"] < SPACE * word["size"]
            runs[-1].append(word) if near else runs.append([word])
        across += [word for run in runs if run[0]["x0"] < at < run[-1]["x1"] for word in run]
    return across


def _joined_lines(words: Sequence[dict[str, Any]], *, edge: bool = False) -> list[Line]:
    return [_line(row, edge) for row in _rows(words)]


def _rows(words: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words by the line that they stand on, from left to right."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (round(word["bottom"]), word["x0"])):
        near = rows and abs(rows[-1][0]["bottom"] - word["bottom"]) <= max(2.0, word["size"] * 0.35)
        rows[-1].append(word) if near else rows.append([word])
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def _text(words: Sequence[dict[str, Any]]) -> str:
    """Words with spaces between them; what only another typeface sets apart ("**hooch**.") has none."""
    text = words[0]["text"]
    for before, word in pairwise(words):
        touches = word["x0"] - before["x1"] < TOUCHING * word["size"]
        text += f"{'' if touches else ' '}{word['text']}"
    return str(text)


def _line(words: Sequence[dict[str, Any]], edge: bool) -> Line:
    size = Counter(round(word["size"] * 2) / 2 for word in words for _ in word["text"]).most_common(1)[0][0]
    cells: list[list[dict[str, Any]]] = [[words[0]]]
    for word in words[1:]:
        apart = word["x0"] - cells[-1][-1]["x1"] > 1.6 * size
        cells.append([word]) if apart else cells[-1].append(word)
    bold = all(re.search(r"bold|black|heavy|demi", word["fontname"], re.IGNORECASE) for word in words)
    return Line(
        text=_text(words),
        size=size,
        bold=bold,
        left=words[0]["x0"],
        top=min(word["top"] for word in words),
        bottom=max(word["bottom"] for word in words),
        cells=tuple((cell[0]["x0"], _text(cell)) for cell in cells),
        edge=edge,
    )
