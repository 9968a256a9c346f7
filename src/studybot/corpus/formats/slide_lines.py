"""The text of a slide's box: each line with its level and the sign before it, as the slide shows them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from studybot.corpus.emit import escape, guard
from studybot.corpus.formats.omml import formula
from studybot.corpus.formats.slide_looks import Line, as_shown, is_codish, is_title
from studybot.corpus.formats.symbols import written

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MONO = re.compile(
    r"courier|consolas|menlo|monaco|lucida console|lucida sans typewriter|fixedsys|terminal|.*\b(?:mono|code)\b", re.I
)
_ORDINAL = re.compile(r"st|nd|rd|th|[®™]|er|e|re|o|a")
_WORDS = 2  # of lines that nobody broke because they were too long


def lines_of(shape: Any, frame: Any) -> list[Line]:
    """Return the lines of a box or a cell; blank ones stay where they part lines of code."""
    sources = _styles(shape)
    return as_shown([line for paragraph in frame.paragraphs for line in _lines(paragraph, sources)])


def said(paragraphs: Iterable[Any]) -> str:
    """Return the text of paragraphs in one line, without marks of Markdown."""
    return _squeezed(" ".join(line for paragraph in paragraphs for line, _ in _pieces(paragraph._p, {})))


def _lines(paragraph: Any, sources: list[Any]) -> Iterator[Line]:
    level = paragraph.level
    sign, number = _sign(paragraph._p, sources, level)
    fonts = _fonts(sources, level)
    runs = [run for run in paragraph._p.iter(f"{_A}r", f"{_A}fld") if _text(run).strip()]
    mono = bool(runs) and all(_MONO.match(_font(run) or fonts) for run in runs)
    bold = bool(runs) and all(_is_bold(run) for run in runs)
    pieces = list(_pieces(paragraph._p, {"latin": fonts}, mono=mono))
    shown = [piece for piece in pieces if piece[1].strip()]
    if mono or not shown:
        yield from (Line(_squeezed(plain), plain.rstrip(), level, mono=mono) for plain, _ in pieces)
        return
    if not sign and len(shown) > 1 and sum(map(is_codish, (plain for plain, _ in shown))) * 2 >= len(shown):
        yield from (Line(guard(_squeezed(text)), _squeezed(plain), level, raw=plain.rstrip()) for plain, text in shown)
        return
    if len(shown) > 2 and not sign and all(len(plain.split()) <= _WORDS for plain, _ in shown):
        yield from (Line(guard(_squeezed(text)), _squeezed(plain), level) for plain, text in shown)
        return
    text = guard(_squeezed(shown[0][1]))
    for _, line in shown[1:]:
        text += f"  \n{guard(_squeezed(line))}" if _opens(line) else f" {_squeezed(line)}"
    plain = " ".join(_squeezed(plain) for plain, _ in shown)
    bold = bold and len(shown) == 1 and is_title(plain)
    led = bool(runs) and _is_bold(runs[0])
    raw = shown[0][0].rstrip() if len(shown) == 1 else ""
    yield Line(text, plain, level, sign, number, bold, led=led, raw=raw, inset=_inset(paragraph._p, sources, level) > 0)


def _opens(line: str) -> bool:
    """Whether a line behind a break begins anew; one that was only wrapped goes on in small letters."""
    first = next((sign for sign in line if sign.isalnum()), "")
    return bool(first) and not first.islower()


def _pieces(paragraph: Any, inherited: dict[str, str], *, mono: bool = False) -> Iterator[tuple[str, str]]:
    """The lines of a paragraph, as they are and as Markdown, with their formulas and raised figures."""
    plain, shown, up = "", "", ""
    for part in paragraph:
        name = part.tag.rpartition("}")[2]
        if name not in ("r", "fld", "br", "m"):
            continue
        text = "" if name in ("br", "m") else _seen(part, inherited)
        if up and not (text and _is_raised(part)):
            plain, shown, up = plain + _power(up), shown + escape(_power(up)), ""
        if name == "m":
            written_so = formula(part)
            plain, shown = plain + written_so, shown + written_so
        elif name == "br":
            yield plain, shown
            plain, shown = "", ""
        elif not mono and _is_raised(part) and (up or plain[-1:].strip()):
            up += text
        else:
            plain, shown = plain + text, shown + escape(text)
    yield plain + _power(up), shown + escape(_power(up))


def _seen(run: Any, inherited: dict[str, str]) -> str:
    return written(_text(run).replace("\v", " ").replace("\xa0", " "), *_typefaces(run, inherited)).expandtabs(4)


def _text(run: Any) -> str:
    return "".join(run.xpath("./*[local-name()='t']/text()"))


def _typefaces(run: Any, inherited: dict[str, str]) -> list[str]:
    marks = run.find(f"{_A}rPr")
    faces = {part.tag.rpartition("}")[2]: part.get("typeface", "") for part in (marks if marks is not None else ())}
    return [faces.get("latin") or inherited.get("latin", ""), faces.get("sym", ""), faces.get("cs", "")]


def _font(run: Any) -> str:
    return _typefaces(run, {})[0]


def _is_bold(run: Any) -> bool:
    marks = run.find(f"{_A}rPr")
    return marks is not None and marks.get("b") in ("1", "true")


def _is_raised(run: Any) -> bool:
    marks = run.find(f"{_A}rPr")
    return marks is not None and not (marks.get("baseline") or "0").startswith(("0", "-"))


def _power(text: str) -> str:
    """Raised text as a power; the ending of an ordinal is none."""
    bare = text.strip()
    if not bare or _ORDINAL.fullmatch(bare):
        return text
    return text.replace(bare, f"^{bare}" if re.fullmatch(r"[+−-]?\w+|[+−*-]", bare) else f"^({bare})", 1)


def _styles(shape: Any) -> list[Any]:
    """What says how the lines of a box look, from the box to the master of its slide."""
    sources: list[Any] = []
    held = shape if shape is not None and shape.has_text_frame else None
    body = held is not None and held.is_placeholder
    while held is not None:
        sources += held._element.xpath("./p:txBody/a:lstStyle")
        try:
            held = getattr(held, "_base_placeholder", None)
        except (KeyError, AttributeError):
            break
    if body:
        master = shape.part.slide_layout.slide_master._element if hasattr(shape.part, "slide_layout") else None
        sources += master.xpath("./p:txStyles/p:bodyStyle") if master is not None else []
    return sources


def _marks(paragraph: Any, sources: list[Any], level: int) -> Iterator[Any]:
    """What says how a paragraph of this level looks, its own marks first."""
    yield from paragraph.findall(f"{_A}pPr")
    for source in sources:
        yield from source.findall(f"{_A}lvl{level + 1}pPr")


def _inset(paragraph: Any, sources: list[Any], level: int) -> int:
    return next((int(marks.get("marL")) for marks in _marks(paragraph, sources, level) if marks.get("marL")), 0)


def _sign(paragraph: Any, sources: list[Any], level: int) -> tuple[str, int]:
    """The sign before a paragraph ("#" for a number that counts up) and the number that it begins with, if any."""
    for marks in _marks(paragraph, sources, level):
        for mark in marks:
            match mark.tag.removeprefix(_A):
                case "buNone":
                    return "", 0
                case "buChar":
                    return written(mark.get("char") or "•", "Wingdings") or "•", 0
                case "buAutoNum":
                    return "#", int(mark.get("startAt") or 0)
                case "buBlip":
                    return "•", 0
    return "", 0


def _fonts(sources: list[Any], level: int) -> str:
    faces = [face for source in sources for face in source.findall(f"{_A}lvl{level + 1}pPr/{_A}defRPr/{_A}latin")]
    return str(faces[0].get("typeface", "")) if faces else ""


def _squeezed(text: str) -> str:
    return " ".join(text.split())
