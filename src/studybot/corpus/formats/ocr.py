"""Text in pictures of pages, recognised by tesseract where it is installed."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from studybot.errors import CorpusError

RESOLUTION = 300 / 72  # 300 dots an inch
SECONDS = 60  # for one page


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
