"""Any file -> Markdown: Markdown without the marks of its dialect, plain text restored and structured, all else converted."""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from studybot.corpus.asciidoc import ASCIIDOC
from studybot.corpus.formats.reading import Reading
from studybot.corpus.formats.renewed import RENEWED
from studybot.corpus.front import front_length, without_rules
from studybot.corpus.included import with_parts
from studybot.errors import CorpusError

MARKDOWN = (".md", ".markdown", ".mdx", ".mdown", ".mkd", ".rmd", ".qmd")
COMPUTED = (".rmd", ".qmd")  # run by a program before they are read
TEXT = (".txt", ".text")
CONVERTED = (
    *(".pdf", ".pptx", ".xlsx", ".docx", ".odt", ".rtf", ".epub", ".html", ".htm", ".xhtml", ".rst", *ASCIIDOC),
    *RENEWED,
    *(".tex", ".org", ".typ", ".textile", ".fb2", ".wiki"),
)
TAKING = (*ASCIIDOC, ".rst")  # of the converted: text that may take in other files
_OWN = (".ipynb", ".csv", ".tsv", ".srt", ".vtt")
READABLE = (*MARKDOWN, *TEXT, *CONVERTED, *_OWN)
SIZE_LIMIT = 20_000_000  # bytes of text; a course topic is some 10 KB, a long book 2 MB
PICTURED = (".pdf", ".pptx", ".docx", ".odt", ".epub", ".xlsx", *RENEWED)
REMEMBERED, REMEMBERED_LIMIT = (
    50,
    200_000,
)  # files of which it is kept what was made of them, and characters of each: some 10 MB in all
PICTURED_LIMIT = 200_000_000  # bytes of a file that may hold pictures


def read(path: Path) -> list[str]:
    """Return the Markdown texts in a file, one a topic (a plain text may hold many)."""
    return list(read_file(path).texts)


def read_file(path: Path, *, ocr: str = "", parts: Sequence[Path] = (), titles: Mapping[str, str] | None = None) -> Reading:
    """Return the Markdown texts in a file with warnings of what could not be read in it.

    `parts` are the files that it may take in, `titles` says what references to names point to.
    Raises CorpusError, with the reason, for a file that is missing, empty, too large, binary or cannot be converted.
    """
    from studybot.corpus.formats.text import decoded, seen

    raw = _bytes(path)
    suffix = path.suffix.lower()
    text, guess = decoded(raw) if suffix not in CONVERTED or suffix in TAKING else ("", "")
    text, missing = with_parts(path, text, parts)
    guessed = (f"is not UTF-8 and was read as {guess}: if letters look wrong, save it as UTF-8",) if guess else ()
    note = (*guessed, *missing)
    if suffix in CONVERTED or suffix in _OWN:
        reading = _converted(path, raw, ocr, text, titles) if suffix in CONVERTED else _own(path, suffix)
        if not reading.texts:
            scanned = "; ".join(reading.warnings)
            raise CorpusError(f"holds no text{f': {scanned}' if scanned else ': add some or remove the file'}")
        texts = tuple(seen(part) for part in reading.texts)
        return Reading(texts=texts, warnings=(*note, *reading.warnings))
    if suffix in MARKDOWN:
        return Reading(texts=(_markdown(text, computed=suffix in COMPUTED),), warnings=note)
    return Reading(texts=_plain(text, path.stem), warnings=note)


def _bytes(path: Path) -> bytes:
    limit = PICTURED_LIMIT if path.suffix.lower() in PICTURED else SIZE_LIMIT
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if 0 < size <= limit else b""
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror}): check the file and its permissions") from error
    if size > limit:
        raise CorpusError(f"has {size / 1e6:.0f} MB, more than the {limit / 1e6:.0f} MB that one file may have: split it")
    if not raw.strip():
        raise CorpusError("is empty: add text or remove the file")
    return raw


def _converted(path: Path, raw: bytes, ocr: str, text: str, titles: Mapping[str, str] | None) -> Reading:
    from studybot.corpus.formats.child import convert

    alone = path.suffix.lower() in PICTURED  # a page takes styles from beside it
    known = _made_of(sha256(os.fsencode(path.name) + b"\0" + raw).digest(), ocr) if alone else []
    if known:
        return known[0]
    reading = convert(path, ocr=ocr, text=text, titles=titles)
    if sum(map(len, reading.texts)) <= REMEMBERED_LIMIT:
        known.append(reading)
    return reading


@lru_cache(maxsize=REMEMBERED)
def _made_of(content: bytes, ocr: str) -> list[Reading]:
    """Keeps what was made of a file: a draft is read with each change, when it is checked and when it is published."""
    return []


def _own(path: Path, suffix: str) -> Reading:
    from studybot.corpus.formats.notebook import read_notebook
    from studybot.corpus.formats.sheets import read_csv
    from studybot.corpus.formats.subtitles import read_subtitles

    if suffix == ".ipynb":
        return read_notebook(path)
    return read_subtitles(path) if suffix in (".srt", ".vtt") else read_csv(path)


def _markdown(text: str, *, computed: bool) -> str:
    """Front matter as it stands, and behind it the one dialect that is parsed."""
    from studybot.corpus.chunks import with_results
    from studybot.corpus.dialect import clean
    from studybot.corpus.formats.drawn import with_tables
    from studybot.corpus.formats.text import seen

    text = with_results(text) if computed else text
    length = front_length(text)
    return text[:length] + clean(with_tables(seen(without_rules(text) if not length else text[length:])))


def _plain(text: str, title: str) -> tuple[str, ...]:
    from studybot.corpus.plaintext import to_markdown
    from studybot.corpus.restore import restore

    return tuple(to_markdown(restore(text), fallback_title=title))
