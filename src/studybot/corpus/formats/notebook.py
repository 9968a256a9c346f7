"""Jupyter notebooks: text cells as they are, code cells as code, printed output as text."""

import json
import re
from pathlib import Path
from typing import Any

from studybot.corpus.dialect import clean
from studybot.corpus.fences import fenced
from studybot.corpus.formats.reading import Reading
from studybot.corpus.formats.text import decode
from studybot.errors import CorpusError

_ATTACHED = re.compile(r"!\[([^\[\]\n]*)\]\(attachment:[^()\n]*\)")
MOST_OUTPUT = 2_000  # characters of one output: a log teaches nothing
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def read_notebook(path: Path) -> Reading:
    """Return the cells of a notebook in order."""
    try:
        book = json.loads(decode(path.read_bytes()))
        cells = book["cells"] if "cells" in book else [cell for sheet in book["worksheets"] for cell in sheet["cells"]]
        language = str(book.get("metadata", {}).get("language_info", {}).get("name") or "python")
        parts = [part for cell in cells for part in _cell(cell, language)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CorpusError(
            f"is no notebook that can be read ({type(error).__name__}): open it in Jupyter and save it"
        ) from error
    return Reading(texts=("\n\n".join(parts) + "\n",) if parts else ())


def _cell(cell: dict[str, Any], language: str) -> list[str]:
    source = _joined(cell.get("source", cell.get("input", "")))
    kind = cell.get("cell_type")
    if not source.strip():
        return []
    if kind == "markdown":
        return [_ATTACHED.sub(r"\1", clean(source)).strip()]
    if kind == "heading":
        return [f"{'#' * int(cell.get('level', 1))} {source.strip()}"]
    if kind != "code":
        return []
    outputs = [
        _joined(output.get("text") or output.get("data", {}).get("text/plain", ""))
        for output in cell.get("outputs", [])
        if output.get("name") != "stderr"  # warnings of programs
        and not any(name.startswith("image/") for name in output.get("data", {}))  # "<Figure size ...>" says nothing
    ]
    shown = _COLOURS.sub("", "".join(outputs)).rstrip().lstrip("\r\n")  # the first line of a table begins with blanks
    code = [fenced(source.rstrip(), language)]
    return (
        [*code, fenced(shown, "output")] if shown and len(shown) <= MOST_OUTPUT and not shown.lstrip().startswith("<") else code
    )


def _joined(source: Any) -> str:
    return "".join(source) if isinstance(source, list) else str(source or "")
