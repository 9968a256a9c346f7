"""Paired tags of templates and components -> fenced boxes: `{% hint %}`, `{{< details >}}`, `<TabItem label="Linux">`."""

import re
from collections.abc import Sequence

from studybot.corpus.boxes import CALLOUTS, HEADING
from studybot.corpus.fences import Fences, outside_code
from studybot.corpus.roles import box_role

_TAG = re.compile(
    r"\s*(?:\{%-?\s*|\{\{[<%]\s*|<(?=/?(?:[A-Z]|(?:div|section|aside|article)\b)))(?P<ends>/\s*|end_?)?(?P<name>[A-Za-z][\w-]*)(?P<values>(?:\s[^{}<>]*)?)(?<!/)(?:-?%\}|[>%]\}\}|>)\s*$"
)
_FRAMES = frozenset("div section aside article".split())  # of HTML: what they are for their classes and types say
_CONTROL = frozenset("if unless for case capture raw comment highlight code assign block".split())
_TITLE = re.compile(r"\b(?:title|label|summary|header|name)\s*=\s*(?P<quote>[\"'])(?P<title>.{1,200}?)(?P=quote)")
_ALONE = re.compile(r"(?<![=\w])(?P<quote>[\"'])(?P<title>.{1,200}?)(?P=quote)")
_WORD = re.compile(r"[\w-]+")
_FOLD = re.compile(r"</?details\b[^<>]*>|<summary\b[^<>]*>(?P<title>.*?)(?:</summary>|$)|</summary>", re.IGNORECASE)
_PART = re.compile(rf"{_FOLD.pattern}|<h(?P<level>[1-6])\b[^<>]*>.*?</h(?P=level)>", re.IGNORECASE)
_WHOLE = re.compile(r"\s*(?:[-*+>]\s|\d+[.)]\s| {4}|<(?:table|pre|ul|ol|dl)\b)|.*\|", re.IGNORECASE)  # lines that stay one


def parted(lines: Sequence[str]) -> list[str]:
    """Return lines with headings of HTML on lines of their own, and folded parts open, below their titles."""
    found: list[str] = []
    fences = Fences()
    for line in lines:
        if fences.encloses(line) or "<" not in line or "`" in line or _WHOLE.match(line):
            found.append(line)
            continue
        place = 0
        for part in _PART.finditer(line):
            title = (part["title"] or "").strip().strip("*")
            shown = part.group() if part["level"] else f"**{title}**" if title else ""
            found += [piece for piece in (line[place : part.start()], shown and "", shown, "") if piece.strip() or not piece]
            place = part.end()
        if not place or line[place:].strip():
            found.append(line[place:])
    return found


def with_boxes(lines: Sequence[str]) -> list[str]:
    """Return lines with fences of boxes for tags that stand alone on theirs, in pairs, and name or title what is between.

    A pair that says nothing of its content, such as the frame of a page, stays: headings in it open sections.
    """
    found = list(lines)
    open_tags: list[tuple[int, str, str]] = []
    for number, line in outside_code(lines):
        tag = _TAG.match(line) if "{" in line or "<" in line else None
        if tag is None or tag["name"].lower() in _CONTROL:
            continue
        if not tag["ends"]:
            open_tags.append((number, tag["name"], tag["values"]))
        elif any(name == tag["name"] for _, name, _ in open_tags):
            while open_tags:
                start, name, values = open_tags.pop()
                if name == tag["name"]:
                    inside = [place for place in range(start + 1, number) if found[place].strip()]
                    if name in _FRAMES and "title" in _WORD.findall(values) and len(inside) == 1:
                        found[start], found[inside[0]], found[number] = "", f"**{found[inside[0]].strip().strip('*')}**", ""
                    elif box := _framed(values, lines[start:number]) if name in _FRAMES else _box(name, values):
                        found[start], found[number] = box, ":::"
                    break
    return found


def _framed(values: str, lines: Sequence[str]) -> str:
    """The opening fence of a box for an element that is called an exercise or the like; headings say that themselves."""
    kind = next((word for word in map(str.lower, _WORD.findall(values)) if box_role(word) != "teaching"), "")
    return f"::: {{.{kind}}}" if kind and not any(map(HEADING.match, lines)) else ""


def _box(name: str, values: str) -> str:
    """The opening fence of a box, "" when neither its name nor a title says what is in it."""
    titled = _TITLE.search(values) or _ALONE.search(values)
    title = titled["title"].replace('"', "”").replace("'", "’").strip() if titled else ""
    rest = values.replace(titled.group(), "") if titled else values
    words = [word.lower() for word in [*_WORD.findall(rest), name]]  # style="info" says more than the tag's own name
    kind = next((word for word in words if word in CALLOUTS or box_role(word) != "teaching"), "")
    if title.lower() == kind:
        title = ""
    return f'::: {{.{kind or name.lower()} title="{title}"}}' if kind or title else ""
