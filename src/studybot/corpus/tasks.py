"""Sheets of exercises, told by the names of their files or folders: which of their parts ask, and which explain."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import PurePosixPath

from studybot.corpus.roles import demanding, heading_role, name_role

_NUMBERED = re.compile(r"\W*(?:[^\W\d_]{1,12}\.?\s*)?\d+\.\d+\b")  # A4.1, Task 1.2
_WORTH = re.compile(r"\(\s*\d+(?:[.,]\d+)?\s*(?:p|pts?|pkt|points?|punkte?|puntos?|marks?|%)\.?\s*\)", re.IGNORECASE)


@cache
def _demands() -> re.Pattern[str]:
    words = "|".join(map(re.escape, demanding()))
    return re.compile(
        rf"(?:^|[.!:]\s)[\W\d_]{{0,20}}(?:{words})\b|\b[^\W\d_]+en\s+Sie\b|[^\W\d_]\W{{0,3}}\?(?=\s|$)", re.IGNORECASE | re.M
    )


def is_task(heading: str) -> bool:
    """Whether a heading on a sheet names a task: by its word, its number within the sheet, or what it is worth."""
    return heading_role(heading) == "exercise" or bool(_NUMBERED.match(heading) or _WORTH.search(heading))


def asks(text: str) -> bool:
    """Whether a text tells somebody to do something, or asks."""
    return bool(_demands().search(text))


def is_sheet(source: str) -> bool:
    """Whether a file is a sheet of exercises by its own name or that of its folder."""
    return any(name_role(part) == "exercise" for part in PurePosixPath(source).parts[-2:])


def is_all_tasks(headings: Iterable[str], text: str) -> bool:
    """Whether all of a sheet is its task: it asks, and no heading says where."""
    return asks(text) and not any(map(is_task, headings))
