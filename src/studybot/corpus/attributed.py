"""Spans with attributes, `[text]{.class href="..."}`, also over line ends and in one another: only their text is shown."""

import re
from itertools import groupby

from studybot.corpus.fences import Fences
from studybot.corpus.roles import box_role
from studybot.corpus.spans import masked, protected

_BROKEN = re.compile(r"(?<=[)\]*_`>])\{[:.#\w][^{}\n]*\n[^{}]*\}")
_MARK = re.compile(r"\\.|(?P<opens>!?\[)|\](?:\{(?P<attributes>(?:[:.#]|[\w-]+=)[^{}\n]*)\})?")
_CLASS = re.compile(r"\.([\w-]+)")
_HREF = re.compile(r"\bhref=[\"']?([^\"'\s{}]+)")

Edit = tuple[int, int, str]


def without_attributes(text: str) -> str:
    """Return Markdown with the text alone of each span; who made a picture goes, and so does what slides say in other words."""
    if "{" not in text:
        return text
    fences = Fences()
    kinds = [(bool(line.strip()) and not fences.encloses(line), line) for line in text.split("\n")]
    runs = ((prose, [line for _, line in run]) for prose, run in groupby(kinds, key=lambda kind: kind[0]))
    shown = (_shown("\n".join(lines)).split("\n") if prose else lines for prose, lines in runs)
    return "\n".join(line for lines in shown for line in lines)


def _shown(paragraph: str) -> str:
    """A paragraph, or items of a list, without the marks of its spans."""
    if "{" not in paragraph:
        return paragraph
    text = _BROKEN.sub(lambda attributes: attributes[0].replace("\n", " "), paragraph)
    edits = _edits(text)
    pieces, place = [], 0
    for start, end, instead in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if start >= place:
            pieces += [text[place:start], instead]
            place = end
    kept = "".join([*pieces, text[place:]])
    return "\n".join(line for line in kept.split("\n") if line.strip()) if edits else text


def _edits(text: str) -> list[Edit]:
    """What is cut out of a paragraph, and what stands there instead; a span that goes whole takes those in it along."""
    twin = ".notes}" in text
    edits: list[Edit] = []
    opened: list[int] = []
    for mark in _MARK.finditer(masked(text, protected(text))):
        if mark["opens"]:
            opened.append(-1 if len(mark["opens"]) > 1 else mark.start())
        elif mark[0].startswith("]") and opened and (start := opened.pop()) >= 0 and mark["attributes"]:
            attributes = text[mark.start("attributes") : mark.end("attributes")]
            classes = _CLASS.findall(attributes.partition("=")[0])
            alone = not text[:start].rpartition("\n")[2].strip()[-1:].isalnum()  # behind a word it is a part of its sentence
            if any((alone and box_role(name) == "administrative") or (twin and name == "slides") for name in classes):
                edits.append((start, mark.end(), ""))
            elif target := _HREF.search(attributes):
                edits.append((mark.start(), mark.end(), f"]({target[1]})"))
            else:
                edits += [(start, start + 1, ""), (mark.start(), mark.end(), "")]
    return edits
