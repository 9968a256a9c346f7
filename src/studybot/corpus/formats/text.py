"""Bytes -> text with LF line ends, without characters that nobody sees."""

import re

from charset_normalizer import from_bytes

from studybot.errors import CorpusError

# Control characters, and marks that turn the direction of writing or have no width: text that a reader does not see as it is.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)

# In order of how many files have them, with Western ones that are told by their letters first.
ENCODINGS = "cp1252 cp1250 cp1251 gb18030 shift_jis euc_kr big5 cp1253 cp1254 cp1255 cp1256 koi8_r".split()
# What is no letter, sign or quotation mark that Western languages write; bytes that are not ASCII, and those side by side.
_WESTERN = re.compile("[^\x00-\x7fàáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÄÅÆÇÈÉÊÍÎÑÓÔÖØÚÜŒ€‚„…‘’“”•–—«»°§©®·×½¼±µ¡¿²³ ]")
_HIGH, _TOGETHER = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\x80-\xff](?=[\x80-\xff])")


def decode(raw: bytes) -> str:
    """Return bytes of any encoding as text with LF line ends; CorpusError for what is no text."""
    return decoded(raw)[0]


def decoded(raw: bytes) -> tuple[str, str]:
    """Return the text with LF line ends, and its encoding where that is a guess, "" for UTF-8 and UTF-16."""
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\x00" in raw[:4096] and not marked:
        raise CorpusError("is binary, not text: save it as UTF-8 Markdown or remove it")
    guess = ""
    try:
        text = raw.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        guess = "" if marked else _guess(raw)
        if not guess:
            raise CorpusError(f"is not UTF-8 (byte {error.start}): save it as UTF-8") from error
        text = raw.decode(guess)
    return text.replace("\r\n", "\n").replace("\r", "\n"), guess


def _guess(raw: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8, "" when no known one fits.

    Letters with accents between plain ones are Western; a detector that goes by frequency needs more text to tell.
    """
    if not _WESTERN.search(raw.decode("cp1252", "replace")) and 2 * len(_TOGETHER.findall(raw)) < len(_HIGH.findall(raw)):
        return "cp1252"
    best = from_bytes(raw, cp_isolation=ENCODINGS).best()
    return best.encoding if best is not None else ""


def seen(text: str) -> str:
    """Return `text` without characters that no reader sees."""
    return _UNSEEN.sub("", text)
