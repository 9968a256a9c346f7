"""Bytes -> text with LF line ends, without characters that nobody sees."""

import re

from studybot.errors import CorpusError

# Control characters, and marks that turn the direction of writing or have no width: text that a reader does not see as it is.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


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


def seen(text: str) -> str:
    """Return `text` without characters that no reader sees."""
    return _UNSEEN.sub("", text)
