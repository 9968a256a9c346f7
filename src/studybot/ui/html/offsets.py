"""Where rendered characters come from: every piece of text in parsed Markdown with its offset in the source.

markdown-it keeps the lines of a block and forgets the place of what stands in them. A highlight that is found again by
searching marks the wrong sentence sooner or later, so the places are worked out here, character by character.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from markdown_it.token import Token

from studybot.types import Span

Places = Sequence[int | None]
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Leaf:
    """A piece of rendered text with the offset in the source of each of its characters, None where it is not known."""

    text: str
    places: Places


@dataclass(frozen=True)
class Source:
    """The lines of the Markdown that is rendered, each with its offset in the document."""

    lines: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, text: str, base: int = 0) -> "Source":
        """Return the source of `text`, which stands at offset `base` of its document."""
        lines, at = [], base
        for line in text.split("\n"):
            lines.append((at, line))
            at += len(line) + 1
        return cls(tuple(lines))

    def line(self, number: int) -> tuple[int, str]:
        """Return (offset, text) of a line; the empty one behind the last."""
        if number < len(self.lines):
            return self.lines[number]
        start, last = self.lines[-1]
        return start + len(last), ""

    def places(self, token: Token) -> list[int | None]:
        """Return the offset of each character of a paragraph's, item's or code block's content."""
        first = token.map[0] + (token.type == "fence") if token.map else 0
        found: list[int | None] = []
        for number, line in enumerate(token.content.split("\n")):
            start, row = self.line(first + number)
            found.extend(_suffix_places(row, line, start))
            found.append(start + len(row))
        return found[: len(token.content)]

    def cell_places(self, row: int, cell: int, content: str) -> list[int | None]:
        """Return the offset of each character of a table cell's content."""
        start, line = self.line(row)
        lead = len(line) - len(line.lstrip())
        cuts = [match.start() for match in _PIPE.finditer(line)]
        if line[lead : lead + 1] != "|":
            cuts.insert(0, lead - 1)
        if cell >= len(cuts):
            return [None] * len(content)
        return _cell_places(line, cuts[cell] + 1, content, start)


def _suffix_places(row: str, line: str, start: int) -> Iterator[int | None]:
    """Markers and indentation stand in front of a line's content, so the content is matched from its end."""
    bare = line.strip()
    trimmed = row.rstrip()
    at = len(trimmed) - len(bare) if trimmed.endswith(bare) else row.find(bare)
    first = at - (len(line) - len(line.lstrip()))
    for index, character in enumerate(line):
        place = first + index
        yield start + place if 0 <= place < len(row) and row[place] == character else None


def _cell_places(line: str, at: int, content: str, start: int) -> list[int | None]:
    while at < len(line) and line[at].isspace():
        at += 1
    found: list[int | None] = []
    for character in content:
        if character == "|" and line[at : at + 2] == "\\|":
            at += 1
        same = at < len(line) and line[at] == character
        found.append(start + at if same else None)
        at += 1
    return found


def leaves(inline: Token, places: Places) -> Iterator[tuple[Token, Leaf | None]]:
    """Yield the children of an inline token; those that show text come with their leaf."""
    at = 0
    for child in inline.children or []:
        leaf, at = _step(child, inline.content, at, places)
        yield child, leaf


def _step(child: Token, content: str, at: int, places: Places) -> tuple[Leaf | None, int]:
    """Return the leaf of one child and where the next one begins in the content."""
    if child.type in ("text", "text_special"):
        # An escape such as \* shows one character and stands as two.
        written = child.content if child.type == "text" else child.markup
        found = content.find(written, at)
        return _leaf(child.content, written, found, places), max(found, at) + len(written)
    if child.type == "code_inline":
        inner = content.find(child.markup, at) + len(child.markup)
        found = content.replace("\n", " ").find(child.content, inner)
        end = max(found, inner) + len(child.content)
        leaf = _leaf(child.content, child.content, found, places)
        return leaf, content.find(child.markup, end) + len(child.markup)
    if child.type == "formula":
        found = content.find(child.content, at)
        return _leaf(child.content, child.content, found, places), max(found, at) + len(child.content)
    if child.type == "image":
        found = content.find(f"![{child.content}](", at)
        behind = content.find(")", found) + 1 if found >= 0 else at
        return _leaf(child.content, child.content, found + 2 if found >= 0 else -1, places), behind
    return None, max(at, _behind(child, content, at))


def _behind(child: Token, content: str, at: int) -> int:
    """Return where the text behind a line break or a mark such as ** begins; 0 when it is not found."""
    if child.type in ("softbreak", "hardbreak"):
        return content.find("\n", at) + 1
    if child.type == "link_close" and child.info != "auto":
        return content.find(")", content.find("](", at)) + 1
    found = content.find(child.markup, at) if child.markup and child.nesting else -1
    return found + len(child.markup) if found >= 0 else 0


def _leaf(text: str, written: str, found: int, places: Places) -> Leaf:
    """Build a leaf; of an escape (a backslash and itself, an entity) the last character in the source counts."""
    if found < 0:
        return Leaf(text, [None] * len(text))
    known = places[found : found + len(written)]
    return Leaf(text, known if text == written else [known[-1] if known else None] * len(text))


@dataclass(frozen=True)
class Marker:
    """Marks the characters of a text that lie in one of `spans`."""

    spans: Sequence[Span] = ()

    def covers(self, place: int | None) -> bool:
        """Whether the character at an offset lies in one of the spans."""
        return place is not None and any(span.start <= place < span.end for span in self.spans)

    def html(self, leaf: Leaf) -> str:
        """Return the escaped text of a leaf with its cited characters marked."""
        if not self.spans:
            return escape(leaf.text)
        return "".join(self._runs(leaf))

    def _runs(self, leaf: Leaf) -> Iterator[str]:
        pairs = zip(leaf.text, leaf.places, strict=True)
        for marked, run in groupby(pairs, key=lambda pair: self.covers(pair[1])):
            piece = escape("".join(character for character, _ in run))
            yield f"<mark>{piece}</mark>" if marked else piece
