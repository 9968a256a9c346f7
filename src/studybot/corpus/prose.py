"""The sentences of a paragraph, with formulas, links and pictures in one piece."""

import re
from collections.abc import Iterator

from studybot.corpus.spans import formula_spans, masked
from studybot.text import sentences

INLINE = 150  # characters up to which a picture is a word of its sentence, as an icon is
WHOLE = 320  # characters up to which a picture comes with its description and caption; of a longer one each sentence counts
_PICTURE = re.compile(r"!\[(?P<alt>(?:[^\[\]\\]|\\.)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"(?P<caption>[^\"]*)\")?\s*\)")
_LINK = re.compile(r"!?\[(?:[^\[\]\\]|\\.)*\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\s*\)")  # or a picture


def prose_units(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) offsets of the sentences of a paragraph: no mark of a picture or formula is cut in two."""
    pictures = list(_PICTURE.finditer(text)) if "![" in text else []
    place = 0
    for picture in (one for one in pictures if len(one.group()) > INLINE):
        yield from _sentences(text, place, picture.start())
        yield from [picture.span()] if len(picture.group()) <= WHOLE else _described(text, picture)
        place = picture.end()
    yield from _sentences(text, place, len(text))


def _described(text: str, picture: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The sentences of a picture's description and caption, without the marks around them."""
    yield from _sentences(text, *picture.span("alt"))
    if picture["caption"]:
        yield from _sentences(text, *picture.span("caption"))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    spans = formula_spans(part)
    icons = [one.span() for one in _LINK.finditer(part)] if "](" in part else []
    spans += [(a, b) for a, b in icons if not any(x < b and a < y for x, y in spans)]
    for first, last in sentences(masked(part, sorted(spans))):
        yield start + first, start + last
