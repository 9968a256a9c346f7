"""Lines of a PDF as Markdown: headings, lists, tables and paragraphs by how they stand."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from studybot.corpus.emit import guard
from studybot.corpus.formats.pdf_formulas import displayed, is_formula, markdown, named
from studybot.corpus.formats.pdf_lines import Line
from studybot.corpus.formats.pdf_words import BULLETS
from studybot.corpus.formats.reading import table
from studybot.corpus.marks import place_mark
from studybot.corpus.roles import belongs_above
from studybot.frequency import zipf_frequency

HEADING = 1.12  # times the body's size from which a line is larger
BULLET = re.compile(rf"(?:[{BULLETS}]\s*|[·–—−›»-]\s+|(?=[✓✔✗✘✕✖])|\(cid:\d+\)\s+)(?=\S)")
_CID = re.compile(r"\(cid:\d+\)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+")
_LETTERED = re.compile(r"\(?(?:[a-hA-H]|[ivxIVX]{1,4})\)\s|[IVX]{1,4}\.\s")
_LABELLED = re.compile(r"[^\W\d_][\w ()/-]{1,40}: ")
_LETTER = re.compile(r"\(?(?:[a-z]|[ivx]{1,4})[.)]\s+(?=\w)")  # before an item
_CAPTION = re.compile(r"(?:figure|fig\.|table|image|source)\b", re.IGNORECASE)
_SOURCE = re.compile(r"(?:image )?source\s*:\s*(?:https?:|www\.)\S+", re.IGNORECASE)  # where a picture comes from
_CALL = re.compile(r"\w{0,3}\s*(?:\(.{0,3})?\)")  # SP(xy) and the like, and the letter of an item alone
_STEP = 2.0  # points from which an item stands deeper than the one before
ITEM = 7  # words of a line that may be an item without a sign
LABEL = 60  # characters of a line in another type that stands alone
Level = Callable[[Line, int], int]


def markdown_of(pages: Sequence[list[Line]]) -> str:
    """Return the pages as Markdown, each behind a mark of its number."""
    body = body_size(pages)
    pages = [_listed(page, body) for page in pages]
    lines = [line for page in pages for line in page if not line.rows]
    sizes = sorted({line.size for line in lines if _is_heading(line, body)}, reverse=True)
    depths = {size: depth for depth, size in enumerate(sizes, start=1)}
    vocabulary = vocabulary_of(pages)

    def level(line: Line, at: int) -> int:
        return min(depths.get(line.size, 2) + belongs_above(line.text), 6) if _is_heading(line, body) else 0

    parts: list[str] = []
    for number, page in enumerate(pages, start=1):
        if page:
            found = blocks(page, body, level, vocabulary)
            parts += [place_mark(f"page {number}"), *(named(part, number) for part in found)]
    return "\n\n".join(_across_pages(parts)) + "\n"


def body_size(pages: Sequence[list[Line]]) -> float:
    """The type size that most of pages is set in."""
    sizes = Counter(line.size for page in pages for line in page if not line.rows for _ in line.text)
    return sizes.most_common(1)[0][0] if sizes else 10


def vocabulary_of(pages: Sequence[list[Line]]) -> Counter[str]:
    """How often each word stands in pages."""
    return Counter(word.lower() for page in pages for line in page for word in re.findall(r"[\w-]+", line.text))


def _is_heading(line: Line, body: float) -> bool:
    short = len(line.text) <= 120 and len(line.cells) == 1 and any(sign.isalpha() for sign in line.text)
    larger = line.size >= body * HEADING
    told = line.text[-1] not in ".;," and "=" not in line.text and not _CAPTION.match(line.text)
    named = (larger and not _CALL.fullmatch(line.text)) or (line.bold and line.size >= body and told)
    return short and named and not BULLET.match(line.text) and not is_formula(line.text)


def _listed(page: Sequence[Line], body: float) -> list[Line]:
    """Lines of a page, those in bold that begin with a letter or a small number as items; without the addresses of pictures."""
    return [
        replace(line, text=f"• {line.text}") if line.bold and line.size < body * HEADING and _LETTER.match(line.text) else line
        for line in page
        if not _SOURCE.fullmatch(line.text)
    ]


def blocks(page: Sequence[Line], body: float, level: Level, vocabulary: Counter[str], *, styled: bool = False) -> Iterator[str]:
    """The blocks of a page; `level` says what heading a line is (0: none), `styled` that another type parts paragraphs."""
    paragraph: list[Line] = []
    indents: list[float] = []
    place = 0

    def written() -> Iterator[str]:
        if styled and _is_list(paragraph):
            yield "\n".join(f"- {markdown(one.text)}" for one in paragraph)
        else:
            yield from _paragraph(paragraph, vocabulary, indents)
        paragraph.clear()

    while place < len(page):
        line = page[place]
        grid = _grid(page, place, body)
        depth = 0 if line.rows or len(grid) > 1 else level(line, place)
        alone = not line.rows and is_formula(line.text)
        if line.rows or len(grid) > 1 or depth or alone:
            yield from written()
        if line.rows:
            yield table([[markdown(" ".join(cell.split())) for cell in row] for row in line.rows])
        elif len(grid) > 1:
            yield table([[markdown(text) for _, text in row.cells] for row in grid])
            place += len(grid) - 1
        elif depth:
            text = line.text
            while place + 1 < len(page) and _continues(line, page[place + 1]) and level(page[place + 1], place + 1):
                place += 1
                line = page[place]
                text += f" {line.text}"
            yield f"{'#' * depth} {markdown(text.rstrip(': '))}"
        elif alone:
            shown = [line.text]
            while place + 1 < len(page) and not page[place + 1].rows and is_formula(page[place + 1].text):
                place += 1
                shown.append(page[place].text)
            yield from displayed(shown)
        else:
            if paragraph and _starts(paragraph, page[place - 1], line, styled=styled):
                yield from written()
            paragraph.append(line)
        place += 1
    yield from written()


def _starts(paragraph: Sequence[Line], previous: Line, line: Line, *, styled: bool) -> bool:
    """Whether a line begins another paragraph than the one before it."""
    first, said = paragraph[0], previous.text[-1]
    if starts_item(line.text) or (styled and _opens(previous, line)):
        return True
    near = line.size * 0.88 < previous.size < line.size * 1.12 and line.top - previous.bottom < 2 * line.size
    if styled and near and line.text[0].islower() and said not in ".!?:;":
        return False
    moved = line.top < previous.top - line.size  # the next column
    if moved or line.top - previous.bottom > 0.75 * line.size:
        return not (moved and said not in ".!?:")
    if BULLET.match(first.text) and (
        line.left <= first.left + 0.5 or first.bold > line.bold
    ):  # what stands before its item is no part of it
        return True
    other = previous.bold != line.bold or abs(previous.size - line.size) > 0.12 * line.size
    return styled and other and len(previous.text) <= LABEL and said not in ",-"


def starts_item(text: str) -> bool:
    """Whether a line begins an item of a list."""
    return bool(BULLET.match(text) or _NUMBER.match(text))


def _opens(previous: Line, line: Line) -> bool:
    """Whether a line of a slide is the first of a box, an item with a letter, or begins with a label."""
    labelled = bool(_LABELLED.match(line.text)) and previous.text[-1] in ".!?"
    return line.opens or labelled or bool(_LETTERED.match(line.text))


def _is_list(lines: Sequence[Line]) -> bool:
    """Whether lines are items without a sign before them: three at least, short, each with a capital or a digit first."""
    return len(lines) > 2 and all(
        len(line.text.split()) <= ITEM and (line.text[0].isupper() or line.text[0].isdigit()) and line.text[-1] not in ".,"
        for line in lines
    )


def _continues(line: Line, following: Line) -> bool:
    return -0.2 * line.size <= following.top - line.bottom < 0.6 * line.size and following.size == line.size


def _grid(page: Sequence[Line], place: int, body: float) -> list[Line]:
    """The lines from `place` on that stand in the same columns: three at least, two cells at least."""
    first = page[place]
    rows = [first]
    if len(first.cells) < 2:
        return []
    for line in page[place + 1 :]:
        if len(line.cells) != len(first.cells) or line.size > body * 1.1:
            break
        if any(abs(one[0] - other[0]) > body for one, other in zip(line.cells, first.cells, strict=True)):
            break
        rows.append(line)
    return rows if len(rows) > 2 else []


def _paragraph(lines: Sequence[Line], vocabulary: Counter[str], indents: list[float]) -> Iterator[str]:
    """Lines as a paragraph, or as an item that stands below the one before it when it is set deeper."""
    if not lines:
        return
    text = lines[0].text
    for line in lines[1:]:
        text = _hyphenated(text, line.text, vocabulary)
    bullet = BULLET.match(text)
    text = _CID.sub("", text[bullet.end() :] if bullet else text).strip()
    number = None if bullet else _NUMBER.match(text)
    if not bullet and not number:
        indents.clear()
        if text:
            yield guard(markdown(text))
        return
    while indents and lines[0].left < indents[-1] - _STEP:
        indents.pop()
    if not indents or lines[0].left > indents[-1] + _STEP:
        indents.append(lines[0].left)
    inner = "   " * (len(indents) - 1)
    yield f"{inner}{number[1]}. {guard(markdown(text[number.end() :]))}" if number else f"{inner}- {guard(markdown(text))}"


def _hyphenated(text: str, following: str, vocabulary: Counter[str]) -> str:
    """Two lines as one: a hyphen at the end goes when what is joined is a word, here or in the language."""
    split = re.search(r"([^\W\d_]+)[-\u2010\u00ad]$", text)
    rest = re.match(r"[^\W\d_]+", following)
    if split is None or rest is None or not rest.group()[0].islower():
        return f"{text} {following}"
    joined, compound = split[1] + rest.group(), f"{split[1]}-{rest.group()}"
    parts = min(zipf_frequency(split[1], "en"), zipf_frequency(rest.group(), "en"))
    is_compound = vocabulary[compound.lower()] or (
        not vocabulary[joined.lower()] and zipf_frequency(joined, "en") == 0 and parts >= 3
    )
    return text + following if is_compound else text[: split.end(1)] + following


def _across_pages(parts: Sequence[str]) -> list[str]:
    """Parts with a sentence that goes on over the page in one paragraph, at the page where it begins."""
    found: list[str] = []
    for part in parts:
        open_before = (
            len(found) > 1
            and found[-1].startswith("<!--")
            and re.match(r"[^\W\d_]", found[-2])
            and not re.search(r"[.!?:]\W*$", found[-2])
        )
        if open_before and part[:1].islower():
            mark = found.pop()
            found[-1] = f"{found[-1]} {part}"
            found.append(mark)
        else:
            found.append(part)
    return found
