"""Facts that stand side by side: the columns of tables, labelled lists, and what sibling sections say under one label."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from studybot.facts.language import language
from studybot.facts.records import records
from studybot.facts.tables import Row, are_data, are_numbered, compares, header_of, named_path, read_off, rows
from studybot.facts.usage import Usage
from studybot.facts.written import GLOSSARY, cite, clean, first_sentence, heading, row_noun
from studybot.text import squash
from studybot.types import Block, BlockKind, Citation, Passage, Value

ColumnKind = Literal["table", "term", "compare"]

_LABELLED = re.compile(
    r"(?:\*\*(?P<bold>[^*\n]{2,70}?)(?::\*\*|\*\*\s*:|\*\*\s+[-–—]\s)|"
    r"(?P<bare>[A-Z][\w'/ -]{1,40}?(?: \([^)\n]{2,20}\))?)(?:: | [-–—] ))\s*(?P<text>\S.*)",
    re.DOTALL,
)
_GLOSSARY = re.compile(
    r"(?:\*\*(?P<bold>[^*\n]{2,60}):\*\*\s+|(?P<line>[^\n:|>#*-][^\n:]{1,60})\n:\s+)"
    r"(?P<text>\S[^\n]{10,}(?:\n(?!\s*[:|>#*-])[^\n]*\S[^\n]*)*)"
)
_WHERE = re.compile(r"^\([a-z]+ [^)]*\):?\s+")  # where a word is used so: "(of a repository) ..."
FEWEST_WORDS = 3  # in lower case, of what explains a term
FEWEST_TERMS = 3  # of a list: fewer leave nothing to choose from


class Cell(Value):
    """One fact: what is said (`text`) about `label`, and the span that says so; `names_label` when it holds the label too."""

    label: str
    text: str
    proof: Citation
    names_label: bool = True


class Column(Value):
    """Facts of one kind under one heading path: `name` is what they tell about each label, `row` what a label is called.

    `beside` are facts of the same form from elsewhere, which are not asked for and may be wrong options.
    """

    kind: ColumnKind
    path: tuple[str, ...]
    row: str
    name: str
    cells: tuple[Cell, ...]
    beside: tuple[Cell, ...] = ()


def columns(passages: Sequence[Passage], say: Usage) -> Iterator[Column]:
    """Yield every column of facts in the passages, in course order."""
    known = records(passages)
    for passage in passages:
        for block in passage.blocks:
            if block.kind == "table" and (passage.id, block.start) not in known:
                yield from _table_columns(passage, block)
    yield from _term_columns(passages, say)
    yield from _glossaries(passages)
    yield from _sibling_columns(passages)


def _table_columns(passage: Passage, block: Block) -> Iterator[Column]:
    header, found = header_of(passage, block), rows(passage, block)
    if are_numbered(found) or are_data(found):
        return
    if compares(passage, block):
        for row in found:
            proof = cite(passage, block.start, row.proof.end)
            cells = tuple(Cell(label=name, text=text, proof=proof) for name, text in row.cells)
            yield Column(
                kind="compare",
                path=named_path(passage, block),
                row="of the two" if len(cells) == 2 else "of these",
                name=row.label,
                cells=cells,
            )
        return
    row_name, path, left_out = row_noun(header[0]), named_path(passage, block), read_off(found)
    for position in range(1, len(header)):
        cells = tuple(
            Cell(label=row.called, text=text, proof=row.proof) for row in found for text in [_at(row, header, position)] if text
        )
        if header[position] not in left_out:
            yield Column(kind="table", path=path, row=row_name, name=header[position] or "Description", cells=cells)


def _at(row: Row, header: Sequence[str], position: int) -> str:
    name = header[position]
    if not name:
        return row.cells[0][1] if position == 1 else ""
    return next((text for known, text in row.cells if known == name), "")


def labelled(passage: Passage, start: int, end: int) -> tuple[str, str] | None:
    """Return (label, text) of a unit such as `**Label:** text`, else None; "Definition:" only says of what kind a text is."""
    match = _LABELLED.match(passage.between(start, end))
    label = clean(match["bold"] or match["bare"]).rstrip(":") if match else ""
    return (label, clean(match["text"])) if match and label.lower().rstrip(".") not in language().labels else None


def _bullets(passage: Passage, kind: BlockKind = "list") -> Iterator[tuple[str, str, Citation]]:
    for block in passage.blocks:
        for unit in block.units if block.kind == kind else ():
            pair = labelled(passage, unit.start, unit.end)
            if pair:
                yield *pair, cite(passage, unit.start, unit.end)


def _term_columns(passages: Sequence[Passage], say: Usage) -> Iterator[Column]:
    """Lists in which every bullet explains a term of its own, and steps with a name each."""
    by_section: dict[tuple[tuple[str, ...], str], list[Cell]] = defaultdict(list)
    for passage in passages:
        for label, text, proof in _bullets(passage):
            if not say.is_attribute(label) and say.is_thing(label) and _explains(text):
                by_section[passage.path, "Description"].append(Cell(label=label, text=text, proof=proof))
        for label, text, proof in _bullets(passage, "steps"):
            by_section[passage.path, "Step"].append(Cell(label=label, text=text, proof=proof))
    for (path, name), cells in by_section.items():
        if len(cells) >= FEWEST_TERMS:
            yield Column(kind="term", path=path, row="of these", name=name, cells=tuple(cells))


def _explains(text: str) -> bool:
    """Whether a text says what something is: a few words of prose, and not a list of values."""
    return len(re.findall(r"(?<![\w./-])[a-z]{2,}(?![\w./-]*[A-Z_/])", text)) >= FEWEST_WORDS


def _glossaries(passages: Sequence[Passage]) -> Iterator[Column]:
    """Paragraphs that each explain a term of their own and make up their section, as in a glossary: one column a topic.

    A title in front of a story among other text is no term. Where several terms stand below a heading, one or two below the
    same heading elsewhere are terms, too.
    """
    sections: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    sizes: Counter[tuple[str, ...]] = Counter()
    for passage in passages:
        place = (passage.topic, *passage.path)
        sizes[place] += sum(block.kind == "prose" for block in passage.blocks)
        sections[place] += _paragraphs(passage)
    sections = {place: cells for place, cells in sections.items() if 2 * len(cells) >= sizes[place] and cells}
    headings = {place[-1] for place, cells in sections.items() if len(cells) >= FEWEST_TERMS}
    by_topic: dict[str, list[Cell]] = defaultdict(list)
    for (topic, *path), cells in sections.items():
        by_topic[topic] += cells if len(cells) > 1 or path[-1] in headings else []
    for cells in by_topic.values():
        terms = {squash(cell.label) for cell in cells}
        told = tuple(cell for cell in cells if squash(cell.text.partition(" ")[2]) not in terms)  # no "See" another one
        around = cells[0].proof.passage.path if cells else ()
        if len(told) >= FEWEST_TERMS or (told and around[-1] in headings):
            yield Column(kind="term", path=around, row="of these terms", name=GLOSSARY, cells=told)


def _paragraphs(passage: Passage) -> Iterator[Cell]:
    """Paragraphs with a term in front: in bold, or on a line of its own with the text behind a colon on the next."""
    for block in passage.blocks:
        text = passage.cut(block)
        if block.kind == "prose" and (match := _GLOSSARY.match(text)):
            label = clean(match["bold"] or match["line"]).strip("[]")
            said = _WHERE.sub("", clean(match["text"]))
            proof = cite(passage, block.start, block.start + match.end())
            yield Cell(label=label, text=first_sentence(said) or said, proof=proof)


def _sibling_columns(passages: Sequence[Passage]) -> Iterator[Column]:
    """What sections under one heading say under the same label: `Best for` of each of three service models."""
    by_label: dict[tuple[tuple[str, ...], str], list[Cell]] = defaultdict(list)
    for passage in passages:
        if len(passage.path) > 2:
            # A bare abbreviation (`DNS:`) is no attribute that one could ask for.
            for label, text, proof in (found for found in _bullets(passage) if not found[0].isupper()):
                cell = Cell(label=heading(passage.path[-1]), text=text, proof=proof, names_label=False)
                by_label[passage.path[:-1], label].append(cell)
    for (path, label), cells in by_label.items():
        if len({cell.label for cell in cells}) == len(cells) >= 2:
            yield Column(kind="compare", path=path, row="of these", name=label, cells=tuple(cells))
