"""What an answer lists, as it is read: what it compares, counts, has as items or rows, or names in a sentence."""

import re
from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import NamedTuple

from studybot.answer.names import PARTS
from studybot.answer.understand import parts_of
from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.language import Language, language
from studybot.facts.members import label_of, title_of
from studybot.facts.nested import indent
from studybot.facts.written import leads_in
from studybot.shown import JOINT
from studybot.text import spoken, stems
from studybot.types import Answer, Statement

NAME = 6  # words of one of several things that a sentence lists
LONGEST = 8  # words by which an item is called that has no name
_LISTING = re.compile(r"(?:[:—]|\b(?:is|are|includ\w+|as|by|review|called|named|into)\b)\s*(?:an?\b|the\b)?", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:(?:and|or|an?|the)\s+)+", re.IGNORECASE)
_PARTS = re.compile(r"\s+[–—-]\s+|[:;(]\s*|,\s+")
_COUNTED = re.compile(r"^\(?(?:[a-z]|\d{1,2})[.)]\s+", re.IGNORECASE)  # "b) Heat"


class _Unit(NamedTuple):
    """A cited unit: where it stands, how deep, what it is called, whether it leads in to a list and is an item of one."""

    path: tuple[str, ...]
    depth: int
    name: str
    leads: bool
    kind: str


def listed(answer: Answer) -> list[str]:
    """Return what an answer lists, in order: what it compares, members, rows, items, else those of a sentence."""
    if (sides := sides_of(answer)) and all(len(side.split()) <= NAME for side in sides):
        return sides
    for statement in answer.statements:
        if statement.framed and len(names := list(_counted(statement))) > 1:
            return names
    if len(names := _asked_for(answer)) > 1:
        return names
    shown = [unit for statement in answer.statements if not statement.framed for unit in _units(statement)]
    for _, units in groupby(shown, key=lambda unit: unit.path):
        if len(names := _items([*units])) > 1:
            return names
    if answer.statements and (names := _sisters(answer.statements[0])):
        return names
    said = next((names for statement in answer.statements if (names := _enumerated(statement))), [])
    return said or (names if len(names := [*dict.fromkeys(_commands(answer))]) > 1 else [])


def _asked_for(answer: Answer) -> list[str]:
    """The sections beside each other that a question names, each in full or in short, in its order."""
    said = stems(answer.understood.split(JOINT)[-1].lower())
    named: dict[tuple[str, ...], dict[int, str]] = {}
    for path in (hit.passage.path for hit in answer.hits):
        for name in map(title_of, PARTS.split(path[-1])):
            own = stems(name.lower())  # "IaaS" is read as two words
            place = next((at for at in range(len(said)) if own and said[at : at + len(own)] == own), -1)
            if place >= 0:
                named.setdefault(path[:-1], {}).setdefault(place, name)
    most = max(named.values(), key=len, default={})
    return [name for _, name in sorted(most.items())]


def _commands(answer: Answer) -> Iterator[str]:
    """The commands that are quoted, without remarks."""
    for cited in (cited for statement in answer.statements for cited in statement.citations):
        lines = (unit for block in cited.passage.blocks if block.kind == "code" for unit in block.units)
        for unit in (unit for unit in lines if cited.start <= unit.start < cited.end):
            yield from (line.partition("#")[0].strip() for line in cited.passage.cut(unit).splitlines() if line[:1] not in "#")


def sides_of(answer: Answer) -> list[str]:
    """Return the things that a question compares, in its order."""
    return list(parts_of(answer.understood.split(JOINT)[-1]))


def _counted(statement: Statement) -> Iterator[str]:
    """The names of a sentence that counts members, as the units or headings that prove it are called."""
    for cited in statement.citations:
        if len(statement.citations) > 1:
            titles = (title_of(title) for title in reversed(cited.passage.path))
            yield next((title for title in titles if title in statement.text), "")
        else:
            units = ((block.kind, unit) for block in cited.passage.blocks for unit in block.units)
            yield from (_name(cited.passage.cut(unit), kind) for kind, unit in units if cited.start <= unit.start < cited.end)


def _units(statement: Statement) -> Iterator[_Unit]:
    """The cited units of a statement; of prose those that begin with a label."""
    for cited in statement.citations:
        passage = cited.passage
        for block in passage.blocks:
            for unit in block.units if block.kind != "code" else ():
                text = passage.cut(unit)
                is_item = block.kind in ("list", "steps", "table")
                if cited.start <= unit.start < cited.end and (is_item or label_of(text)):
                    depth, leads = indent(passage.front(unit.start).expandtabs()), leads_in(plain(text))
                    leads, kind = leads or plain(text).rstrip().endswith(","), "item" if is_item else "label"
                    yield _Unit(passage.path, depth, _name(text, block.kind), leads, kind)


def _items(units: list[_Unit]) -> list[str]:
    """The names of items side by side: those below the first where it leads in to them, else the outermost; all labels."""
    kept = [unit for unit in units if unit.kind == units[0].kind]
    for place, unit in enumerate(kept):
        below = [*takewhile(lambda one: one.depth > unit.depth, kept[place + 1 :])]  # noqa: B023  # taken at once
        if unit.leads and len(below) > 1:
            return _items(below)
    if len(kept) > 1 and kept[1].depth > kept[0].depth:
        below = [*takewhile(lambda unit: unit.depth >= kept[1].depth, kept[1:])]
        kept = below if len(below) > 1 and (kept[0].leads or len(below) == len(kept) - 1) else kept
    elif kept and kept[0].leads:
        kept = kept[1:]
    least = min((unit.depth for unit in kept), default=0)
    return [unit.name for unit in kept if unit.depth == least]


def _sisters(statement: Statement) -> list[str]:
    """The labels in bold of a passage of which one opens what is quoted: what is told one by one is a list, too."""
    cited = statement.citations[0]
    units = [unit for block in cited.passage.blocks if block.kind in ("prose", "callout") for unit in block.units]
    bold = {unit.start: label_of(text) for unit in units if (text := cited.passage.cut(unit)).startswith(("**", "__"))}
    return [name for name in bold.values() if name] if bold.get(cited.start) else []


def _name(text: str, kind: str) -> str:
    """What a row or an item is called: by its first cell or its label, else by its words up to where it goes on."""
    if kind == "table":
        return title_of(table_cells(text)[0])
    said = _COUNTED.sub("", plain(text).strip().rstrip(".:"))
    label = said.partition("→")[0] if "→" in said else label_of(text)
    if label.strip():
        return _COUNTED.sub("", label.strip())
    if len(said.split()) <= LONGEST:
        return said
    opens = next((part for part in _PARTS.split(said) if stems(part)), said)
    return " ".join(opens.split()[:LONGEST])


def _enumerated(statement: Statement) -> list[str]:
    """The things that a sentence lists between commas, of which the last one is joined."""
    known = language(spoken())
    for cited in statement.citations[:1]:
        for block in cited.passage.blocks:
            for unit in block.units if block.kind in ("prose", "callout") else ():
                if cited.start <= unit.start < cited.end and len(names := _series(plain(cited.passage.cut(unit)), known)) > 2:
                    return names
    return []


def _series(sentence: str, known: Language) -> list[str]:
    """The names in "of three kinds: one, two and three"; none where one of them is long."""
    pieces = re.split(r"[,;]\s+", sentence.rstrip(".!?"))
    joint = rf"\s*\b(?:{known.last}|or)\s+"
    end = next((place for place, piece in enumerate(pieces) if place and re.search(rf"^{joint}|{joint}", piece)), 0)
    names = [_LISTING.split(piece)[-1] if not place else piece for place, piece in enumerate(pieces[: end + 1])]
    last = [piece for piece in re.split(joint, names.pop()) if piece.strip()] if end else []
    names = [_ARTICLE.sub("", name.strip(' *_`“”"')) for name in (*names, *last)]
    return names if end and all(0 < len(name.split()) <= NAME for name in names) else []
