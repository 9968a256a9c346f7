"""Document -> Passages (within one section, whole blocks) and the Entries that lead to them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile, zip_longest

from studybot.corpus.codelines import is_comment
from studybot.corpus.marks import has_mark
from studybot.corpus.plain import plain
from studybot.corpus.units import ITEM, is_title, table_cells
from studybot.text import any_word, slug
from studybot.types import Block, Document, Entry, Passage, Section

UNIT_LIMIT = 700  # characters of a unit's key: the embedder reads about 256 word pieces
_FENCE = re.compile(r"\A(?:`{3,}|~{3,}).*\n")


def split(document: Document, size: int) -> list[Passage]:
    """Return the passages of a document in order; each block belongs to exactly one run of passages."""
    seen: Counter[str] = Counter()
    passages: list[Passage] = []
    for section in document.sections:
        key = "/".join([document.topic.id, *(slug(title) for title in section.path[1:])])
        for blocks in _groups(section, size, document.text):
            seen[key] += 1
            start, end = blocks[0].start, blocks[-1].end
            passages.append(
                Passage(
                    id=f"{key}/{seen[key]}",
                    document=document.id,
                    source=document.source,
                    topic=document.topic.id,
                    path=section.path,
                    kind=_main_kind(blocks),
                    text=document.text[start:end],
                    start=start,
                    end=end,
                    blocks=tuple(blocks),
                    role=blocks[0].role,
                    place=blocks[0].place,
                )
            )
    return passages


def _groups(section: Section, size: int, text: str) -> Iterator[list[Block]]:
    """Pack the blocks of a section into runs of at most `size` characters; a lead-in stays with what it introduces."""
    blocks = [piece for whole in section.blocks for piece in _pieces(whole, size, text)]
    group: list[Block] = []
    for block, behind in zip_longest(blocks, blocks[1:]):
        apart = group and (
            (block.role, block.place) != (group[0].role, group[0].place) or has_mark(text[group[-1].end : block.start])
        )
        if apart or (group and block.end - group[0].start > size and not _belongs(group, block, size)):
            # A lead-in to code alone stays where it was: passages that are cut elsewhere were found no better.
            shows = block.kind != "code" or block.is_printed or (behind is not None and behind.is_printed)
            cut = _leading(group, block, text) if shows and not apart else 0
            if cut < len(group) or block.end - group[0].start > 2 * size:
                yield group[: len(group) - cut] or group
                group = group[len(group) - cut :] if cut < len(group) else []
        group.append(block)
    if group:
        yield group


def _leading(group: Sequence[Block], block: Block, text: str) -> int:
    """How many blocks at the end of a run belong to the one behind it: code that printed it, a lead-in, a title."""
    pairs = pairwise([block, *reversed(group)])
    return len(list(takewhile(lambda pair: _leads(pair[1], pair[0], text), pairs)))


def _leads(block: Block, behind: Block, text: str) -> bool:
    if behind.is_printed:
        return block.kind == "code" and not block.is_printed
    said = text[block.start : block.end]
    leads = behind.kind == "code" and said.rstrip("*_` ").endswith(":")
    return block.kind == "prose" and (leads or (behind.kind == "table" and is_title(said)))


def _belongs(group: Sequence[Block], block: Block, size: int) -> bool:
    """A short lead-in alone, or a short call-out behind its block, is worth a somewhat longer passage."""
    length = block.end - group[0].start
    if len(group) == 1 and group[0].kind == "prose" and block.kind != "prose" and group[0].end - group[0].start < size / 3:
        return length <= 2 * size
    return block.kind == "callout" and length <= 1.3 * size


def _pieces(block: Block, size: int, text: str) -> Iterator[Block]:
    """Cut a block that is much too long between its units; tables stay whole, since a row needs its header.

    What is cut within a list begins with the sign of its first item.
    """
    if block.kind == "table" or block.end - block.start <= 1.5 * size or len(block.units) < 2:
        yield block
        return
    start, taken = block.start, 0
    for position, unit in enumerate(block.units):
        following = block.units[position + 1] if position + 1 < len(block.units) else None
        if following is None or following.end - start > size:
            end = block.end if following is None else unit.end
            piece = {"start": start, "end": end, "units": block.units[taken : position + 1]}
            yield block.model_copy(update=piece)
            if following is not None:
                line = text.rfind("\n", 0, following.start) + 1
                sign = ITEM.match(text, line, following.start) if block.kind in ("list", "steps") else None
                start, taken = sign.end("indent") if sign else following.start, position + 1


def _main_kind(blocks: Sequence[Block]) -> str:
    """The kind of the longest block that is not prose, else prose."""
    special = [block for block in blocks if block.kind != "prose"]
    return max(special, key=lambda block: block.end - block.start).kind if special else "prose"


def entries(document: Document, passages: Sequence[Passage]) -> Iterator[Entry]:
    """Yield each passage's keys: itself, each unit with its heading path (a row with its header)."""
    for passage in passages:
        path = passage.heading
        yield Entry(
            kind="passage", passage=passage.id, text=f"{path}: {plain(passage.text)}", start=passage.start, end=passage.end
        )
        units = [
            (unit.start, unit.end, unit_text(document.text, block, unit.start, unit.end))
            for block in passage.blocks
            for unit in block.units
        ]
        units = [unit for unit in units if any_word(unit[2])]
        if len(units) == 1 and len(passage.blocks) == 1:
            continue
        for start, end, text in units:
            yield Entry(kind="unit", passage=passage.id, text=f"{path}: {text[:UNIT_LIMIT]}", start=start, end=end)


def unit_text(text: str, block: Block, start: int, end: int) -> str:
    """Return a unit as it is embedded: a table row as "Header: cell; ...", a command behind the remark over its group.

    Anything else comes without its markup.
    """
    if block.kind == "code":
        return plain(f"{_remark(text[block.start : start])}{text[start:end]}")
    if block.kind != "table":
        return plain(text[start:end])
    header = table_cells(text[block.start : text.find("\n", block.start)])
    cells = table_cells(text[start:end])
    named = [f"{name}: {cell}" if name else cell for name, cell in zip(header, cells, strict=False) if cell]
    return plain("; ".join(named))


def _remark(before: str) -> str:
    """The comment that opens the group of commands which goes on behind `before`: "# Ubuntu/Debian" holds for all below it."""
    first = _FENCE.sub("", before).rpartition("\n\n")[2].partition("\n")[0]
    return f"{first.strip()}\n" if is_comment(first) else ""
