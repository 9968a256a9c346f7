"""Tables that pandoc's Markdown draws with signs or columns of spaces -> tables with bars."""

import re
from collections.abc import Iterator, Sequence

from studybot.corpus.fences import Fences
from studybot.corpus.formats.pandoc import run
from studybot.corpus.formats.tree import Tree

_DRAWN = re.compile(r"^[ ]{0,3}\+(?:[-=:]{3,}\+)+[ ]*$|^[ ]{0,3}-{2,}(?:[ ]+-{2,})+[ ]*$", re.MULTILINE)
_GRID = re.compile(r"\s{0,3}[+|]")
_RULE = re.compile(r"\s{0,3}-{2,}(?:\s+-{2,})+\s*$")
_APART = "studybotdrawntable"


def with_tables(text: str) -> str:
    """Return Markdown with its drawn tables as tables with bars; all of a file are read in one go."""
    if not _DRAWN.search(text):
        return text
    lines = text.split("\n")
    spans = list(_spans(lines))
    if not spans:
        return text
    source = f"\n\n{_APART}\n\n".join("\n".join(lines[start:end]) for start, end in spans)
    shown = Tree(run("markdown", source.encode())).markdown().split(_APART)
    if len(shown) != len(spans):
        return text
    for (start, end), table in reversed(list(zip(spans, shown, strict=True))):
        lines[start:end] = ["", *table.strip().split("\n"), ""]
    return "\n".join(lines)


def _spans(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines (start, end) of each drawn table outside of code."""
    fences, place = Fences(), 0
    while place < len(lines):
        line, start = lines[place], place
        if fences.encloses(line):
            pass
        elif line.lstrip().startswith("+") and _DRAWN.match(line):
            while place < len(lines) and _GRID.match(lines[place]):
                place += 1
            if place - start > 2:
                yield start, place
            continue
        elif _RULE.match(line) and place and lines[place - 1].strip() and not (place > 1 and lines[place - 2].strip()):
            while place < len(lines) and lines[place].strip():
                place += 1
            if place - start > 1:
                yield start - 1, place
            continue
        place += 1
