"""Marks that a reader leaves in the Markdown it makes: what a part is for (role) and where it stands in the file (place).

A mark is a comment on a line of its own. A comment of the file itself is taken out before, so that nobody can fake one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from studybot.corpus.fences import Fences

if TYPE_CHECKING:  # a converter starts for each file, and reads it sooner without what it does not use
    from studybot.types import Role

_MARK = re.compile(r"<!-- studybot (role|place): ([^<>\n]{1,80}) -->")


def role_mark(role: Role) -> str:
    """Return the line from which on everything has this role."""
    return f"<!-- studybot role: {role} -->"


def place_mark(place: str) -> str:
    """Return the line from which on everything stands at this place of the file, such as "page 3"."""
    shown = re.sub(r"[<>\n]+|--+", " ", place).strip()[:80]
    return f"<!-- studybot place: {shown or '?'} -->"


def settled(lines: Sequence[str]) -> list[str]:
    """Return lines without marks of a role that nothing has, since another stands right behind, or that holds already."""
    found: list[str] = []
    given = wanted = role_mark("teaching")
    fences = Fences()
    for line in lines:
        if not fences.encloses(line) and (read_mark(line) or ("",))[0] == "role":
            wanted = line
            continue
        if line.strip() and wanted != given:
            found += ["", wanted, ""]
            given = wanted
        found.append(line)
    return found


def has_mark(text: str) -> bool:
    """Whether a mark stands in `text`."""
    return bool(_MARK.search(text))


def read_mark(text: str) -> tuple[str, str] | None:
    """Return ("role" or "place", value) when `text` is a mark and nothing else."""
    match = _MARK.fullmatch(text.strip())
    return (match[1], match[2]) if match else None
