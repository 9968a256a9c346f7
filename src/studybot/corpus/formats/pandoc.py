"""Word, OpenDocument, EPUB, HTML, reStructuredText, AsciiDoc, LaTeX and others, read by pandoc into one tree."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pypandoc

from studybot.corpus.formats.chrome import without_chrome
from studybot.corpus.formats.reading import Reading, pictures
from studybot.corpus.formats.tree import Tree
from studybot.errors import CorpusError

HTML = "html+tex_math_dollars+tex_math_single_backslash"
READERS = {
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".rst": "rst",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".tex": "latex",
    ".org": "org",
    ".typ": "typst",
    ".textile": "textile",
    ".fb2": "fb2",
    ".wiki": "mediawiki",
}
_OFFICE = (".docx", ".odt", ".rtf")
MEMORY = "800m"  # heap of the converter: its process takes somewhat more
SECONDS = 60


def read_pandoc(path: Path) -> Reading:
    """Return what pandoc reads in a file. Raises CorpusError for a file that it cannot read."""
    suffix = path.suffix.lower()
    reader = READERS[suffix]
    raw = path.read_bytes()
    if reader == HTML:
        raw = without_chrome(raw)
    tree = Tree(run(reader, raw), bold_headings=suffix in _OFFICE, page=reader == HTML)
    text = tree.markdown()
    return Reading(texts=(text,) if text.strip() else (), warnings=pictures(tree.pictures))


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
