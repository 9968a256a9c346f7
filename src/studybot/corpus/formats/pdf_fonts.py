"""Letters of formulas whose file says nothing of them, or that they are spaces, as Word long did of Cambria Math.

Each glyph of a typeface has a number, and Word writes it as it is: where the file does not say what it stands for, this does.
"""

import re
import unicodedata
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

from studybot.corpus.formats.pdf_glyphs import UNKNOWN, is_math

_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_CAPITALS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
_SLANTED = "αβγδεζηθικλμνξοπρσςτυφχψω∂ϵϑϰϕ"
_SIZES = 248  # from a letter of an index to that of an index of one
_INDEXES = f"2868 {digits}+−= 2885 {ascii_uppercase} 2911 {ascii_lowercase} 2961 {_GREEK} 2998 ∞ 3002 {ascii_uppercase} "
_INDEXES += f"3028 {ascii_lowercase} 3080 {_SLANTED}"
_RUNS = (  # the number of a glyph, and what it and those behind it stand for
    f"4 {ascii_uppercase} 131 {ascii_lowercase} 481 ,;:.… 488 ! 491 ? 512 /|– 540 {_CAPITALS} 575 {_GREEK} 817 ~ 882 {digits}"
    " 932 ⁄ 936 % 942 ∙ 953 ° 955 ∞ 958 √∆ 962 ∏∑ 1337 ℝ 1372 → 1488 ∈ 1496 ∓ 1499 ∗∘ 1503 ∝ 1514 ∩∪∫ 1525 ∴"
    f" 1527 ∶ 1603 ⊆ 1710 ⋯ 1801 {ascii_lowercase} 1827 {ascii_uppercase} 1853 {ascii_lowercase} 2009 {_SLANTED}"
    f" 2157 {ascii_uppercase} 2183 {ascii_lowercase} 2235 {_SLANTED} 2777 {digits} 2835 ij 2841 ij 3364 \u0305\u0305 3397 +−±×"
    " 3404 =≠≈<>≤≥ 3415 ⁄ 3420 { 3428 [ 3432 ] 3435 (( 3439 )) 3493 √ 3495 √ 3505 ∫ 3533 ∑ 3548 \u0302\u0302 3552 \u0302\u0302"
    " 4666 () 4670 []()[] 4678 ()[]{ 4698 | 4708 |"
)


def _numbered(runs: str, shift: int = 0) -> dict[int, str]:
    """Numbers of glyphs with what they stand for."""
    words = runs.split()
    found = zip(words[::2], words[1::2], strict=True)
    return {int(number) + shift + at: sign for number, signs in found for at, sign in enumerate(signs)}


_CAMBRIA = _numbered(_RUNS) | _numbered(_INDEXES) | _numbered(_INDEXES, _SIZES)
_NAME = re.compile(r"(?:[A-Z]{6}\+)?Cambria ?Math$")
SPACES = 3  # glyphs of a typeface that may be spaces


def told_apart(pdf: Any) -> None:
    """Let the typefaces of a PDF say what letters of formulas stand for that it calls spaces, or signs of far writings."""
    usual = pdf.rsrcmgr.get_font

    def font_of(number: Any, spec: Any) -> Any:
        font = usual(number, spec)
        letters = getattr(getattr(font, "unicode_map", None), "cid2unichr", None)
        if letters and is_math(str(font.fontname), ""):
            known = _CAMBRIA if _NAME.match(str(font.fontname)) else {}
            emptied = sum(not sign.strip() for sign in letters.values()) > SPACES
            for glyph, sign in list(letters.items()):
                if _is_far(sign) or (emptied and not sign.strip() and glyph > SPACES):
                    letters[glyph] = known.get(glyph, sign if sign.strip() else UNKNOWN)
        return font

    pdf.rsrcmgr.get_font = font_of


def _is_far(sign: str) -> bool:
    """Whether a sign of a formula is a letter of a writing without capitals: Word has such names for tall signs."""
    return len(sign) == 1 and sign > "\u0d00" and unicodedata.category(sign) == "Lo" and not "\u2000" < sign < "\u3000"
