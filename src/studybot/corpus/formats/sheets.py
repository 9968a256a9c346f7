"""Spreadsheets: Excel workbooks and CSV, each sheet a section with one table."""

import csv
import io
from pathlib import Path
from typing import Any

from studybot.corpus.emit import escape
from studybot.corpus.formats.reading import Reading, table
from studybot.corpus.formats.text import decode

MOST_ROWS = 20_000


def read_workbook(path: Path) -> Reading:
    """Return the visible sheets of a workbook with the values that its formulas have."""
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(path, read_only=False, data_only=True)
    parts: list[str] = []
    warnings: list[str] = []
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
        rows = [[_value(value) for value in row] for row in sheet.iter_rows(max_row=MOST_ROWS, values_only=True)]
        parts += _section(sheet.title, rows)
    return Reading(texts=("\n\n".join(parts) + "\n",) if parts else (), warnings=tuple(warnings))


def read_csv(path: Path) -> Reading:
    """Return a file of values, whatever separates them, as one table."""
    text = decode(path.read_bytes())
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel_tab if path.suffix.lower() == ".tsv" else csv.excel
    rows = list(csv.reader(io.StringIO(text), dialect))[:MOST_ROWS]
    grid = _filled(rows)
    return Reading(texts=(f"# {_name(path.stem)}\n\n{table(grid)}\n",) if grid else ())


def _section(title: str, rows: list[list[str]]) -> list[str]:
    grid = _filled(rows)
    return [f"## {escape(title)}", table(grid)] if grid else []


def _filled(rows: list[list[str]]) -> list[list[str]]:
    """Rows and columns that hold something, escaped."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    columns = [
        number
        for number in range(max(map(len, rows), default=0))
        if any(row[number : number + 1] not in ([], [""]) for row in rows)
    ]
    return [[escape(row[number].strip()) if number < len(row) else "" for number in columns] for row in rows]


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _name(stem: str) -> str:
    return " ".join(stem.replace("_", " ").replace("-", " ").split())
