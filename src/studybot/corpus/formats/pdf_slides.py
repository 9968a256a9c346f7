"""Pages of slides: each a section under its title; one that is built up line by line counts once, as it is in the end."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from studybot.corpus.formats.pdf_formulas import FORMULA, markdown, named
from studybot.corpus.formats.pdf_lines import Line
from studybot.corpus.formats.pdf_text import BULLET, HEADING, blocks, body_size, starts_item, vocabulary_of
from studybot.corpus.marks import place_mark, role_mark
from studybot.text import any_word

WIDE = 1.15  # times the height of a page that a slide is wide
TOP = 0.32  # share of a slide's height in which its title begins
LONGEST_TITLE = 120  # characters
BEFORE = 6  # words that may stand above the title of a slide
SMALL = 0.82  # times the usual size from which lines at the end of a slide are notes
LABEL = 4  # words of a name above items
NAME = 7  # words of a heading within a slide
SCRAP = 3  # letters and digits that a line of text has at least
OPENING = 60  # words that a title slide has at most
_CITED = re.compile(r"\b(?:19|20)\d\d\b|\w\.\w+/|https?:|www\.")
_SYLLABLES = re.compile("[\u0900-\u1fff\u2e80-\u2fff\u3040-\ud7ff\uf900-\ufaff]")  # writing in which a sign or two are a word
_BARE = re.compile(r"([1-9])\s+(?=[^\W\d_])")
_CROSS, _TICK = re.compile("[✗✘✕✖]"), re.compile(r"[✓✔]\s*(?=\S)")
_COUNTED = re.compile(
    r"[\s(\[–:,-]*(?:\b(?:contd?|cont['’]d|continued|ctd)\b[\s.)\]…]*|[(\[]\d{1,2}(?:\s*(?:/|of)\s*\d{1,2})?[)\]]|(?:\.{3}|…))$",
    re.IGNORECASE,
)


def is_deck(sizes: Sequence[tuple[float, float]]) -> bool:
    """Whether pages of such widths and heights are slides."""
    return sum(width > WIDE * height for width, height in sizes) * 2 > len(sizes)


@dataclass(frozen=True)
class _Slide:
    number: int
    title: str
    lines: list[Line]


def slides_of(pages: Sequence[list[Line]], heights: Sequence[float]) -> str:
    """Return pages of slides as Markdown, each behind a mark of its number."""
    body = body_size(pages)
    firsts = Counter(page[0].size for page in pages[1:] if page and page[0].size > body)
    usual = firsts.most_common(1)[0][0] if firsts else 0.0
    slides = [
        _slide(number, page, height, body, usual)
        for number, (whole, height) in enumerate(zip(pages, heights, strict=True), start=1)
        if (page := _counted(_ticked([line for line in whole if not _is_scrap(line) or _is_large(line, body)])))
    ]
    vocabulary = vocabulary_of(pages)
    parts: list[str] = []
    before = ""
    for slide in _built(slides):
        key = slide.title.lower()
        parts.append(place_mark(f"page {slide.number}"))
        if slide.title and key != before:
            parts.append(f"{'##' if before or slide.number > 1 else '#'} {named(markdown(slide.title), slide.number)}")
            before = key
        again = not slide.title and slide.lines and _COUNTED.sub("", slide.lines[0].text).lower() == before  # set smaller here
        shown = slide.lines[1:] if again else slide.lines
        opening = slide.number == 1 and bool(slide.title) and _only_opens(shown)
        own = max(body, body_size([shown]))

        def level(line: Line, at: int, lines: Sequence[Line] = shown, own: float = own) -> int:
            return 3 if _heads(at, lines, own) else 0

        notes = 0 if opening else _notes(shown, own)
        found = blocks(shown[: len(shown) - notes], body, level, vocabulary, styled=True)
        inner = [named(part, slide.number) for part in found]
        parts += [role_mark("administrative"), *inner, role_mark("teaching")] if opening and inner else inner
        if notes:
            cited = blocks(shown[-notes:], body, lambda line, at: 0, vocabulary, styled=True)
            parts += [role_mark("reference"), *cited, role_mark("teaching")]
    return "\n\n".join(parts) + "\n"


def _ticked(page: Sequence[Line]) -> list[Line]:
    """Lines of a page; ticks say something only where there are crosses, too, and are signs of items else."""
    if any(_CROSS.match(line.text) for line in page):
        return list(page)
    return [replace(line, text=_TICK.sub("• ", line.text)) for line in page]


def _is_scrap(line: Line) -> bool:
    """Whether a line holds only a sign or two of a figure, or the numbers of its axis."""
    if line.rows or FORMULA.search(line.text) or BULLET.match(line.text) or _SYLLABLES.search(line.text):
        return False
    return sum(map(str.isalnum, line.text)) < SCRAP or not any(map(str.isalpha, line.text))


def _is_large(line: Line, body: float) -> bool:
    """Whether a line of a word is larger than what stands around it: the title of a slide may be "Go"."""
    return line.size > body and any(map(str.isalpha, line.text))


def _slide(number: int, page: list[Line], height: float, body: float, usual: float) -> _Slide:
    """A page with the large lines at its top as its title; the first one may have them anywhere."""
    top = [line for line in page if not line.rows and any_word(line.text) and (number == 1 or line.top < TOP * height)]
    largest = max(top, key=lambda line: line.size, default=None)
    if largest is None:
        return _Slide(number, "", page)
    at = page.index(largest)
    first = number == 1 or (at == 0 and largest.top < TOP / 2 * height)
    stands_out = largest.bold and not any(line.bold or line.size > largest.size for line in page[1:] if any_word(line.text))
    if largest.size < (HEADING * body if first else max(HEADING * body, 0.9 * usual)) and not (first and stands_out):
        return _Slide(number, "", page)
    if number > 1 and sum(len(line.text.split()) for line in page[:at]) > BEFORE:
        return _Slide(number, "", page)
    end = at + 1
    while end < len(page) and _goes_on(page[end - 1], page[end]):
        end += 1
    title = " ".join(line.text for line in page[at:end])
    if len(title) > LONGEST_TITLE or sum(sign.isalpha() for sign in title) < 2 or BULLET.match(title):
        return _Slide(number, "", page)
    return _Slide(number, _COUNTED.sub("", title).strip(" :") or title, [*page[:at], *page[end:]])


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a line of a title goes on in the next one."""
    return abs(line.size - following.size) < 0.6 and -0.2 * line.size < following.top - line.bottom < 0.9 * line.size


def _only_opens(lines: Sequence[Line]) -> bool:
    """Whether what stands below the title of the first slide says who teaches where and when."""
    words = sum(len(line.text.split()) for line in lines)
    return words <= OPENING and not any(BULLET.match(line.text) for line in lines)


def _heads(at: int, lines: Sequence[Line], body: float) -> bool:
    """Whether a line within a slide names what stands below it: a bold or large one, or a word or two above items."""
    line, below = lines[at], lines[at + 1 : at + 3]
    if not below or not _is_name(line) or (at and _is_joined(lines[at - 1], line)):
        return False
    if (
        starts_item(below[0].text)
        and len(line.text.split()) <= LABEL
        and line.text[-1] != ":"
        and line.left <= below[0].left + body
    ):
        return True
    if not line.bold and line.size < HEADING * body:
        return False
    like = below[0].bold == line.bold and below[0].size >= line.size
    return not like and any(len(one.text) > 30 and one.left >= line.left - body for one in below)


def _is_name(line: Line) -> bool:
    """Whether a line could be a heading: short, of words, and no sentence."""
    short = len(line.cells) == 1 and 2 < len(line.text) <= 80 and len(line.text.split()) <= NAME
    words = sum(sign.isalpha() for sign in line.text) * 2 >= len(line.text)
    begins = line.text[0].isalpha() and not line.text[0].islower()  # most writings know no capitals
    return short and words and begins and line.text[-1] not in ".;,。；，।" and not starts_item(line.text)


def _is_joined(above: Line, line: Line) -> bool:
    """Whether a line goes on with the one above it."""
    near = -0.3 * line.size < line.top - above.bottom < 0.4 * line.size
    return near and not above.rows and above.text[-1] not in ".?!:" and above.left < line.left + 1


def _notes(lines: Sequence[Line], body: float) -> int:
    """How many lines at the end of a slide are set small and say where what it says comes from: with a year or an address."""
    count = sum(1 for _ in takewhile(lambda line: not line.rows and line.size <= SMALL * body, reversed(lines)))
    cites = any(_CITED.search(line.text) for line in lines[len(lines) - count :])
    return count if cites and count < len(lines) else 0


def _counted(page: Sequence[Line]) -> list[Line]:
    """Lines of a page in which numbers that count lines (1 One, 2 Two), as drawn in circles, are numbers of items."""
    found = [(at, int(number[1])) for at, line in enumerate(page) if (number := _BARE.match(line.text))]
    places = {at for at, _ in found}
    if [number for _, number in found] != list(range(1, len(found) + 1)) or len(found) < 2:
        return list(page)
    return [replace(line, text=_BARE.sub(r"\1. ", line.text)) if at in places else line for at, line in enumerate(page)]


def _built(slides: Sequence[_Slide]) -> Iterator[_Slide]:
    """Slides without those that the next one repeats with more, and those that say again what one before said."""
    known: set[frozenset[str]] = set()
    before: list[str] = []
    title = ""
    for slide, following in zip(slides, [*slides[1:], None], strict=True):
        said = _said(slide)
        if following is not None and following.title == slide.title and slide.number > 1 and _grows(said, _said(following)):
            continue
        whole = frozenset(said)
        if sum(map(len, whole)) > 20 and whole in known:
            continue
        known.add(whole)
        again = 0  # lines that are shown once more above what is new
        if slide.title == title:
            again = sum(
                1
                for _ in takewhile(
                    lambda pair: pair[0].text and pair[0].text == pair[1], zip(slide.lines, before, strict=False)
                )
            )
        while 0 < again < len(before) and _is_name(slide.lines[again - 1]):
            again -= 1  # other lines stood below it
        before, title = [line.text for line in slide.lines], slide.title
        yield replace(slide, lines=slide.lines[again:]) if again < len(slide.lines) else slide


def _said(slide: _Slide) -> list[str]:
    rows = (" ".join(row) for line in slide.lines for row in line.rows)
    return [text for text in (*(line.text for line in slide.lines), *rows) if text]


def _grows(said: Sequence[str], following: Sequence[str]) -> bool:
    """Whether all lines of a slide stand in the next one, too, whole or longer."""
    return all(any(text == other or (len(text) > 3 and other.startswith(text)) for other in following) for text in said)
