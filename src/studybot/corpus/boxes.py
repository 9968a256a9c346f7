"""Boxes and quotes of any dialect of Markdown: what opens one, what it is for, and how its content is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studybot.corpus.fences import Fences
from studybot.corpus.roles import box_role

if TYPE_CHECKING:  # see marks
    from studybot.types import Role

_COLONS = re.compile(
    r"(?P<indent>\s*)(?P<sign>:{3,})\s*+(?:(?:\{(?P<attributes>[^{}]*)\}|(?P<name>[\w-]+))\s*+)?(?P<rest>(?:[^:\s][^:]*)?):*\s*$"
)
_DIRECTIVE, _NAMES = re.compile(r"\{?[\w:-]+\}?"), re.compile(r"[.#]([\w-]+)")
_ADMONITION = re.compile(r"(?P<indent>\s*)(?:!!!|\?\?\?\+?)\s+(?P<name>[\w-]+)[^\"“]*(?:[\"“](?P<title>[^\"”]*)[\"”])?\s*$")
_TAB = re.compile(r"(?P<indent>\s*)===[!+]?\s+[\"“](?P<title>[^\"”]*)[\"”]\s*$")
_ALERT = re.compile(r"\s*\[!\w+\][+-]?\s*(?P<title>.*)$")
HEADING = re.compile(r"(?P<signs>\s{0,3}#{1,6})(?:[ \t]+(?P<title>.*))?$")
STRUCTURED = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|#{1,6}\s|\||```|~~~|<!-- studybot|>|\$\$| {4})")
INDENT = 3  # blanks before a fence that stands in no item of a list
# Boxes that are set apart because they matter: their content is a call-out.
CALLOUTS = frozenset(
    "note tip warning caution danger important info hint attention callout error seealso success example abstract summary "
    "failure bug quote remark admonition definition theorem lemma proposition corollary "
    "keypoints key-points spoiler alert".split()
)


@dataclass
class Box:
    """An open box: where its lines go, how it is closed, and what it is."""

    kind: str  # "file", "colons", "indent", "directive"
    role: Role = "teaching"
    title: str = ""
    callout: bool = False
    indent: int = 0
    ticks: str = ""
    name: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def is_item(self) -> bool:
        """Whether it stands within an item of a list, which nothing but its text goes on with."""
        return self.kind == "colons" and self.indent > INDENT

    @property
    def is_open(self) -> bool:
        """Whether headings in it are headings of the document: it only says where its content is shown."""
        named = self.callout or self.title or self.role not in ("teaching", "note") or "tab" in self.name
        return self.kind == "colons" and not named


def opened(line: str) -> Box | None:
    """Return the box that a line opens, None for any other line."""
    colons, admonition, tab = _COLONS.match(line), _ADMONITION.match(line), _TAB.match(line)
    if colons and (colons["name"] or colons["attributes"] is not None):
        return _of_colons(colons)
    if admonition:
        name, title = admonition["name"], admonition["title"] or ""
        return Box("indent", box_role(name), title, name.lower() in CALLOUTS, indent=len(admonition["indent"]) + 4)
    if tab:
        return Box("indent", title=tab["title"], indent=len(tab["indent"]) + 4)
    return None


def _of_colons(match: re.Match[str]) -> Box:
    attributes = match["attributes"] or ""
    directive = match["name"] or (attributes.strip("{}") if _DIRECTIVE.fullmatch(attributes) else "")
    names = [part.lower() for part in (directive, *_NAMES.findall(attributes)) if part] or [""]
    names += [part.partition("-")[0] for part in names if part[3:4] == "-"]  # {#exr-sums}
    role: Role = next((role for role in map(box_role, names) if role != "teaching"), "teaching")
    title = match["rest"].strip().strip("[]").strip() if directive else ""
    named = re.search(r"(?:title|summary)=[\"']([^\"']*)", attributes)
    box = Box("colons", role, named[1] if named else title, indent=len(match["indent"].expandtabs(4)), name=names[0])
    box.callout = not CALLOUTS.isdisjoint(name.removeprefix("callout-") for name in names)
    return box


def inner(box: Box) -> list[str]:
    """Return the lines of a box without blank ones around them; a heading in one that is set apart ends with it."""
    found: list[str] = []
    fences = Fences()
    for line in box.lines:
        heading = None if fences.encloses(line) or box.is_open else HEADING.match(line)
        if heading and heading["title"]:
            found += [f"**{heading['title'].strip().strip('*#').strip()}**"]
        else:
            found.append(line)
    while found and not found[0].strip():
        found.pop(0)
    while found and not found[-1].strip():
        found.pop()
    return found


def _paragraphs(lines: Iterable[str]) -> list[str]:
    joined: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            joined[-1].append(line.strip())
        elif joined[-1]:
            joined.append([])
    return [" ".join(part) for part in joined if part]


def callout(title: str, lines: Sequence[str]) -> list[str]:
    """Return lines as a call-out that begins with its title."""
    first, *others = _paragraphs(lines)
    label = f"**{title}{'' if title[-1] in '.:?!' else ':'}** " if title else ""
    shown = [f"> {label}{first}"]
    for other in others:
        shown += [">", f"> {other}"]
    return shown


def quotes(lines: Sequence[str]) -> list[str]:
    """Return lines with each paragraph of a quote on one line, without the marker of their kind ([!WARNING])."""
    found: list[str] = []
    quote: list[str] = []
    fences = Fences()
    for line in [*lines, ""]:
        if not fences.encloses(line) and line.startswith(">"):
            quote.append(line)
            continue
        if quote:
            found += _quote(quote)
            quote = []
        found.append(line)
    return found[:-1]


def _quote(lines: Sequence[str]) -> list[str]:
    inner = [line[1:].removeprefix(" ") for line in lines]
    alert = _ALERT.match(inner[0])
    if alert:
        title = alert["title"].strip()
        inner = inner[1:] if not title else [f"**{title}**", *inner[1:]]
    if (len(inner) == 1 and not alert) or any(STRUCTURED.match(line) for line in inner):
        return [f"> {line}".rstrip() for line in inner] if alert else list(lines)
    joined = _paragraphs(inner)
    return ("\n>\n".join(f"> {part}" for part in joined)).split("\n") if joined else []
