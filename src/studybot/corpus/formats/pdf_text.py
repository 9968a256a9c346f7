"""Lines of a PDF as Markdown: headings, lists, tables and paragraphs by how they stand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from studybot.corpus.emit import escape, guard
from studybot.corpus.formats.pdf_lines import Line
from studybot.corpus.formats.reading import table
from studybot.corpus.marks import place_mark
from studybot.frequency import zipf_frequency

HEADING = 1.12  # times the body's size from which a line is larger
_BULLET = re.compile(r"(?:[•◦▪▫‣⁃∙·●○–—-]|\uf0b7|\(cid:\d+\))\s+")
_CID = re.compile(r"\(cid:\d+\)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+")


def markdown_of(pages: Sequence[list[Line]]) -> str:
    """Return the pages as Markdown, each behind a mark of its number."""
    lines = [line for page in pages for line in page if not line.rows]
    if not lines:
        lines = [Line("", 10, False, 0, 0, 0)]
    body = (
        Counter(line.size for line in lines for _ in line.text).most_common(1)[0][0] if any(line.text for line in lines) else 10
    )
    sizes = sorted({line.size for line in lines if _is_heading(line, body)}, reverse=True)
    depths = {size: depth for depth, size in enumerate(sizes, start=1)}
    vocabulary = Counter(word.lower() for line in lines for word in re.findall(r"[\w-]+", line.text))
    parts: list[str] = []
    for number, page in enumerate(pages, start=1):
        if page:
            parts += [place_mark(f"page {number}"), *_blocks(page, body, depths, vocabulary)]
    return "\n\n".join(_across_pages(parts)) + "\n"


def _is_heading(line: Line, body: float) -> bool:
    short = len(line.text) <= 120 and len(line.cells) == 1 and any(sign.isalpha() for sign in line.text)
    larger = line.size >= body * HEADING
    return (
        short and (larger or (line.bold and line.size >= body and line.text[-1] not in ".;,:")) and not _BULLET.match(line.text)
    )


def _blocks(page: Sequence[Line], body: float, depths: dict[float, int], vocabulary: Counter[str]) -> Iterator[str]:
    paragraph: list[Line] = []
    place = 0
    while place < len(page):
        line = page[place]
        grid = _grid(page, place, body)
        previous = page[place - 1] if place else None
        if line.rows or len(grid) > 1 or _is_heading(line, body):
            yield from _paragraph(paragraph, vocabulary)
            paragraph = []
        if line.rows:
            yield table([[escape(" ".join(cell.split())) for cell in row] for row in line.rows])
        elif len(grid) > 1:
            yield table([[escape(text) for _, text in row.cells] for row in grid])
            place += len(grid) - 1
        elif _is_heading(line, body):
            text = line.text
            while place + 1 < len(page) and _continues(line, page[place + 1], body):
                place += 1
                line = page[place]
                text += f" {line.text}"
            yield f"{'#' * min(depths.get(line.size, 2), 6)} {escape(text)}"
        else:
            gap = previous is not None and (
                line.top - previous.bottom > 0.75 * line.size or line.top < previous.top - line.size
            )
            moved = previous is not None and line.top < previous.top - line.size  # the next column
            starts = bool(_BULLET.match(line.text) or _NUMBER.match(line.text))
            if paragraph and ((gap and not (moved and paragraph[-1].text[-1] not in ".!?:")) or starts):
                yield from _paragraph(paragraph, vocabulary)
                paragraph = []
            paragraph.append(line)
        place += 1
    yield from _paragraph(paragraph, vocabulary)


def _continues(line: Line, following: Line, body: float) -> bool:
    near = 0 <= following.top - line.bottom < 0.6 * line.size
    return near and following.size == line.size and line.size > body and _is_heading(following, body)


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


def _paragraph(lines: Sequence[Line], vocabulary: Counter[str]) -> Iterator[str]:
    if not lines:
        return
    text = lines[0].text
    for line in lines[1:]:
        text = _hyphenated(text, line.text, vocabulary)
    text = _CID.sub("", text).strip()
    bullet, number = _BULLET.match(lines[0].text), _NUMBER.match(text)
    if bullet:
        yield f"- {guard(escape(text[bullet.end() :] if text.startswith(bullet.group()) else text))}"
    elif number:
        yield f"{number[1]}. {guard(escape(text[number.end() :]))}"
    elif text:
        yield guard(escape(text))


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
