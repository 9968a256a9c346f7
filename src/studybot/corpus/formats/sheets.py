"""Spreadsheets: Excel workbooks and CSV, each sheet a section with one table."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any

from studybot.corpus.emit import escape, guard
from studybot.corpus.formats.reading import Reading, left_out, table
from studybot.corpus.formats.text import decode

MOST_ROWS = 20_000
_UNNAMED = re.compile(r"[^\W\d_]+ ?\d+")  # "Sheet1", "Hoja1", "Tabelle 1": what a program calls a sheet


def read_workbook(path: Path) -> Reading:
    """Return the visible sheets of a workbook with the values that its formulas have."""
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(path, read_only=False, data_only=True)
    parts: list[str] = []
    warnings: list[str] = []
    alone = sum(sheet.sheet_state == "visible" for sheet in book.worksheets) == 1
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            warnings.append(f"hidden sheet {sheet.title!r} is left out")
            continue
        for area in list(sheet.merged_cells.ranges):
            value = sheet.cell(area.min_row, area.min_col).value
            sheet.unmerge_cells(str(area))
            for row in sheet.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col):
                for cell in row:
                    cell.value = value
        cells = list(sheet.iter_rows(max_row=MOST_ROWS))
        unseen = _unseen(sheet, cells)
        rows = [["" if cell.coordinate in unseen else _value(cell) for cell in row] for row in cells]
        parts += _section(_name(path.stem) if alone and _UNNAMED.fullmatch(sheet.title) else sheet.title, rows, _starts(cells))
        warnings += left_out(list(unseen.values()), f"{sheet.title}: ")
    return Reading(texts=("\n\n".join(parts) + "\n",) if parts else (), warnings=tuple(warnings))


def _unseen(sheet: Any, cells: Sequence[Sequence[Any]]) -> dict[str, str]:
    """What the cells of a sheet hold that nobody sees, by their places: hidden, or white on no colour."""
    folded = {
        column
        for place in sheet.column_dimensions.values()
        if place.hidden
        for column in range(place.min or 1, (place.max or 1) + 1)
    }
    unseen: dict[str, str] = {}
    for number, row in enumerate(cells, start=1):
        is_hidden = number in sheet.row_dimensions and sheet.row_dimensions[number].hidden
        for column, cell in enumerate(row, start=1):
            if cell.value is not None and (is_hidden or column in folded or _is_white(cell)):
                unseen[cell.coordinate] = _value(cell)
    return unseen


def _is_white(cell: Any) -> bool:
    """Whether a cell's letters are white and nothing is painted behind them."""
    colour = cell.font.color.rgb if cell.has_style and cell.font.color is not None else ""
    return isinstance(colour, str) and colour[-6:].upper() == "FFFFFF" and cell.fill.fill_type is None


def read_csv(path: Path) -> Reading:
    """Return a file of values, whatever separates them, as one table."""
    text = decode(path.read_bytes())
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel_tab if path.suffix.lower() == ".tsv" else csv.excel
    rows = list(csv.reader(io.StringIO(text), dialect))[:MOST_ROWS]
    shown = _captioned(_filled(rows))
    return Reading(texts=("\n\n".join([f"# {_name(path.stem)}", *shown]) + "\n",) if shown else ())


def _section(title: str, rows: list[list[str]], starts: Sequence[int]) -> list[str]:
    """A sheet: a table for each run of rows that begins with names of columns, with the lines above it."""
    bounds = [0, *starts, len(rows)]
    shown = [part for start, end in pairwise(bounds) for part in _captioned(_filled(rows[start:end]))]
    return [f"## {escape(title)}", *shown] if shown else []


def _starts(rows: Sequence[Sequence[Any]]) -> list[int]:
    """The rows behind a blank one that name columns anew: all in bold, or a line above such a row."""
    found = []
    for number in range(1, len(rows)):
        filled = [cell for cell in rows[number] if cell.value is not None]
        if filled and not any(cell.value is not None for cell in rows[number - 1]):
            bold = all(cell.font is not None and cell.font.b for cell in filled)
            if bold or len({_value(cell) for cell in filled}) == 1 < len(rows[number]):
                found.append(number)
    return found


def _captioned(grid: list[list[str]]) -> list[str]:
    """A table with the lines that stand above its names of columns: rows of one value, once for each cell that it spans."""
    above: list[str] = []
    while len(grid) > 1 and max(map(len, grid)) > 1 and len(values := {cell for cell in grid[0] if cell}) == 1:
        above += values
        grid = grid[1:]
    return [*map(guard, above), table(grid)] if grid else []


def _filled(rows: list[list[str]]) -> list[list[str]]:
    """Rows and columns that hold something, escaped."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    columns = [
        number
        for number in range(max(map(len, rows), default=0))
        if any(row[number : number + 1] not in ([], [""]) for row in rows)
    ]
    return [[escape(row[number].strip()) if number < len(row) else "" for number in columns] for row in rows]


def _value(cell: Any) -> str:
    """What a cell shows: days without midnight, shares in percent."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, int | float) and "%" in (cell.number_format or ""):
        return f"{round(value * 100, 6):g}%"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _name(stem: str) -> str:
    return " ".join(stem.replace("_", " ").replace("-", " ").split())
