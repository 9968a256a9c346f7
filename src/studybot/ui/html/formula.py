"""A formula of the course as MathML, which browsers show by themselves; one that cannot be read is shown as it is written."""

import re
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

LONGEST = 1_500  # characters of a formula that is drawn
TAGS = frozenset(
    "math mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts "
    "none mtable mtr mtd mstyle mpadded mphantom menclose merror ms".split()
)
ATTRIBUTES = frozenset(
    "display stretchy fence form separator lspace rspace largeop movablelimits symmetric minsize maxsize accent accentunder "
    "linethickness displaystyle scriptlevel columnalign rowspacing columnspacing columnlines rowlines mathvariant width height "
    "depth notation".split()
)
_PLAIN_VALUE = re.compile(r"[\w .%+-]{0,60}")
# Names of environments that the converter knows by another one.
_ALIASES = {"aligned": "align*", "alignedat": "align*", "gathered": "gather*", "dcases": "cases", "equation": "split"}
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(\w+)\*?\}")
_NUMBERING = re.compile(r"\\(?:label|nonumber|notag)\b(?:\{[^{}]*\})?")


def formula_html(written: str) -> str:
    """Return the HTML of a formula as it stands in the text, with its signs around it, such as "$x$"."""
    return _drawn(written) or f'<code class="sb-formula">{escape(written)}</code>'


@lru_cache(maxsize=2048)
def _drawn(written: str) -> str:
    shown = written.startswith(("$$", "\\["))
    inner = written[2:-2] if written[:2] in ("$$", "\\[", "\\(") else written[1:-1]
    inner = _NUMBERING.sub("", _ENVIRONMENT.sub(_alias, inner)).strip()
    if not inner or len(inner) > LONGEST:
        return ""
    try:
        tree = convert_to_element(inner, display="block" if shown else "inline")
        return _html(tree)
    except Exception:  # the converter has no error of its own; a formula that it cannot read is shown as written
        return ""


def _alias(match: re.Match[str]) -> str:
    return f"\\{match[1]}{{{_ALIASES[match[2]]}}}" if match[2] in _ALIASES else match.group()


def _html(element: Element) -> str:
    """An element with what is inside it, escaped. Raises ValueError for a command that the converter does not know."""
    text = unescape(element.text or "")
    if element.tag not in TAGS or re.match(r"\\[A-Za-z]", text):
        raise ValueError(f"unknown {element.tag} {text}")
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and _PLAIN_VALUE.fullmatch(value)
    )
    return f"<{element.tag}{attributes}>{escape(text)}{''.join(map(_html, element))}</{element.tag}>"
