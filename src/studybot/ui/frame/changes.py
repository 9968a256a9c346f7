"""What an action of an instructors' page changes, as a line of the audit log."""

import string
from collections.abc import Callable, Mapping
from typing import Any

LONGEST = 160  # characters of a value in a line
Changes = Mapping[str, Callable[[Mapping[str, Any]], str]]
"""What is written when an action by this name went well, out of what was sent with it; "" for nothing."""


def line(text: str, *, when: str = "") -> Callable[[Mapping[str, Any]], str]:
    """Return a line with {names} of what was sent; with `when`, one that is written only if that was sent and is not empty."""
    names = [name for _, name, _, _ in string.Formatter().parse(text) if name]

    def said(data: Mapping[str, Any]) -> str:
        if when and not data.get(when):
            return ""
        return text.format(**{name: _shown(data.get(name)) for name in names})

    return said


def _shown(value: object) -> str:
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"
