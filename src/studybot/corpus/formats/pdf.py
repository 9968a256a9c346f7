"""PDF: lines with their type sizes -> headings, paragraphs, lists and tables, page by page.

A page's columns are read one after the other; what stands at the head or foot of several pages is left out.
"""

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFPasswordIncorrect

from studybot.corpus.formats.pdf_fonts import told_apart
from studybot.corpus.formats.pdf_formulas import UNREAD
from studybot.corpus.formats.pdf_lines import Line, lines_of
from studybot.corpus.formats.pdf_seen import read_seen
from studybot.corpus.formats.pdf_slides import is_deck, slides_of
from studybot.corpus.formats.pdf_text import HEADING, markdown_of
from studybot.corpus.formats.reading import Reading
from studybot.errors import CorpusError

_PAGE = re.compile(r"\W*(?:page|seite|página|pág\.?|s\.|p\.)?\W*\d{1,4}(?:\W*(?:of|von|de|/)\W*\d{1,4})?\W*", re.IGNORECASE)
RESOLUTION = 300 / 72  # 300 dots an inch
SECONDS = 60  # for one page


def read_pdf(path: Path, *, ocr: str = "") -> Reading:
    """Return the text of a PDF. `ocr` names the languages in which pictures of text are recognised, "" for none."""
    try:
        with pdfplumber.open(path) as pdf:
            told_apart(pdf)
            sizes = [(float(page.width), float(page.height)) for page in pdf.pages]
            deck = is_deck(sizes)
            pages, unseen = read_seen(path, pdf.pages, partial(lines_of, slide=deck))
            empty = [number for number, lines in enumerate(pages, start=1) if not lines]
            warnings = [*unseen, *(_recognise(path, pages, empty, ocr) if empty else ())]
    except PDFPasswordIncorrect as error:
        raise CorpusError("is protected by a password: save it without one") from error
    except CorpusError:
        raise
    except Exception as error:  # whatever the parser raises for a broken file
        if isinstance(error.__cause__, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(error):
            raise CorpusError("is protected by a password: save it without one") from error
        raise CorpusError(f"cannot be converted ({type(error).__name__}): save it anew as PDF or as Markdown") from error
    pages = _without_running(pages, deck=deck)
    text = slides_of(pages, [height for _, height in sizes]) if deck else markdown_of(pages)
    torn = sorted({int(number) for number in UNREAD.findall(text)})
    warnings += [f"formulas on page{'s' * (len(torn) > 1)} {_ranges(torn)} cannot be read: they are left out"] if torn else []
    return Reading(texts=(text,) if any(sign.isalnum() for sign in text) and any(pages) else (), warnings=tuple(warnings))


def _recognise(path: Path, pages: list[list[Line]], empty: Sequence[int], ocr: str) -> list[str]:
    """Fill pages without text by recognition when it is wanted; say which ones hold none."""
    if ocr:
        for number, text in recognise(path, empty, ocr).items():
            paragraphs = [line for line in text.split("\n") if line.strip()]
            pages[number - 1] = [
                Line(line.strip(), 10, False, 0, 100 + 12.0 * at, 110 + 12.0 * at) for at, line in enumerate(paragraphs)
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


def _without_running(pages: Sequence[list[Line]], *, deck: bool = False) -> list[list[Line]]:
    """Pages without what stands at the head or foot of several, numbers aside; the first one keeps a title there."""
    sizes = Counter(line.size for lines in pages for line in lines for _ in line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0
    names = Counter(name for lines in pages for name in {_name(line, body) for line in lines if line.edge})
    titles = {_name(line, body) for lines in pages for line in lines[:1] if deck and line.size > body}  # a slide's may go on
    running = {name for name, count in names.items() if count > 1 and count * (1.5 if name in titles else 3) >= len(pages)}
    counted = Counter(
        shift for at, lines in enumerate(pages) for shift in {s for line in lines for s in _shifts(line, at, body)}
    )
    shown: list[list[Line]] = []
    for number, lines in enumerate(pages):
        largest = max((line.size for line in lines[1:]), default=0)
        title = lines[0] if number == 0 and lines and lines[0].size > largest else None
        shown.append(
            [
                line
                for line in lines
                if not line.edge
                or line is title
                or not (
                    _PAGE.fullmatch(line.text)
                    or _name(line, body) in running
                    or any(counted[shift] > 1 for shift in _shifts(line, number, body))
                )
            ]
        )
    return shown


def _shifts(line: Line, page: int, body: float) -> set[int]:
    """How far the numbers at the ends of a head or foot are from its page's: the same on other pages, they count pages."""
    if not line.edge or line.size > body:
        return set()
    return {int(number) - page for number in re.findall(r"^\d{1,4}(?=\s)|(?<=\s)\d{1,4}$", line.text)}


def _name(line: Line, body: float) -> str:
    """What a head or foot says, numbers aside; in large type it is a heading that may count ("Chapter 3")."""
    return line.text.lower() if line.size > body * HEADING else re.sub(r"\d+", "#", line.text.lower())


def recognise(path: Path, pages: Sequence[int], languages: str) -> dict[int, str]:
    """Return the text of pages (numbers from 1). Raises CorpusError when tesseract or a language of it is missing."""
    command = shutil.which("tesseract")
    if command is None:
        raise CorpusError("needs text recognition, and tesseract is not installed: install it or remove `ocr` from course.yaml")
    found: dict[int, str] = {}
    pdf = pypdfium2.PdfDocument(path)
    with tempfile.TemporaryDirectory() as folder:
        for number in pages:
            picture = Path(folder) / "page.png"
            pdf[number - 1].render(scale=RESOLUTION).to_pil().save(picture)
            arguments = [command, str(picture), "stdout", "-l", languages]
            done = subprocess.run(arguments, capture_output=True, timeout=SECONDS, check=False)
            if done.returncode:
                reason = " ".join(done.stderr.decode("utf-8", "replace").split())[:160]
                raise CorpusError(f"text recognition failed ({reason}): install the language or correct `ocr` in course.yaml")
            found[number] = done.stdout.decode("utf-8", "replace").strip()
    pdf.close()
    return found
