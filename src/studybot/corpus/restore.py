"""Undo the damage that a copied web page carries: text decoded with the wrong code page, hidden e-mail addresses."""

import re
from functools import lru_cache
from itertools import product

import ftfy

# Bytes that windows-874 and windows-1252 both leave undefined: a browser drops them, so they are lost in the text.
LOST_BYTES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)

# Where a lost byte leaves several characters possible, the one that a study text means. Keys are the bytes that are left.
DECISIONS: dict[bytes, str] = {
    bytes.fromhex("e286"): "←",
    bytes.fromhex("e298"): "☁",
    bytes.fromhex("e28c"): "❌",
    bytes.fromhex("e280"): "”",
    bytes.fromhex("e2ad"): "⭐",
    bytes.fromhex("efb8"): "\ufe0f",
    bytes.fromhex("f09f"): "🐍",
    bytes.fromhex("f09fa2"): "🏢",
    bytes.fromhex("f09fa7"): "🐧",
    bytes.fromhex("f09fb0"): "🏰",
    bytes.fromhex("f09fb7"): "🏷",
    bytes.fromhex("f09f8c"): "🌐",
    bytes.fromhex("f09f93"): "📁",
    bytes.fromhex("f09f94"): "🔐",
    bytes.fromhex("f09f9b"): "🏛",
}

# A run starts with a lead byte (E2, EF, F0) that windows-874 shows as a Thai character. Genuine Thai words start so too, and
# many of them would decode ("โดน" is E2 B4 B9): what tells damage from Thai is the second byte. Punctuation, arrows, signs and
# emoji have one that windows-874 shows as punctuation or a control character, which no Thai word holds behind these letters.
_RUN = re.compile(r"[\u0e42\u0e4f\u0e50][^\x00-\x7f]*")
_SECOND = {0xE2: {*range(0x80, 0xA0)}, 0xEF: {0xB8, 0xBB, 0xBC, 0xBD, 0xBF}, 0xF0: {0x9F}}
# Letters such as é and signs such as ° are pairs (C2 or C3 and another byte) that Thai words hold as well.
_PAIR = re.compile(r"[\u0e22\u0e23][^\x00-\x7f]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
# Stars, circles and thick arrows (E2 AC, E2 AD) look like the end of Thai names: only where no Thai letter is next to them.
_C1 = r"\x80-\xa0\u0152\u0153\u0160-\u017e\u02c6-\u02dc\u2013-\u2122"
_STARS = re.compile(rf"(?<![\u0e00-\u0e7f])(?:\u0e42(?:[\u0e0c\u0e0d][{_C1}]|\u0e0d))+(?![\u0e00-\u0e7f])")
_HIDDEN_EMAIL = re.compile(r'<a\b[^<>]*\bdata-cfemail="([0-9a-fA-F]+)"[^<>]*>(?:(?!</?a\b).)*</a>', re.DOTALL)
_LENGTH = {0xE2: 3, 0xEF: 3, 0xF0: 4}


def restore(text: str) -> str:
    """Return `text` with mis-decoded characters and hidden e-mail addresses put back; clean text comes back unchanged."""
    text = _HIDDEN_EMAIL.sub(lambda match: decode_email(match.group(1)) or match.group(), text)
    restored = _RUN.sub(lambda match: _restore_run(match.group()), text)
    restored = _STARS.sub(lambda match: re.sub("\u0e42[^\u0e42]+", _restore_star, match.group()), restored)
    if restored != text and not _THAI.search(_PAIR.sub("", restored)):  # damaged, and no Thai text beside the pairs
        restored = _PAIR.sub(lambda match: _restore_pair(match.group()), restored)
    return ftfy.fix_encoding(restored)


def decode_email(code: str) -> str:
    """Return the address behind a `data-cfemail` value (hex; each byte xor the first), or "" if it is none."""
    try:
        raw = bytes.fromhex(code)
        address = bytes(byte ^ raw[0] for byte in raw[1:]).decode("utf-8")
    except (ValueError, IndexError):
        return ""
    return address if "@" in address else ""


def _restore_pair(pair: str) -> str:
    return _decode(_bytes_of(pair), 2) or pair


def _restore_star(match: re.Match[str]) -> str:
    return _decode(_bytes_of(match.group()), 3) or match.group()


def _bytes_of(shown: str) -> bytes:
    """The bytes behind `shown`, none at all when a character of it was no byte."""
    raw = [byte for byte in map(_byte_of, shown) if byte is not None]
    return bytes(raw) if len(raw) == len(shown) else b""


@lru_cache(maxsize=4096)
def _restore_run(run: str) -> str:
    raw = [_byte_of(character) for character in run]
    restored = ""
    position = 0
    while position < len(run):
        end = position + 1
        while end < len(run) and raw[end] not in _LENGTH:
            end += 1
        restored += _restore_sequence(run[position:end], raw[position:end])
        position = end
    return restored


def _restore_sequence(shown: str, raw: list[int | None]) -> str:
    """Return the character behind one lead byte and its followers, then whatever stands after it unchanged."""
    lead = raw[0]
    length = _LENGTH.get(lead) if lead is not None else None
    if lead is None or length is None or len(raw) < 2 or raw[1] not in _SECOND[lead]:
        return shown
    for size in range(min(length, len(raw)), 1, -1):
        left = [byte for byte in raw[:size] if byte is not None]
        if len(left) < size or (size < length and len(raw) > size and _THAI.match(shown[size]) and left[1] > 0x9F):
            continue
        character = _decode(bytes(left), length)
        if character:
            return character + shown[size:]
    return shown


def _decode(left: bytes, length: int) -> str | None:
    if len(left) == length:
        try:
            return left.decode("utf-8")
        except UnicodeDecodeError:
            return None
    if left in DECISIONS:
        return DECISIONS[left]
    return next(iter(_completions(left, length)), None)


def _completions(left: bytes, length: int) -> list[str]:
    """Characters that become `left` when lost bytes are dropped; one lost byte at most, since two prove nothing."""
    if length - len(left) != 1:
        return []
    found = []
    for place, lost in product(range(1, length), LOST_BYTES):
        try:
            found.append((left[:place] + bytes([lost]) + left[place:]).decode("utf-8"))
        except UnicodeDecodeError:
            continue
    return [character for character in found if character.isprintable()]


@lru_cache(maxsize=512)
def _byte_of(character: str) -> int | None:
    """The byte that a browser showed as `character` under windows-874 (its C1 range is windows-1252's, or is kept)."""
    if "\x80" <= character <= "\xa0":
        return ord(character)
    try:
        byte = character.encode("cp1252")[0]
        if 0x80 <= byte <= 0x9F:
            return byte
    except UnicodeEncodeError:
        pass
    try:
        return character.encode("cp874")[0]
    except UnicodeEncodeError:
        return None
