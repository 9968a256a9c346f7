"""Highlighting by offsets: text becomes HTML with <mark> on exactly the characters that a span covers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from studybot.types import Span
from studybot.ui.html.offsets import Leaf


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
