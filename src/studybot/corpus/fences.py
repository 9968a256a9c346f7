"""Code between fences: which lines are code, what closes it, and text written as such."""

import re
from collections.abc import Iterable, Iterator

FENCE = re.compile(r"(?P<indent>\s*)(?P<ticks>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
_TICKS = re.compile(r"`+")


class Fences:
    """Takes lines in order and tells those that are code."""

    def __init__(self) -> None:
        self._ticks = ""  # what opened the code that is open

    def encloses(self, line: str) -> bool:
        """Whether the next line is code, or a fence of it."""
        opened, match = self._ticks, None if self._ticks else FENCE.match(line)
        if opened:
            self._ticks = "" if closes(line, opened) else opened
        elif match:
            self._ticks = match["ticks"]
        return bool(opened or match)


def outside_code(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not code, with their numbers from 0."""
    fences = Fences()
    return ((number, line) for number, line in enumerate(lines) if not fences.encloses(line))


def closes(line: str, ticks: str) -> bool:
    """Whether a line closes what these backticks, tildes or colons opened: as many of them, or more, and nothing else."""
    bare = line.strip()
    return bare.startswith(ticks) and not bare.strip(ticks[0])


def fenced(text: str, language: str) -> str:
    """Return text as a block of code; its fence is longer than any run of backticks in it."""
    ticks = "`" * max([3, *(len(run) + 1 for run in _TICKS.findall(text))])
    return f"{ticks}{language}\n{text}\n{ticks}"
