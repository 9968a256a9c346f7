"""Letters of the typefaces of formulas: what their codes mean where a file does not say it, and which they are."""

import re
import unicodedata
from typing import Any

from studybot.corpus.formats.symbols import written

# The codes of TeX's letters (OML), signs (OMS) and large signs (OMX); a file that says nothing of them shows the bare code.
_LETTERS = dict(zip(range(11, 34), "αβγδϵζηθικλµνξπρστυφχψω", strict=True)) | {34: "ε", 35: "ϑ", 39: "ϕ", 64: "∂", 96: "ℓ"}
_CAPITALS = dict(zip(range(11), "ΓΔΘΛΞΠΣΥΦΨΩ", strict=True))
_SIGNS = dict(zip(range(16), "−·×∗÷⋄±∓⊕⊖⊗⊘⊙◦∘•", strict=True)) | {
    **dict(zip(range(16, 32), "≍≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻", strict=True)),
    **dict(zip(range(32, 48), "←→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝", strict=True)),
    **dict(zip(range(48, 62), "′∞∈∋△▽/'∀∃¬∅ℜℑ", strict=True)),
    **{91: "∪", 92: "∩", 94: "∧", 95: "∨", 102: "{", 103: "}", 104: "⟨", 105: "⟩", 106: "|", 107: "‖", 112: "√", 114: "∇"},
}
_LARGE = dict(enumerate("()[]⌊⌋⌈⌉{}⟨⟩|‖/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\()[]⌊⌋⌈⌉{}⟨⟩/\\")) | {
    **{80: "∑", 81: "∏", 82: "∫", 83: "⋃", 84: "⋂", 88: "∑", 89: "∏", 90: "∫", 91: "⋃", 92: "⋂"},
    **dict.fromkeys(range(120, 126), ""),  # pieces of braces
    **{104: "[", 105: "]", 110: "{", 111: "}", 112: "√", 113: "√", 114: "√", 115: "√"},
}
_CODES = {"CMMI": _CAPITALS | _LETTERS, "CMSY": _SIGNS, "CMEX": _LARGE, "CMBSY": _SIGNS, "CMMIB": _CAPITALS | _LETTERS}
_TEX = re.compile(r"(?:[A-Z]{6}\+)?(?P<family>CM(?:MIB|MI|SY|EX|BSY))\d")
_MATH = re.compile(r"math|(?:\+|^)(?:CM(?:MI|SY|EX|BSY)|MSAM|MSBM|EUFM|rsfs|LM(?:Math))|symbol", re.IGNORECASE)
_CID = re.compile(r"\(cid:(\d+)\)")
# What Quartz, which knows no such codes, writes for the first of them.
_QUARTZ = {"↵": 11, "⇤": 3, "\x00": 0, "⇥": 2, "⇠": 24, "⇡": 25, "⇢": 26, "⌘": 17}
ACCENTS = {
    "¨": "\u0308",
    "´": "\u0301",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "˙": "\u0307",
}
_ACCENTED = re.compile(rf"([{''.join(ACCENTS)}])([^\W\d_])")
_OFFICE = {
    "Ԧ": "\u20d7",
    "Ƹ": "\u0302",
    "ത": "\u0304",
    "ሶ": "\u0307",
    "ǁ": "‖",
}  # accents of Cambria Math as its files name them
UNKNOWN = "\ufffd"  # a letter of which nobody knows what it is
_DEEP = {16: 1.8, 18: 2.4, 32: 3.0, 80: 1.0, 88: 1.4, 112: 1.2}


def letter_of(char: Any) -> str:
    """What a letter says."""
    text, font = char["text"], char["fontname"]
    if len(text) == 1 and text.isascii() and text.isprintable() and "CM" not in font:
        return str(text)
    family = _TEX.match(font)
    if family:
        code = _code(text, font)
        known = _CODES[family["family"]]
        letters = family["family"] in ("CMMI", "CMMIB")
        if code in known and not (
            text.isascii() and text.isalpha() and (letters or (text.isupper() and family["family"] != "CMEX"))
        ):
            return known[code]
    if sign := _sign(text, font):
        return sign
    if "Math" in font and text in _OFFICE:
        return _OFFICE[text]
    if "Symbol" in font:
        text = written(text, "Symbol").strip() or text
    if _CID.fullmatch(text) or (len(text) == 1 and unicodedata.category(text) in ("Cc", "Cn", "Co") and not text.isspace()):
        return UNKNOWN if is_math(font, "") else str(text)
    folded = (
        unicodedata.normalize("NFKC", text)
        if text and ("\U0001d400" <= text[0] <= "\U0001d7ff" or text[0] in "ℎﬀﬁﬂﬃﬄ")
        else text
    )
    return str(folded)


def _sign(text: str, font: str) -> str:
    """A sign that a font of signs has in place of a letter: a tick or cross, an arrow, or the sign of an item."""
    if len(text) == 1 and "\uf000" <= text <= "\uf0ff" and (text == "\uf0b7" or not is_math(font, text)):
        return "→" if text in "\uf0e0\uf0e8\uf0f0" else "•"
    found = _CID.fullmatch(text) if "Dingbats" in font else None
    return chr(0x26E0 + int(found[1])) if found else ""


def _code(text: str, font: str) -> int:
    found = _CID.fullmatch(text)
    if found:
        return int(found[1])
    return _QUARTZ.get(text, ord(text)) if len(text) == 1 and (text in _QUARTZ or ord(text) < 128) else -1


def depth_of(char: Any) -> float:
    """How many ems a large sign hangs down from where it is set, 0 for a letter that stands there."""
    font = char["fontname"]
    if "CMEX" not in font:
        return 0
    code = _code(char["text"], font)
    return next((deep for first, deep in sorted(_DEEP.items(), reverse=True) if code >= first), 1.2)


def is_math(font: str, text: str) -> bool:
    """Whether letters of a font are those of a formula."""
    return bool(_MATH.search(font)) and text not in ("•", "∗", "◦", "▪")


def is_tex(font: str) -> bool:
    """Whether a font is one of TeX's own."""
    return bool(re.match(r"(?:[A-Z]{6}\+)?(?:CM|LM)[A-Z]+\d", font))


def accented(text: str) -> str:
    """Text whose accents stand on their letters, which some files write one after the other."""
    if not _ACCENTED.search(text):
        return text
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[2].replace("ı", "i") + ACCENTS[found[1]]), text)
