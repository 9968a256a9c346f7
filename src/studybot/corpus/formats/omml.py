"""Equations of Office (OMML) as LaTeX: powers, fractions, roots, sums, brackets, accents, matrices; else their signs."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

_SIGNS = {"∑": "\\sum", "∫": "\\int", "∏": "\\prod", "⋃": "\\bigcup", "⋂": "\\bigcap", "∮": "\\oint"}
_ACCENTS = {
    "\u20d7": "vec",
    "\u2192": "vec",
    "\u0302": "hat",
    "^": "hat",
    "\u0305": "bar",
    "\u00af": "bar",
    "\u0303": "tilde",
    "\u0307": "dot",
}
_STYLED = re.compile("[\U0001d400-\U0001d7ff]+")  # letters that Office writes in italics or bold by themselves
_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ ,.'’-]+[^\W\d_]+){2,}[ ,.:]*")


def formula(element: Any) -> str:
    """Return an equation between its marks, blanks outside of them; words that somebody wrote as one come as words."""
    text = latex(element)
    bare = text.strip()
    shown = bare if not bare or _WORDS.fullmatch(bare) else f"${bare}$"
    return f"{' ' * text.startswith(' ')}{shown}{' ' * text.endswith(' ')}"


def latex(element: Any) -> str:
    """Return the LaTeX of an equation or a part of one."""
    name = _name(element)
    if name == "t":
        return _STYLED.sub(lambda letters: unicodedata.normalize("NFKC", letters.group()), str(element.text or ""))
    if name.endswith("Pr"):
        return ""
    writer = _WRITERS.get(name)
    return writer(element) if writer else "".join(map(latex, element))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _part(element: Any, name: str) -> str:
    return "".join(latex(child) for child in element if _name(child) == name)


def _said(element: Any, name: str, otherwise: str) -> str:
    """What the properties of an equation itself say, not those of the ones in it."""
    found = element.xpath(f"./*[local-name()='{_name(element)}Pr']/*[local-name()='{name}']")
    values = [value for mark in found for value in mark.attrib.values()]
    return values[0] if values else "" if found else otherwise


def _sum(element: Any) -> str:
    sign = _said(element, "chr", "∫")
    limits = "".join(f"{mark}{{{part}}}" for mark, name in (("_", "sub"), ("^", "sup")) if (part := _part(element, name)))
    return f"{_SIGNS.get(sign, sign)}{limits} {_part(element, 'e')}"


def _brackets(element: Any) -> str:
    opening, closing = (_escaped(_said(element, name, sign)) for name, sign in (("begChr", "("), ("endChr", ")")))
    inner = ", ".join(latex(child) for child in element if _name(child) == "e")
    return f"\\left{opening or '.'}{inner}\\right{closing or '.'}"


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in ("{", "}") else sign


def _accent(element: Any) -> str:
    return f"\\{_ACCENTS.get(_said(element, 'chr', '^'), 'hat')}{{{_part(element, 'e')}}}"


def _matrix(element: Any) -> str:
    if _name(element) == "m" and not any(_name(row) == "mr" for row in element):
        return "".join(map(latex, element))  # what holds an equation on a slide has the same name
    rows = [" & ".join(latex(cell) for cell in row if _name(cell) == "e") for row in element if _name(row) == "mr"]
    return _rows(rows or [latex(line) for line in element if _name(line) == "e"])


def _rows(rows: list[str]) -> str:
    return "\\begin{matrix}" + " \\\\ ".join(rows) + "\\end{matrix}"


def _root(element: Any) -> str:
    degree = _part(element, "deg")
    return f"\\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e')}}}"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "sSup": lambda element: f"{_part(element, 'e')}^{{{_part(element, 'sup')}}}",
    "sSub": lambda element: f"{_part(element, 'e')}_{{{_part(element, 'sub')}}}",
    "sSubSup": lambda element: f"{_part(element, 'e')}_{{{_part(element, 'sub')}}}^{{{_part(element, 'sup')}}}",
    "f": lambda element: f"\\frac{{{_part(element, 'num')}}}{{{_part(element, 'den')}}}",
    "rad": _root,
    "limLow": lambda element: f"{_part(element, 'e')}_{{{_part(element, 'lim')}}}",
    "limUpp": lambda element: f"{_part(element, 'e')}^{{{_part(element, 'lim')}}}",
    "bar": lambda element: f"\\bar{{{_part(element, 'e')}}}",
    "func": lambda element: f"{_part(element, 'fName')} {_part(element, 'e')}",
    "d": _brackets,
    "acc": _accent,
    "m": _matrix,
    "eqArr": _matrix,
    "nary": _sum,
}
