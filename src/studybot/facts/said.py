"""What sentences say of a thing by their form, side by side: a column a topic and form."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from studybot.facts.columns import Cell, Column, columns
from studybot.facts.definitions import definitions
from studybot.facts.entitled import entitled
from studybot.facts.language import Language, language
from studybot.facts.sentence import Saying, leans, saying
from studybot.facts.usage import Usage
from studybot.facts.written import DOES, GLOSSARY, cite, spoken_line
from studybot.text import sentences, squash
from studybot.types import Passage

NEIGHBOURS = 12  # things of other topics that a topic with few of its own borrows as wrong options


def all_columns(passages: Sequence[Passage], say: Usage) -> list[Column]:
    """Return the columns that tables, lists and sections make, and those that sentences make."""
    formed = list(columns(passages, say))
    return [*formed, *said_columns(passages, say, formed)]


def said_columns(passages: Sequence[Passage], say: Usage, defined: Sequence[Column]) -> Iterator[Column]:
    """Yield a column for each topic and form; a thing that another column or a definition explains already is left out."""
    known = language()
    taken = {squash(one.term) for one in definitions(passages, say)}
    taken |= {squash(cell.label) for column in defined if column.kind == "term" for cell in column.cells}
    found: dict[tuple[str, bool], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    titles = {passage.topic: passage.path[:1] for passage in passages}
    for passage in passages:
        for made, cell in _of_passage(passage, say, known):
            if squash(cell.label) not in taken:
                taken.add(squash(cell.label))
                found[GLOSSARY if made.form == "is" else DOES, made.code][passage.topic].append(cell)
    for (name, _), by_topic in found.items():
        topics = list(by_topic)
        for place, topic in enumerate(topics):
            near = sorted(topics, key=lambda other: abs(topics.index(other) - place))[1:]
            beside = tuple([cell for other in near for cell in by_topic[other]][:NEIGHBOURS])
            row = "of these terms" if name == GLOSSARY else "of these"
            yield Column(kind="term", path=titles[topic], row=row, name=name, cells=tuple(by_topic[topic]), beside=beside)


def _of_passage(passage: Passage, say: Usage, known: Language) -> Iterator[tuple[Saying, Cell]]:
    for block in passage.blocks:
        for unit in block.units if block.kind in ("prose", "list", "callout") else ():
            text = passage.cut(unit)
            for place, (start, end) in enumerate(sentences(text)):
                sentence = spoken_line(text[start:end])
                made = None if place and leans(sentence, known) else saying(sentence, passage.path, say, known)
                if (
                    made is None
                    and (block, unit, place) == (passage.blocks[0], block.units[0], 0)
                    and passage.id.endswith("/1")
                ):
                    made = entitled(sentence, passage.path, say, known)
                if made is not None:
                    proof = cite(passage, unit.start + start, unit.start + end)
                    yield made, Cell(label=made.label, text=made.said, proof=proof)
    first = passage.blocks[0].units[0] if passage.id.endswith("/1") and passage.blocks[0].kind in ("prose", "list") else None
    if first is not None:
        start, end = sentences(passage.cut(first))[0]
        made = entitled(passage.cut(first)[start:end], passage.path, say, known)
        if made is not None:
            yield made, Cell(label=made.label, text=made.said, proof=cite(passage, first.start + start, first.start + end))
