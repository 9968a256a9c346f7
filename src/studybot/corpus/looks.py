"""How a page's styles let its text look: what is not shown, or has the colour of what is behind it, nobody reads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import tinycss2
from tinycss2.color4 import Color, parse_color

Declared = Mapping[str, Sequence[Any]]  # a property's name and what it is set to

AWAY = -500  # pixels beyond which text lies beside its page
SMALLEST = 2.0  # pixels below which nobody reads a letter
CONTRAST = 1.1  # of the brighter to the darker, below which both look the same
FAINT = 0.05  # of full strength, below which nothing is seen
_SIZES = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 3.8, "cm": 38.0, "in": 96.0, "rem": 16.0}
_NAMED = {"smaller": 0.8, "larger": 1.2}
_PLACES = ("left", "top", "right", "bottom", "margin-left", "margin-top", "text-indent")
_SIDES = ("height", "max-height", "width", "max-width")
_BLACK, _WHITE = parse_color("black"), parse_color("white")


class Look(NamedTuple):
    """How the text of an element looks; a `ground` of None is a picture, on which every colour may be seen."""

    is_gone: bool = False  # with all that is in it
    is_visible: bool = True
    size: float = 16.0
    colour: Color = _BLACK
    ground: Color | None = _WHITE

    @property
    def is_unseen(self) -> bool:
        """Whether a reader of the page sees nothing of the text."""
        if self.is_gone or not self.is_visible or self.size < SMALLEST or _alpha(self.colour) < FAINT:
            return True
        return self.ground is not None and _contrast(self.colour, self.ground) < CONTRAST

    def under(self, declared: Declared) -> "Look":
        """Return how an element within this one looks that has styles of its own."""
        visibility = _word(declared, "visibility")
        return Look(
            is_gone=self.is_gone or _is_gone(declared),
            is_visible=visibility not in ("hidden", "collapse") if visibility not in ("", "inherit") else self.is_visible,
            size=_size(declared.get("font-size", declared.get("font", ())), self.size),
            colour=_colour(declared.get("color", ())) or self.colour,
            ground=_ground(declared, self.ground),
        )


def declared(style: str) -> dict[str, Sequence[Any]]:
    """Return what a `style` sets, the last of each, important ones before all others."""
    return settled(tinycss2.parse_blocks_contents(style[:10_000], skip_comments=True, skip_whitespace=True))


def settled(declarations: Iterable[Any]) -> dict[str, Sequence[Any]]:
    """Return what holds of declarations in their order."""
    plain: dict[str, Sequence[Any]] = {}
    important: dict[str, Sequence[Any]] = {}
    for each in declarations:
        if each.type == "declaration":
            (important if each.important else plain)[each.lower_name] = [
                token for token in each.value if token.type not in ("whitespace", "comment")
            ]
    return plain | important


def _word(declared: Declared, name: str) -> str:
    return " ".join(str(getattr(token, "lower_value", "")) for token in declared.get(name, ()))


def _pixels(tokens: Sequence[Any]) -> float | None:
    """The first length among tokens; what depends on a page's width has none."""
    for token in tokens:
        if token.type == "number" and token.value == 0:
            return 0.0
        if token.type == "dimension":
            return float(token.value) * _SIZES.get(token.lower_unit, 16.0)
        if token.type == "percentage":
            return float(token.value) * 10
    return None


def _is_gone(declared: Declared) -> bool:
    """Whether an element is not shown, lies beside the page, or has no room."""
    if "none" in _word(declared, "display").split() or _word(declared, "content-visibility") == "hidden":
        return True
    opacity = declared.get("opacity", ())
    if opacity and opacity[0].type in ("number", "percentage"):
        share = opacity[0].value / (100 if opacity[0].type == "percentage" else 1)
        if share < FAINT:
            return True
    if any((_pixels(declared.get(name, ())) or 0) < AWAY for name in _PLACES):
        return True
    is_cut = {"hidden", "clip"} & set(_word(declared, "overflow").split())
    if is_cut and any(_pixels(declared.get(name, ())) == 0 for name in _SIDES):
        return True
    return any(_is_shrunk(token) for name in ("clip", "clip-path", "transform") for token in declared.get(name, ()))


def _is_shrunk(token: Any) -> bool:
    """Whether a function cuts an element to nothing, or makes it as small."""
    if token.type != "function":
        return False
    numbers = [part for part in token.arguments if part.type in ("number", "dimension", "percentage")]
    if token.lower_name in ("scale", "scalex", "scaley", "scale3d"):
        return any(part.value == 0 for part in numbers)
    if token.lower_name == "rect":
        return bool(numbers) and all(part.value <= 1 for part in numbers)
    if token.lower_name == "inset":
        return any(part.type == "percentage" and part.value >= 50 for part in numbers)
    if token.lower_name.startswith("translate"):
        return any((_pixels([part]) or 0) < AWAY for part in numbers)
    return token.lower_name == "circle" and bool(numbers) and numbers[0].value == 0


def _size(tokens: Sequence[Any], outer: float) -> float:
    for token in tokens:
        if token.type == "percentage":
            return float(outer * token.value / 100)
        if token.type == "dimension":
            inner = token.lower_unit in ("em", "ex", "ch")
            return float(outer * token.value) if inner else float(token.value) * _SIZES.get(token.lower_unit, 16.0)
        if token.type == "number" and token.value == 0:
            return 0.0
        if token.type == "ident" and token.lower_value in _NAMED:
            return outer * _NAMED[token.lower_value]
    return outer


def _colour(tokens: Sequence[Any]) -> Color | None:
    """The first colour among tokens; "currentcolor" and what a variable holds are none."""
    for token in tokens:
        colour = parse_color(token) if token.type in ("ident", "hash", "function") else None
        if isinstance(colour, Color):
            return colour.to("srgb")
    return None


def _ground(declared: Declared, outer: Color | None) -> Color | None:
    """What is behind the text: a colour, the ground of the element around, or a picture or gradient."""
    ground = outer
    for name in ("background", "background-color", "background-image"):
        tokens = declared.get(name, ())
        if any(
            token.type == "url" or ((token.type == "function" and "color" not in token.lower_name) and not _colour([token]))
            for token in tokens
        ):
            return None
        colour = _colour(tokens)
        if colour is not None and _alpha(colour) > 0.5:
            ground = colour
    return ground


def _alpha(colour: Color) -> float:
    return float(colour.alpha)


def _contrast(one: Color, other: Color) -> float:
    """The contrast of two colours as WCAG reckons it, from 1 to 21."""
    darker, brighter = sorted(map(_luminance, (one, other)))
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = [min(1.0, max(0.0, float(part or 0))) for part in colour.coordinates]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
