"""Notebooks: code with what it printed, in one passage, as it was printed."""

import json
from pathlib import Path

from fakes import written
from studybot.corpus.formats.notebook import read_notebook
from studybot.corpus.split import split
from studybot.types import Document

TABLE = "      depth\nbay       4\nport      9"


def _document(folder: Path, *cells: tuple[str, str, str]) -> Document:
    """A notebook of cells (kind, source, what was printed) as it is read."""
    made = [
        {"cell_type": kind, "source": source} | ({"outputs": [{"text": printed}] if printed else []} if kind == "code" else {})
        for kind, source, printed in cells
    ]
    path = folder / "tides.ipynb"
    path.write_text(json.dumps({"cells": made}), encoding="utf-8")
    return written(read_notebook(path).texts[0])


def test_a_printed_table_keeps_the_blanks_of_its_first_line(tmp_path: Path) -> None:
    """The names of columns stand over their columns, in the file and in the unit that is cited."""
    document = _document(tmp_path, ("markdown", "# Storage\n\n## Tides", ""), ("code", "table", TABLE + "\n"))
    assert f"```output\n{TABLE}\n```" in document.text
    units = [document.text[unit.start : unit.end] for block in document.sections[-1].blocks for unit in block.units]
    assert units == ["table", TABLE]


def test_what_was_printed_by_name_is_a_line_each(tmp_path: Path) -> None:
    """A value with its name in front is a unit; what is no such list stays whole."""
    document = _document(
        tmp_path,
        ("code", "count()", "Days at sea:   20\nDays in port: 11\n"),
        ("code", "show()", "a line\nand more: or less\n"),
    )
    units = [document.text[unit.start : unit.end] for block in document.sections[-1].blocks for unit in block.units]
    assert units == ["count()", "Days at sea:   20", "Days in port: 11", "show()", "a line\nand more: or less"]


def test_code_stays_with_what_it_printed_and_what_leads_in_to_it(tmp_path: Path) -> None:
    """Wherever passages are cut: a lead-in, its code and the output are in one."""
    told = "The harbour is deep enough for every ship of the fleet. " * 3
    cells = [("markdown", f"{told}\n\nFor example number {number}:", "") for number in range(9)]
    both = [cell for number, lead in enumerate(cells) for cell in (lead, ("code", f"depth({number})", f"{number} fathoms"))]
    document = _document(tmp_path, *both)
    for size in range(200, 900, 50):
        for passage in split(document, size):
            for number in range(9):
                parts = (f"For example number {number}:", f"depth({number})", f"{number} fathoms\n")
                assert sum(part in passage.text for part in parts) in (0, 3), (size, passage.text)
