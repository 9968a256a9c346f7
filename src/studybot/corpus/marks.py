"""Marks that a reader leaves in the Markdown it makes: what a part is for (role) and where it stands in the file (place).

A mark is a comment on a line of its own. A comment of the file itself is taken out before, so that nobody can fake one.
"""

import re
from typing import get_args

from studybot.types import Role

_MARK = re.compile(r"<!-- studybot (role|place): ([^<>\n]{1,80}) -->")
ROLES = frozenset(get_args(Role))


def role_mark(role: Role) -> str:
    """Return the line from which on everything has this role."""
    return f"<!-- studybot role: {role} -->"


def place_mark(place: str) -> str:
    """Return the line from which on everything stands at this place of the file, such as "page 3"."""
    shown = re.sub(r"[<>\n]+|--+", " ", place).strip()[:80]
    return f"<!-- studybot place: {shown or '?'} -->"


def read_mark(text: str) -> tuple[str, str] | None:
    """Return ("role" or "place", value) when `text` is a mark and nothing else."""
    match = _MARK.fullmatch(text.strip())
    if match is None or (match[1] == "role" and match[2] not in ROLES):
        return None
    return match[1], match[2]
