"""Procedures: steps that have one order, from numbered lists and from numbered comments in code."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from studybot.facts.columns import labelled
from studybot.facts.written import cite, clean, first_sentence
from studybot.types import Block, Citation, Passage, Value

_NUMBERED = re.compile(r"^#?\s*(?:step\s+)?(?P<number>\d)[.:]\s+(?P<text>\S.*)$", re.IGNORECASE | re.MULTILINE)
STEP_LIMIT = 110
FEWEST = 3


class Procedure(Value):
    """Steps in order, each as a short text, and the span that holds them all; `named` when each is the name of a text."""

    path: tuple[str, ...]
    title: str
    steps: tuple[str, ...]
    proof: Citation
    named: bool = False


def procedures(passages: Sequence[Passage]) -> list[Procedure]:
    """Return the procedures with at least three short, distinct steps, in course order."""
    found = [one for passage in passages for block in passage.blocks for one in _of_block(passage, block)]
    sections: dict[tuple[str, ...], int] = defaultdict(int)
    for one in found:
        sections[one.path] += 1
    # Several procedures under one heading cannot be told apart by it, unless a comment names them.
    return [one for one in found if sections[one.path] == 1 or one.title]


def _of_block(passage: Passage, block: Block) -> Iterator[Procedure]:
    if block.kind == "steps":
        steps = tuple(_short(passage, unit.start, unit.end) for unit in block.units)
        named = all(labelled(passage, unit.start, unit.end) for unit in block.units)
        yield from _procedure(passage, "", steps, block.start, block.end, named=named)
    elif block.kind == "code":
        text = passage.cut(block)
        for run in _runs(list(_NUMBERED.finditer(text))):
            start, end = block.start + run[0].start(), block.start + run[-1].end()
            title = _title(text[: run[0].start()])
            yield from _procedure(passage, title, tuple(_step(match["text"]) for match in run), start, end)


def _short(passage: Passage, start: int, end: int) -> str:
    pair = labelled(passage, start, end)
    return pair[0] if pair else re.sub(r"^\(Optional\)\s*", "", first_sentence(clean(passage.between(start, end))))


def _step(text: str) -> str:
    return clean(re.split(r"\s+\(|\s+→\s+|\s+←\s+|\s+—\s+|: sudo ", text)[0])


def _title(before: str) -> str:
    """The comment right above the first step names the procedure, when it ends in a colon or stands alone."""
    line = before.rstrip().rpartition("\n")[2].strip()
    title = line.lstrip("#/ ").rstrip(":")
    return clean(title) if line.startswith("#") and line.endswith(":") and len(title) < 70 else ""


def _runs(matches: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Consecutive matches numbered 1, 2, 3, ..."""
    run: list[re.Match[str]] = []
    for match in matches:
        if int(match["number"]) == len(run) + 1:
            run.append(match)
        else:
            if len(run) >= FEWEST:
                yield run
            run = [match] if match["number"] == "1" else []
    if len(run) >= FEWEST:
        yield run


def _procedure(
    passage: Passage, title: str, steps: tuple[str, ...], start: int, end: int, *, named: bool = False
) -> Iterator[Procedure]:
    short = all(3 <= len(step) <= STEP_LIMIT for step in steps)
    if len(steps) >= FEWEST and short and len({step.lower() for step in steps}) == len(steps):
        yield Procedure(path=passage.path, title=title, steps=steps, proof=cite(passage, start, end), named=named)
