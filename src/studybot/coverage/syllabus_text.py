"""A syllabus as a Markdown list (headings and nested items are domains) or as plain lines."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from studybot.coverage.syllabus_rows import Row, Rows, percentages, with_weight
from studybot.text import any_word

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_ITEM = re.compile(r"^([ \t]*)(?:[-*+•◦▪]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.+?)\s*$")
_BULLET = re.compile(r"^\s*(?:[-*+•◦▪–]|\d+[.)])\s+")
_EMPHASIS = re.compile(r"^(\*\*|__|\*|_)(.+)\1$")
HEADING_DEPTH = 7  # list items lie below every heading


class _Line(NamedTuple):
    depth: int
    text: str
    line: int


def looks_like_markdown(text: str) -> bool:
    """Whether text has headings, or items of which some are nested."""
    lines = text.splitlines()
    indents = {len(match.group(1).expandtabs(4)) for line in lines if (match := _ITEM.match(line))}
    return any(_HEADING.match(line) for line in lines) or len(indents) > 1


def read_markdown(text: str) -> Rows:
    """Return the leaves of headings and nested items as objectives; what stands above a leaf first is its domain."""
    lines = list(_lines(text))
    title = _title(lines)
    if title is not None:
        lines = lines[1:]
    rows: list[Row] = []
    domains: dict[str, float | None] = {}
    above: list[_Line] = []
    for position, line in enumerate(lines):
        above = [one for one in above if one.depth < line.depth]
        following = lines[position + 1] if position + 1 < len(lines) else None
        if line.depth < HEADING_DEPTH or (following is not None and following.depth > line.depth):
            above.append(line)
            if len(above) == 1:
                name, weight = with_weight(line.text.rstrip(":"))
                domains.setdefault(name, weight)
        else:
            domain = with_weight(above[0].text.rstrip(":"))[0] if above else ""
            shown, weight = with_weight(line.text)
            rows.append(Row(shown if weight is not None else line.text, domain, weight, line.line))
    return Rows(tuple(rows), tuple(percentages(list(domains.items()))), title or "")


def read_lines(text: str) -> Rows:
    """Return each line as an objective; a line that ends in ":" or in a percentage names the domain of those below."""
    rows: list[Row] = []
    domains: dict[str, float | None] = {}
    domain = ""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if any_word(line)]
    for position, (number, line) in enumerate(lines):
        bare = _BULLET.sub("", line)
        name, weight = with_weight(bare.rstrip(":"))
        heads = bare.endswith(":") or (weight is not None and not _BULLET.match(line))
        if heads and position + 1 < len(lines):
            domain = name
            domains.setdefault(name, weight)
        else:
            rows.append(Row(name if weight is not None else bare, domain, weight, number))
    return Rows(tuple(rows), tuple(percentages(list(domains.items()))))


def _lines(text: str) -> Iterator[_Line]:
    """Yield headings, items and other lines with their depth; a line that goes on with an item is joined to it."""
    found: list[_Line] = []
    fresh = True
    for number, raw in enumerate(text.splitlines(), start=1):
        heading, item = _HEADING.match(raw), _ITEM.match(raw)
        if not any_word(raw):
            fresh = True
            continue
        if heading:
            found.append(_Line(len(heading.group(1)), _bare(heading.group(2)), number))
        elif item:
            found.append(_Line(HEADING_DEPTH + len(item.group(1).expandtabs(4)), _bare(item.group(2)), number))
        elif not fresh and found and found[-1].depth >= HEADING_DEPTH:
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {raw.strip()}")
        else:
            found.append(_Line(HEADING_DEPTH, _bare(raw.strip()), number))
        fresh = heading is not None
    yield from found


def _bare(text: str) -> str:
    match = _EMPHASIS.match(text)
    return match.group(2) if match else text


def _title(lines: list[_Line]) -> str | None:
    """The first heading when nothing else stands on its level: the syllabus's own name."""
    if lines and lines[0].depth < HEADING_DEPTH and all(line.depth > lines[0].depth for line in lines[1:]):
        deeper = [line for line in lines[1:] if line.depth < HEADING_DEPTH]
        nested = {line.depth for line in lines[1:] if line.depth >= HEADING_DEPTH}
        return with_weight(lines[0].text)[0] if deeper or len(nested) > 1 else None
    return None
