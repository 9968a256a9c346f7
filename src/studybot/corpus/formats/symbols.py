"""Signs of the fonts Symbol and Wingdings, which Office writes as characters of private use -> the signs that a reader sees."""

import re

PRIVATE = 0xF000  # where Office puts the signs of a font that has its own
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"  # from 0x20
    + " " * 33
    + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐―↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ ⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "  # from 0xA0
)
_WINGDINGS = {
    **dict(zip(range(0xDF, 0xE7), "←→↑↓↖↗↙↘", strict=True)),
    **dict(zip(range(0xE7, 0xEF), "←→↑↓↖↗↙↘", strict=True)),
    **dict(zip(range(0xEF, 0xF5), "⇦⇨⇧⇩⬄⇳", strict=True)),
    **{0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0xA7: "▪", 0xD8: "➢", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
}
_PRIVATE = re.compile(f"[{chr(PRIVATE + 0x20)}-{chr(PRIVATE + 0xFF)}]")


def written(text: str, *fonts: str) -> str:
    """Return a text with the signs that its fonts show; the first font is that of letters, too."""
    pictured = any(font.startswith("Wingdings") for font in fonts)
    text = _PRIVATE.sub(lambda sign: _sign(ord(sign.group()) - PRIVATE, pictured=pictured), text)
    if fonts and fonts[0] == "Symbol":
        return "".join(_sign(ord(sign), pictured=False) if " " < sign <= "\xff" else sign for sign in text)
    return text


def _sign(number: int, *, pictured: bool) -> str:
    return _WINGDINGS.get(number, "") if pictured else _SYMBOL[number - 0x20]
