"""Equations of Office (OMML) as LaTeX: powers, indices, fractions, roots, sums, brackets; anything else as its signs."""

from collections.abc import Callable
from typing import Any

_SIGNS = {"∑": "\\sum", "∫": "\\int", "∏": "\\prod"}


def latex(element: Any) -> str:
    """Return the LaTeX of an equation or a part of one."""
    name = _name(element)
    if name == "t":
        return str(element.text or "")
    if name.endswith("Pr"):
        return ""
    writer = _WRITERS.get(name)
    return writer(element) if writer else "".join(map(latex, element))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _part(element: Any, name: str) -> str:
    return "".join(latex(child) for child in element if _name(child) == name)


def _sum(element: Any) -> str:
    signs = [value for child in element.iter() if _name(child) == "chr" for value in child.attrib.values()]
    sign = _SIGNS.get(signs[0], signs[0]) if signs else "\\int"
    return f"{sign}_{{{_part(element, 'sub')}}}^{{{_part(element, 'sup')}}} {_part(element, 'e')}"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "sSup": lambda element: f"{_part(element, 'e')}^{{{_part(element, 'sup')}}}",
    "sSub": lambda element: f"{_part(element, 'e')}_{{{_part(element, 'sub')}}}",
    "sSubSup": lambda element: f"{_part(element, 'e')}_{{{_part(element, 'sub')}}}^{{{_part(element, 'sup')}}}",
    "f": lambda element: f"\\frac{{{_part(element, 'num')}}}{{{_part(element, 'den')}}}",
    "rad": lambda element: f"\\sqrt{{{_part(element, 'e')}}}",
    "d": lambda element: f"\\left({', '.join(latex(child) for child in element if _name(child) == 'e')}\\right)",
    "nary": _sum,
}
