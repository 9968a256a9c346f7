"""Sets and their members, by form: the first column of a table, labelled or short items of a list, headings below a heading."""

import re
from collections.abc import Iterator, Sequence

from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.fact import Member, Members
from studybot.text import any_word, squash
from studybot.types import Block, Citation, Passage

NAME = 60  # characters that a member's name has at most
SHORT_ITEM = 6  # words of an item without a label that is a name by itself
FEWEST = 2
_BRACKETS = re.compile(r"\s*\([^()]*\)")
SEPARATORS = (":**", "**:", "** —", "** –", "** -", "`:", "` —", "` –", "` -", ": ", " — ", " – ")


def members(passages: Sequence[Passage]) -> Iterator[Members]:
    """Yield every set of the passages of a course, in course order."""
    for passage in passages:
        for place, block in enumerate(passage.blocks):
            group = _of_table(passage, block) if block.kind == "table" else _of_list(passage, place, block)
            if group is not None:
                yield group
    yield from _of_headings(passages)


def _distinct(named: Sequence[Member]) -> bool:
    """Whether names can be told apart and are names: none is empty, too long, a number, or there twice."""
    names = [squash(member.name) for member in named]
    clear = all(name and not name.isdigit() and len(member.name) <= NAME for name, member in zip(names, named, strict=True))
    return len(named) >= FEWEST and clear and len(set(names)) == len(names)


def _of_table(passage: Passage, block: Block) -> Members | None:
    header = table_cells(passage.cut(block).partition("\n")[0])
    rows = [(unit, table_cells(passage.cut(unit))) for unit in block.units]
    named = tuple(
        Member(name=title_of(cells[0]), proof=Citation(passage=passage, start=unit.start, end=unit.end))
        for unit, cells in rows
        if cells and any_word(cells[0])
    )
    if len(named) < len(rows) or not _distinct(named):
        return None
    detail = Citation(passage=passage, start=block.start, end=block.end)
    return Members(path=passage.path, called=plain(header[0]) if header else "", members=named, detail=detail)


def _of_list(passage: Passage, place: int, block: Block) -> Members | None:
    if block.kind not in ("list", "steps"):
        return None
    named = []
    for unit in block.units:
        name = item_name(passage.cut(unit))
        if not name:
            return None
        named.append(Member(name=name, proof=Citation(passage=passage, start=unit.start, end=unit.end)))
    if not _distinct(named):
        return None
    before = passage.blocks[place - 1] if place else None
    lead_in = passage.cut(before.units[-1]) if before is not None and before.kind == "prose" and before.units else ""
    if not lead_in and not all(label_of(passage.cut(unit)) for unit in block.units):
        return None  # short items below a heading are as often what is said of a thing as its kinds
    detail = Citation(passage=passage, start=block.start, end=block.end)
    return Members(path=passage.path, called=plain(lead_in), members=tuple(named), detail=detail)


def item_name(item: str) -> str:
    """Return the name that an item of a list gives: its label, or a short one without its brackets; "" for a sentence."""
    label = label_of(item)
    name = label or _BRACKETS.sub("", plain(item)).strip(" *`:")
    short = label or len(name.split()) <= SHORT_ITEM
    return name if short and len(name) <= NAME and any_word(name) and not name.endswith(".") else ""


def label_of(item: str) -> str:
    """Return what stands before the first mark that sets off a label, "" without one."""
    cuts = [item.find(separator) for separator in SEPARATORS]
    at = min((cut for cut in cuts if cut > 0), default=-1)
    return plain(item[:at]).strip(" *`:") if at > 0 else ""


def _of_headings(passages: Sequence[Passage]) -> Iterator[Members]:
    """The headings directly below each heading, proved by the first passage of each."""
    below: dict[tuple[str, ...], dict[str, Passage]] = {}
    for passage in passages:
        for depth in range(1, len(passage.path)):
            below.setdefault(passage.path[:depth], {}).setdefault(passage.path[depth], passage)
    for path, children in below.items():
        named = tuple(
            Member(name=title_of(title), proof=Citation(passage=first, start=first.start, end=first.end))
            for title, first in children.items()
            if any_word(title)
        )
        if len(path) > 1 and _distinct(named):
            yield Members(path=path, members=named)


def title_of(title: str) -> str:
    """Return a heading or a cell without the picture in front of it."""
    bare = plain(title).strip()
    while bare and not (bare[0].isalnum() or bare[0] in "`./(["):
        bare = bare[1:]
    return bare
