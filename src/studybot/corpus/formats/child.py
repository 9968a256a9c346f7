"""Conversion in a process of its own, with limits of time and memory: a hostile file ends its converter, not studybot."""

import json
import os
import resource
import subprocess
import sys
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from studybot.corpus.formats.reading import Reading
from studybot.corpus.formats.renewed import RENEWED, renewed
from studybot.errors import CorpusError

SECONDS, LONGEST = 120, 900
SECONDS_A_MEGABYTE = 40  # of a PDF: some 200 pages of nothing but text
MEMORY = 2_000_000_000  # bytes of the converter; pandoc, which it starts, has its own limit
UNPACKED = 300_000_000  # bytes in all that an archive may hold
MOST = 20_000  # parts that an archive may have
EXPANSION = 200  # times that one part may grow: text compresses tenfold, a bomb a thousandfold
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how files begin that Office locks or wrote before 2007
_HEAD = 4_096  # bytes of a part in which a document type would be declared
_ARCHIVES = (".docx", ".pptx", ".xlsx", ".odt", ".epub", ".odp", ".ods")


def convert(path: Path, *, ocr: str = "", text: str = "", titles: Mapping[str, str] | None = None) -> Reading:
    """Return what a converter makes of a file, or of `text`, what stands in it with all that it takes in.

    `titles` says what its references point to. Raises CorpusError with the reason when nothing is made of it.
    """
    if path.suffix.lower() in _ARCHIVES:
        _measure(path)
    if path.suffix.lower() in RENEWED:
        with TemporaryDirectory(prefix="studybot-", ignore_cleanup_errors=True) as folder:
            return convert(renewed(path, Path(folder)))
    command = [sys.executable, "-m", "studybot.corpus.formats.child", str(path), ocr]
    folders = [str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders))}
    given = json.dumps({"text": text, "titles": dict(titles or {})}).encode() if text else b""
    size = path.stat().st_size if path.suffix.lower() == ".pdf" else 0
    seconds = min(LONGEST, SECONDS + size / 1e6 * SECONDS_A_MEGABYTE)
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds, check=False, env=environment)
    except subprocess.TimeoutExpired as error:
        raise CorpusError(f"takes longer than {seconds:.0f} s to convert: split it or save it as Markdown") from error
    if done.returncode:
        raise CorpusError("cannot be converted within the memory that a file may take: split it or save it as Markdown")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise CorpusError(answer["error"])
    return Reading(texts=tuple(answer["texts"]), warnings=tuple(answer["warnings"]))


def _measure(path: Path) -> None:
    """Refuse an archive that would grow beyond all bounds, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            declares = path.suffix.lower() != ".epub" and any(_declares(archive, part) for part in parts[:MOST])
    except (OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
        with path.open("rb") as file:
            locked = file.read(8) == _OLE
        reason = "a password protects it, or it is of an old kind" if locked else "it is no archive, as such a file must be"
        raise CorpusError(f"cannot be converted ({reason}): save it anew or as Markdown") from error
    total = sum(part.file_size for part in parts)
    bomb = any(part.file_size > 5_000_000 and part.file_size > EXPANSION * max(1, part.compress_size) for part in parts)
    if total > UNPACKED or bomb or len(parts) > MOST:
        raise CorpusError(f"would unpack to {total / 1e6:,.0f} MB, far more than it holds: save it anew or as Markdown")
    if declares:  # no Office program writes them; what stands behind one would be lost without a word
        raise CorpusError("declares entities of its own, which may stand for anything: save it anew or as Markdown")


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part of an archive is XML that declares what its words stand for."""
    if not part.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(part) as opened:
        return b"<!doctype" in opened.read(_HEAD).replace(b"\0", b"").lower()


def _read(path: Path, ocr: str, given: bytes) -> Reading:
    """Convert here and now; each converter is imported only when such a file is there."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from studybot.corpus.formats.pdf import read_pdf

        return read_pdf(path, ocr=ocr)
    if suffix == ".pptx":
        from studybot.corpus.formats.slides import read_slides

        return read_slides(path)
    if suffix == ".xlsx":
        from studybot.corpus.formats.sheets import read_workbook

        return read_workbook(path)
    from studybot.corpus.formats.pandoc import read_pandoc

    told = json.loads(given or b'{"text": "", "titles": {}}')
    return read_pandoc(path, told["text"].encode("utf-8", "replace"), told["titles"])


def main() -> None:
    """Write what was read, or why nothing was, as JSON."""
    warnings.simplefilter("ignore")
    if not sys.argv[1].lower().endswith((".docx", ".odt", ".rtf", ".epub")):
        limit_memory()
    try:
        answer = json.dumps(asdict(_read(Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer.read())), ensure_ascii=False).encode()
    except CorpusError as error:
        answer = json.dumps({"error": str(error)}).encode()
    except Exception as error:  # converters raise whatever their parsers raise
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        answer = json.dumps({"error": f"cannot be converted ({reason}): save it as Markdown"}).encode()
    sys.stdout.buffer.write(answer)


def limit_memory() -> None:
    """Let this process have no more memory than a file is worth."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
