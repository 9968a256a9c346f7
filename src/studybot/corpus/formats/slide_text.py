"""Lines of a slide -> Markdown: lists as deep as they look, code in fences, titles in bold, paragraphs."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from studybot.corpus.codelines import language
from studybot.corpus.emit import heading
from studybot.corpus.formats.slide_looks import Line

_BELOW = 4  # level of a title within a slide
_NAME = 60  # characters
_RULE = re.compile(r"\s*-{3,}(?:\s+-{2,})*\s*")
_PROMPT = re.compile(r"^\s*(?:\w+>|>>>|\d+)\s+")


def blocks(lines: Sequence[Line], *, listed: bool = False) -> list[str]:
    """Return lines as blocks of Markdown; `listed` where a box is a list though no sign stands before its lines."""
    if listed and len(lines) > 1 and not any(line.sign or line.mono for line in lines):
        lines = [line._replace(sign="•") for line in lines]
    found: list[str] = []
    for titled, part in _parted(lines):
        found += [heading(_BELOW, titled.plain.strip(" :"))] if titled is not None else []
        for kind, group in groupby(part, key=_kind):
            held = list(group)
            if kind == "code":
                found += _code(held)
            elif kind == "list":
                found.append("\n".join(_items(held)))
            else:
                found += [line.text for line in held if line.text]
    return found


def _parted(lines: Sequence[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """Lines under those in bold that name what stands below them, itself not in bold."""
    title: Line | None = None
    part: list[Line] = []
    base = min((line.level for line in lines), default=0)
    for line, behind in zip_longest(lines, lines[1:]):
        below = behind is not None and not behind.led and not behind.mono and behind.level >= line.level
        if line.bold and below and line.level == base and any(sign.isalpha() for sign in line.plain) and "$" not in line.plain:
            if part or title is not None:
                yield title, part
            title, part = line, []
        else:
            part.append(line)
    yield title, part


def _kind(line: Line) -> str:
    return "code" if line.mono else "list" if line.sign else "text"


def _code(lines: Sequence[Line]) -> list[str]:
    base = min(line.level for line in lines)
    rows = [("  " * (line.level - base) + (line.raw or line.plain)).rstrip() for line in lines]
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        return []
    prompted = bool(_PROMPT.match(rows[0]))
    bare = [_PROMPT.sub("", row) for row in rows] if prompted else rows
    printed = not prompted and any(map(_RULE.fullmatch, rows[:3]))
    fence = "`" * max(3, 1 + max((len(run) for row in rows for run in re.findall(r"`+", row)), default=0))
    return ["\n".join([fence + ("output" if printed else language(bare)), *rows, fence])]


def _leads(line: Line) -> bool:
    """Whether a line announces what stands below it, or names it."""
    return line.sign in ("#", "1.") or line.plain[-1] == ":" or (len(line.plain) <= _NAME and line.plain[-1] not in ".;,!?")


def _items(lines: Sequence[Line]) -> Iterator[str]:
    """The items of a list; at one level, what has another sign than the one before, which leads to it, stands below that."""
    heads: dict[int, Line] = {}
    stack: list[tuple[tuple[int, int], int]] = []  # level and rank, and how far its text is set in
    counts: dict[tuple[int, int], int] = {}
    for line in lines:
        heads = {level: head for level, head in heads.items() if level <= line.level}
        head = heads.get(line.level)
        below = head is not None and line.sign != head.sign and _leads(head)
        if not below:
            heads[line.level] = line
        place = (line.level, int(below))
        while stack and stack[-1][0] >= place:
            counts = {known: count for known, count in counts.items() if known <= place}
            stack.pop()
        indent = stack[-1][1] if stack else 0
        mark = "- "
        if line.sign in ("#", "1."):
            first = line.sign == "1." or place not in counts
            counts[place] = (line.number or 1) if first else counts[place] + 1
            mark = f"{counts[place]}. "
        stack.append((place, indent + len(mark)))
        yield " " * indent + mark + line.text.replace("\n", "\n" + " " * (indent + len(mark)))
