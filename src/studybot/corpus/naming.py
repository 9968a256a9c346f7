"""What tells the files of a course apart: a title that several of them begin with is the course's, and names no topic."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from studybot.corpus.plain import plain
from studybot.text import any_word

_HEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t#]*$")
_SILENT = re.compile(r"\s*(?:<!--.*-->|!\[[^\]]*\]\([^)]*\))?\s*$")
_TELLS = re.compile(r"[^\W\d_]{4,}")
OPENING = 12  # lines of a cover


def own_titles(files: Sequence[tuple[str, str]]) -> list[str]:
    """Return the texts of files, each (its name, its text), with titles of their own where several begin with the same one.

    It is the heading behind it, or the file's name where that says a word of the cover which the title does not; the title
    that they share is blanked out, if it is no more than one of them.
    """
    opened = [_opening(text) for _, text in files]
    shared = Counter(_same(heads[0][2]) for heads in opened if heads)
    return [
        _titled(source, text, heads, shared) if heads and shared[_same(heads[0][2])] > 1 else text
        for (source, text), heads in zip(files, opened, strict=True)
    ]


def _titled(source: str, text: str, heads: list[tuple[int, int, str]], shared: Counter[str]) -> str:
    start, end, common = heads[0]
    own = next((head for head in heads[1:] if not shared[_same(head[2])] and any_word(head[2])), None)
    blank = text[:start] + " " * (end - start) + text[end:]
    if own is not None:
        return f"{blank[: own[0]]}# {own[2]}{blank[own[1] :]}"
    name = " ".join(re.split(r"[\s_]+", PurePosixPath(source).stem.strip()))
    cover = _same("\n".join([line for line in text[end:].split("\n") if line.strip() and not _SILENT.match(line)][:OPENING]))
    tells = [word for word in _TELLS.findall(_same(name)) if word not in _same(common)]
    return f"{text[:start]}# {name}{text[end:]}" if any(word in cover for word in tells) else text


def _opening(text: str) -> list[tuple[int, int, str]]:
    """The headings that a text begins with, before anything else is said; none below front matter."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for line in text[at:].splitlines(keepends=True):
        heading = _HEADING.match(line.rstrip())
        if heading:
            found.append((at, at + len(line.rstrip()), plain(heading[1])))
        elif not _SILENT.match(line):
            break
        at += len(line)
    return found


def _same(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))
