"""Any file -> Markdown: Markdown as it is, plain text restored and structured, PDF, DOCX, PPTX and HTML by a converter."""

import warnings
from pathlib import Path

from studybot.corpus.dialect import clean
from studybot.corpus.front import front_length, without_rules
from studybot.corpus.plaintext import to_markdown
from studybot.corpus.restore import restore
from studybot.errors import CorpusError

MARKDOWN = (".md", ".markdown", ".mdx", ".mdown", ".mkd", ".rmd", ".qmd")
_CONVERTERS = {
    ".pdf": "PdfConverter",
    ".docx": "DocxConverter",
    ".pptx": "PptxConverter",
    ".html": "HtmlConverter",
    ".htm": "HtmlConverter",
}
CONVERTED = tuple(_CONVERTERS)
READABLE = (*MARKDOWN, ".txt", *CONVERTED)
SIZE_LIMIT = 20_000_000  # bytes; a course topic is some 10 KB, a long book 2 MB


def read(path: Path) -> list[str]:
    """Return the Markdown texts in a file, one a topic (a plain text may hold many).

    Raises CorpusError, with the reason, for a file that is missing, empty, too large, binary or cannot be converted.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if 0 < size <= SIZE_LIMIT else b""
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror}): check the file and its permissions") from error
    if size > SIZE_LIMIT:
        raise CorpusError(f"has {size / 1e6:.0f} MB, more than the {SIZE_LIMIT / 1e6:.0f} MB that one file may have: split it")
    if not raw.strip():
        raise CorpusError("is empty: add text or remove the file")
    if path.suffix.lower() in CONVERTED:
        return [_convert(path)]
    text = decode(raw)
    if path.suffix.lower() in MARKDOWN:
        return [_markdown(text)]
    return to_markdown(restore(text), fallback_title=path.stem)


def _markdown(text: str) -> str:
    """Front matter as it stands, and behind it the one dialect that is parsed."""
    length = front_length(text)
    return text[:length] + clean(without_rules(text) if not length else text[length:])


def decode(raw: bytes) -> str:
    """Return UTF-8 (or UTF-16 with a byte order mark) as text with LF line ends; CorpusError for anything else."""
    if b"\x00" in raw[:4096] and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise CorpusError("is binary, not text: save it as UTF-8 Markdown or remove it")
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise CorpusError(f"is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _convert(path: Path) -> str:
    # The converter pulls in pandas and pdfminer: imported only when such a file is there.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from markitdown import MarkItDown, converters  # noqa: PLC0415

        # Only the format that the name promises: the converter would index a broken Word file as if it were plain text.
        converter = MarkItDown(enable_builtins=False, enable_plugins=False)
        converter.register_converter(getattr(converters, _CONVERTERS[path.suffix.lower()])())
        try:
            text = str(converter.convert_local(str(path)).text_content)
        except Exception as error:  # the converter raises whatever its many parsers raise
            reason = " ".join(str(error).split())[:160]
            raise CorpusError(f"cannot be converted ({type(error).__name__}: {reason}): save it as Markdown") from error
    if not text.strip():
        raise CorpusError("holds no text (scanned pages?): run it through text recognition first")
    return text.replace("\r\n", "\n")
