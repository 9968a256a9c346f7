"""Word, OpenDocument, EPUB, HTML, reStructuredText, AsciiDoc, LaTeX and others, read by pandoc into one tree."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pypandoc

from studybot.corpus.asciidoc import ASCIIDOC, mended, restored
from studybot.corpus.formats.chrome import without_chrome
from studybot.corpus.formats.office import mended_docx, mended_odt
from studybot.corpus.formats.page_styles import seen_book
from studybot.corpus.formats.reading import Reading, left_out, pictures
from studybot.corpus.formats.tree import Tree
from studybot.errors import CorpusError

HTML = "html+tex_math_dollars"
FORMULAS = "+tex_math_single_backslash"  # where none ends, looking for their ends takes the square of their number
READERS = {
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".rst": "rst",
    **dict.fromkeys(ASCIIDOC, "asciidoc"),
    ".tex": "latex",
    ".org": "org",
    ".typ": "typst",
    ".textile": "textile",
    ".fb2": "fb2",
    ".wiki": "mediawiki",
}
_OFFICE = (".docx", ".odt", ".rtf")
_OTHER_FILES = re.compile(rb"^\s*#(?:include|import)\b.*[ \t]*$", re.MULTILINE)
_FRAME = re.compile(rb"(\\begin\{frame\}(?:<[^<>]*>)?(?:\[[^\[\]]*\])?)\s*(\{[^{}]*\})")
_LISTING = re.compile(rb"(\\begin\{lstlisting\})\s+(?=\[)")  # options
_BLOCK = re.compile(rb"(\\begin\{(?:alert|example)?block\})\s*\{([^{}]+)\}")
MEMORY = "800m"  # heap of the converter: its process takes somewhat more
SECONDS = 60


def read_pandoc(path: Path, raw: bytes = b"", titles: Mapping[str, str] | None = None) -> Reading:
    """Return what pandoc reads in a file, or in `raw`, its text with what it takes in; CorpusError where it reads nothing.

    `titles` says what references of AsciiDoc point to.
    """
    suffix = path.suffix.lower()
    reader = READERS[suffix]
    raw = raw or path.read_bytes()
    unseen: list[str] = []
    if reader == HTML:
        raw, unseen = without_chrome(raw, path.parent)
    elif suffix == ".epub":
        raw, unseen = seen_book(raw)
    elif suffix in _MENDED:
        raw = _MENDED[suffix](raw)
    kept: list[tuple[str, str]] = []
    if suffix in ASCIIDOC:
        text, kept = mended(raw.decode("utf-8-sig", "replace").replace("\r\n", "\n"), titles or {})
        raw = text.encode()
    formulas = reader == HTML and (b"\\)" in raw or b"\\]" in raw)
    found = run(reader + FORMULAS * formulas, raw)
    found = restored(found, kept) if kept else found
    tree = Tree(found, bold_headings=suffix in _OFFICE, page=reader == HTML, ruled=reader == "latex")
    text = tree.markdown()
    return Reading(texts=(text,) if text.strip() else (), warnings=(*left_out(unseen), *pictures(tree.pictures)))


def _without_others(raw: bytes) -> bytes:
    """The file without its lines that take in others: these are read for themselves."""
    return _OTHER_FILES.sub(b"", raw)


def _with_titles(raw: bytes) -> bytes:
    """LaTeX with the titles of slides and of blocks on them as text."""
    return _LISTING.sub(rb"\1", _BLOCK.sub(rb"\1\\textbf{\2:} ", _FRAME.sub(rb"\1\\frametitle\2", raw)))


_MENDED: dict[str, Callable[[bytes], bytes]] = {
    ".docx": mended_docx,
    ".odt": mended_odt,
    ".typ": _without_others,
    ".tex": _with_titles,
}


def run(reader: str, raw: bytes) -> dict[str, Any]:
    """Return pandoc's tree of a document."""
    command = [pypandoc.get_pandoc_path(), "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", "--from", reader, "--to", "json"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise CorpusError(f"takes longer than {SECONDS} s to convert: save it as Markdown") from error
    if done.returncode:
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())[:160]
        raise CorpusError(f"cannot be converted ({reason}): save it as Markdown")
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree
