"""What of a PDF's letters can be seen: each page is drawn, and a letter that leaves no mark where it stands is hidden.

White on white, no filling, a covered or a switched off layer look the same there. What a text recognition lays unseen over the
picture of a page stays, since the picture shows it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from studybot.corpus.formats.pdf_words import ASCENT, DESCENT, base_of, sparing
from studybot.corpus.formats.reading import QUOTED, left_out

Made = TypeVar("Made")
SMALLEST = 2.0  # points below which nobody reads a letter
CONTRAST = 12  # of 255, below which a letter and what is around it look the same
PIXELS = 4_000_000  # that a page is drawn with at most
X_HEIGHT = 0.4  # ems that small letters reach above their baseline
SCALE = 1.5  # pixels a point
_WITHOUT_FILL = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def read_seen(path: Path, pages: Sequence[Any], read: Callable[[Any], Made]) -> tuple[list[Made], list[str]]:
    """Return what `read` makes of each page without the letters that nobody sees, and what a receipt says of them.

    A page whose letters can all be seen is forgotten when it is read: a book's letters do not fit into the memory together.
    """
    made: dict[int, Made] = {}
    texts: dict[int, str] = {}
    looks: dict[int, _Look] = {}
    fonts: set[str] = set()
    laid: list[int] = []

    def take(number: int, look: _Look, out: Sequence[Any]) -> None:
        page = pages[number]
        made[number] = read(_without(page, out) if out else page)
        texts[number] = _letters(page.chars, out)
        laid.extend([number + 1] if look.is_recognised(out) else [])
        page.close()

    with closing(pypdfium2.PdfDocument(path)) as drawn:
        for number, page in enumerate(pages):
            sparing(page)
            look = _Look(page, drawn[number])
            fonts |= look.fonts
            if look.all_seen:
                take(number, look, ())
            else:
                looks[number] = look
    hidden = {number: look.hidden(fonts) for number, look in looks.items()}
    told = {number: _letters(out) for number, out in hidden.items()}
    begins = {number: _words(out) if out else "" for number, out in hidden.items()}
    for number, look in looks.items():
        take(number, look, hidden[number])
    unseen = [number for number, text in told.items() if text and not _is_told(text, texts.values())]
    named = _named([number + 1 for number in unseen])
    warnings = [*left_out([begins[number] for number in unseen], f"{named}: "), *_laid_over(sorted(laid))]
    return [made[number] for number in range(len(pages))], warnings


def _without(page: Any, letters: Sequence[Any]) -> Any:
    out = set(map(id, letters))
    return page.filter(lambda item: id(item) not in out)


class _Look:
    """A page as it is drawn: which letters leave a mark, in which fonts, and whether some are written to leave none."""

    def __init__(self, page: Any, drawn: pypdfium2.PdfPage) -> None:
        left, top, right, bottom = page.cropbox
        scale = min(SCALE, (PIXELS / max(1.0, (right - left) * (bottom - top))) ** 0.5)
        self._image: NDArray[np.uint8] = drawn.render(scale=scale, grayscale=True).to_numpy().squeeze()
        self._origin, self._scale = (left, top), scale
        self._pictures = page.images
        letters = [char for char in page.chars if not char["text"].isspace()]
        self._tiny = [char for char in letters if char["size"] < SMALLEST]
        self._unmarked = [char for char in letters if char["size"] >= SMALLEST and not self._marks(char)]
        unmarked = set(map(id, self._unmarked))
        self.fonts = {char["fontname"] for char in letters if id(char) not in unmarked}
        self.has_unfilled = any(
            pdfium.FPDFTextObj_GetTextRenderMode(text.raw) in _WITHOUT_FILL
            for text in drawn.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8)
        )
        self._letters = letters
        self.all_seen = not (self._tiny or self._unmarked)

    def hidden(self, fonts: set[str]) -> list[Any]:
        """The letters that nobody sees; a font of `fonts` can be drawn here, another one may only be missing."""
        if self.has_unfilled:  # where the letters of a recognition stand beside those of the picture nobody can tell one by one
            return [*self._tiny, *(char for char in self._unmarked if not self._is_on_picture(char))]
        return [*self._tiny, *(char for char in self._unmarked if char["fontname"] in fonts or self._is_background(char))]

    def is_recognised(self, hidden: Sequence[Any]) -> bool:
        """Whether a picture's text is laid over it unseen: all that is not `hidden` stays."""
        out = set(map(id, hidden))
        return self.has_unfilled and any(self._is_on_picture(char) for char in self._letters if id(char) not in out)

    def _is_on_picture(self, char: Any) -> bool:
        across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        return any(
            picture["x0"] <= across <= picture["x1"] and picture["top"] <= down <= picture["bottom"]
            for picture in self._pictures
        )

    def _box(self, char: Any) -> NDArray[np.uint8]:
        """What is drawn where a letter stands, without the edges that its neighbours reach into."""
        wide, high = char["x1"] - char["x0"], char["bottom"] - char["top"]
        across, down = (0.1 * wide, 0.2 * high) if char["upright"] and char["text"].isalnum() else (0, 0)
        left, right = ((side - self._origin[0]) * self._scale for side in (char["x0"] + across, char["x1"] - across))
        top, bottom = char["top"] + down, char["bottom"] - down
        base, size = base_of(char), char["size"]
        if (
            char["upright"] and not top < base - X_HEIGHT * size < base < bottom + down
        ):  # its font tells nothing true of its reach
            top, bottom = base - ASCENT * size, base + DESCENT * size
        top, bottom = ((side - self._origin[1]) * self._scale for side in (top, bottom))
        if right < 0 or bottom < 0:
            return self._image[:0]
        return self._image[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1]

    def _marks(self, char: Any) -> bool:
        box = self._box(char)
        return bool(box.size) and int(box.max()) - int(box.min()) >= CONTRAST

    def _is_background(self, char: Any) -> bool:
        """Whether a letter has the colour of what it stands on, or stands beside the page."""
        box, colour = self._box(char), char["non_stroking_color"]
        return not box.size or abs(float(box.mean()) - 255 * _brightness(colour)) < CONTRAST


def _brightness(colour: Any) -> float:
    """How bright a colour of one, three or four parts is, from 0 to 1; black for what is none."""
    parts = [float(part) for part in colour or () if isinstance(part, int | float)]
    if len(parts) == 4:
        return float(np.dot([0.299, 0.587, 0.114], [(1 - part) * (1 - parts[3]) for part in parts[:3]]))
    return float(np.dot([0.299, 0.587, 0.114], parts)) if len(parts) == 3 else sum(parts[:1])


def _letters(chars: Sequence[Any], without: Sequence[Any] = ()) -> str:
    out = set(map(id, without))
    return "".join(char["text"] for char in chars if id(char) not in out and not char["text"].isspace())


def _is_told(text: str, seen: Iterable[str]) -> bool:
    """Whether letters say nothing, since they are no word, or nothing that no page shows."""
    return not re.search(r"[^\W\d_]{4}", text) or any(text in page for page in seen)


def _words(letters: Sequence[Any]) -> str:
    """The beginning of what letters say."""
    text = letters[0]["text"]
    for before, letter in pairwise(letters[: 2 * QUOTED]):
        touches = 0 <= letter["x0"] - before["x1"] < 0.15 * letter["size"] or before["x0"] < letter["x0"] < before["x1"]
        text += letter["text"] if touches else f" {letter['text']}"
    return str(text)


def _laid_over(pages: Sequence[int]) -> Iterator[str]:
    if pages:
        yield f"text is laid unseen over a picture, as a text recognition does ({_named(pages)}): compare it with the picture"


def _named(pages: Sequence[int]) -> str:
    shown = ", ".join(map(str, pages[:8]))
    return f"page{'s' if len(pages) > 1 else ''} {shown}{' and more' if len(pages) > 8 else ''}"
