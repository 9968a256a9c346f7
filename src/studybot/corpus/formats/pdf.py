"""PDF: lines with their type sizes -> headings, paragraphs, lists and tables, page by page.

A page's columns are read one after the other; what stands at the head or foot of several pages is left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from wordfreq import zipf_frequency

from studybot.corpus.emit import escape, guard
from studybot.corpus.formats.ocr import recognise
from studybot.corpus.formats.reading import Reading, table
from studybot.corpus.marks import place_mark
from studybot.errors import CorpusError

EDGE = 0.09  # share of a page's height in which running heads and feet stand
_BULLET = re.compile(r"(?:[•◦▪▫‣⁃∙·●○–—-]|\uf0b7|\(cid:\d+\))\s+")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+")
_PAGE = re.compile(r"\W*(?:page|seite|página|pág\.?|s\.|p\.)?\W*\d{1,4}(?:\W*(?:of|von|de|/)\W*\d{1,4})?\W*", re.IGNORECASE)
_CID = re.compile(r"\(cid:\d+\)")


@dataclass(frozen=True)
class _Line:
    text: str
    size: float
    bold: bool
    left: float
    top: float
    bottom: float
    cells: tuple[tuple[float, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()  # a table, in place of text
    edge: bool = False  # at the head or foot of its page


def read_pdf(path: Path, *, ocr: str = "") -> Reading:
    """Return the text of a PDF. `ocr` names the languages in which pictures of text are recognised, "" for none."""
    try:
        with pdfplumber.open(path) as pdf:
            pages = [_lines(page) for page in pdf.pages]
            empty = [number for number, lines in enumerate(pages, start=1) if not lines]
            warnings = _recognise(path, pages, empty, ocr) if empty else []
    except PDFPasswordIncorrect as error:
        raise CorpusError("is protected by a password: save it without one") from error
    except CorpusError:
        raise
    except Exception as error:  # whatever the parser raises for a broken file
        if isinstance(error.__cause__, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(error):
            raise CorpusError("is protected by a password: save it without one") from error
        raise CorpusError(f"cannot be converted ({type(error).__name__}): save it anew as PDF or as Markdown") from error
    pages = _without_running(pages)
    text = _markdown(pages)
    return Reading(texts=(text,) if any(sign.isalnum() for sign in text) and any(pages) else (), warnings=tuple(warnings))


def _recognise(path: Path, pages: list[list[_Line]], empty: Sequence[int], ocr: str) -> list[str]:
    """Fill pages without text by recognition when it is wanted; say which ones hold none."""
    if ocr:
        for number, text in recognise(path, empty, ocr).items():
            paragraphs = [line for line in text.split("\n") if line.strip()]
            pages[number - 1] = [
                _Line(line.strip(), 10, False, 0, 100 + 12.0 * at, 110 + 12.0 * at) for at, line in enumerate(paragraphs)
            ]
        empty = [number for number in empty if not pages[number - 1]]
    if not empty:
        return []
    hint = "" if ocr else " (scanned? set `ocr: eng` in course.yaml and install tesseract)"
    plural = len(empty) > 1
    return [f"page{'s' if plural else ''} {_ranges(empty)} hold{'' if plural else 's'} no text{hint}"]


def _ranges(numbers: Sequence[int]) -> str:
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)


def _lines(page: Any) -> list[_Line]:
    """The lines and tables of a page in reading order."""
    tables = [grid for grid in page.find_tables() if len(grid.rows) > 1 and len(grid.columns) > 1]
    words = page.dedupe_chars().extract_words(extra_attrs=["size", "fontname"], x_tolerance_ratio=0.15)
    words = [word for word in words if not any(_inside(word, grid.bbox) for grid in tables) and word["text"].strip()]
    placed = [
        _Line(
            "",
            0,
            False,
            grid.bbox[0],
            grid.bbox[1],
            grid.bbox[3],
            rows=tuple(tuple(cell or "" for cell in row) for row in grid.extract()),
        )
        for grid in tables
    ]
    head = [word for word in words if word["bottom"] < page.height * EDGE]
    foot = [word for word in words if word["top"] > page.height * (1 - EDGE)]
    body = [word for word in words if word not in head and word not in foot]
    found = _joined_lines(head, edge=True)
    for column in _columns(body, page.width):
        found += _joined_lines(column)
    if placed:
        found = (
            sorted([*found, *placed], key=lambda line: line.top) if len(_columns(body, page.width)) == 1 else [*found, *placed]
        )
    return [line for line in [*found, *_joined_lines(foot, edge=True)] if line.text or line.rows]


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    return bool(box[0] - 1 <= word["x0"] and word["x1"] <= box[2] + 1 and box[1] <= middle <= box[3])


def _columns(words: list[dict[str, Any]], width: float) -> list[list[dict[str, Any]]]:
    """Words by column: two when a gap near the middle runs down beside most lines of both sides."""
    if len(words) < 30:
        return [words]
    best: tuple[int, float] = (len(words), 0)
    for step in range(35, 66):
        at = width * step / 100
        crossing = sum(word["x0"] < at + 4 and word["x1"] > at - 4 for word in words)
        best = min(best, (crossing, at), key=lambda pair: (pair[0], abs(pair[1] - width / 2)))
    at = best[1]
    wide = [word for word in words if word["x0"] < at + 4 and word["x1"] > at - 4]
    left, right = ([word for word in words if word not in wide and (word["x0"] < at) == side] for side in (True, False))
    tops = [{round(word["top"]) for word in side} for side in (left, right)]
    if len(wide) > len(words) * 0.04 or min(map(len, tops)) < 4 or min(len(left), len(right)) < len(words) * 0.25:
        return [words]
    per_line = [len(side) / len(top) for side, top in zip((left, right), tops, strict=True)]
    if min(per_line) < 3:  # cells of a table without rules
        return [words]
    above = [word for word in words if word["bottom"] <= min(word["top"] for word in [*left, *right] if word not in wide) + 1]
    return [
        part
        for part in ([word for word in wide if word in above], left, [word for word in wide if word not in above] + right)
        if part
    ]


def _joined_lines(words: Sequence[dict[str, Any]], *, edge: bool = False) -> list[_Line]:
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (round(word["bottom"]), word["x0"])):
        near = rows and abs(rows[-1][0]["bottom"] - word["bottom"]) <= max(2.0, word["size"] * 0.35)
        rows[-1].append(word) if near else rows.append([word])
    return [_line(sorted(row, key=lambda word: word["x0"]), edge) for row in rows]


def _line(words: Sequence[dict[str, Any]], edge: bool) -> _Line:
    size = Counter(round(word["size"] * 2) / 2 for word in words for _ in word["text"]).most_common(1)[0][0]
    cells: list[list[dict[str, Any]]] = [[words[0]]]
    for word in words[1:]:
        apart = word["x0"] - cells[-1][-1]["x1"] > 1.6 * size
        cells.append([word]) if apart else cells[-1].append(word)
    bold = all(re.search(r"bold|black|heavy|demi", word["fontname"], re.IGNORECASE) for word in words)
    return _Line(
        text=" ".join(word["text"] for word in words),
        size=size,
        bold=bold,
        left=words[0]["x0"],
        top=min(word["top"] for word in words),
        bottom=max(word["bottom"] for word in words),
        cells=tuple((cell[0]["x0"], " ".join(word["text"] for word in cell)) for cell in cells),
        edge=edge,
    )


def _without_running(pages: Sequence[list[_Line]]) -> list[list[_Line]]:
    """Pages without what stands at the head or foot of several, numbers aside; the first one keeps a title there."""
    names = Counter(name for lines in pages for name in {_numberless(line) for line in lines if line.edge})
    running = {name for name, count in names.items() if count > 1 and count * 3 >= len(pages)}
    shown: list[list[_Line]] = []
    for number, lines in enumerate(pages):
        largest = max((line.size for line in lines[1:]), default=0)
        title = lines[0] if number == 0 and lines and lines[0].size > largest else None
        shown.append(
            [
                line
                for line in lines
                if not line.edge or line is title or not (_PAGE.fullmatch(line.text) or _numberless(line) in running)
            ]
        )
    return shown


def _numberless(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text.lower())


def _markdown(pages: Sequence[list[_Line]]) -> str:
    lines = [line for page in pages for line in page if not line.rows]
    if not lines:
        lines = [_Line("", 10, False, 0, 0, 0)]
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


def _is_heading(line: _Line, body: float) -> bool:
    short = len(line.text) <= 120 and len(line.cells) == 1 and any(sign.isalpha() for sign in line.text)
    larger = line.size >= body * 1.12
    return (
        short and (larger or (line.bold and line.size >= body and line.text[-1] not in ".;,:")) and not _BULLET.match(line.text)
    )


def _blocks(page: Sequence[_Line], body: float, depths: dict[float, int], vocabulary: Counter[str]) -> Iterator[str]:
    paragraph: list[_Line] = []
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


def _continues(line: _Line, following: _Line, body: float) -> bool:
    near = 0 <= following.top - line.bottom < 0.6 * line.size
    return near and following.size == line.size and line.size > body and _is_heading(following, body)


def _grid(page: Sequence[_Line], place: int, body: float) -> list[_Line]:
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


def _paragraph(lines: Sequence[_Line], vocabulary: Counter[str]) -> Iterator[str]:
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
