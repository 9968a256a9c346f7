"""Lists behind a sentence that announces them (`There are three causes:`)."""

from collections.abc import Iterator, Sequence

from studybot.facts.columns import labelled
from studybot.facts.language import language
from studybot.facts.written import bare, cite, clean
from studybot.text import STOPWORDS, stems, words
from studybot.types import Citation, Passage, Value

OPTION_LIMIT = 110  # characters of an entry
FEWEST = 3  # entries of a list
MOST_ENTRIES = 8
LEAD = (20, 160)  # characters of the announcement


class Announced(Value):
    """A list with the sentence that announces it, its entries with their spans, and the span of both."""

    path: tuple[str, ...]
    lead: str
    entries: tuple[tuple[str, Citation], ...]
    proof: Citation


def announced(passages: Sequence[Passage]) -> list[Announced]:
    """Return the announced lists in course order; entries are short, and none has a label or is a command.

    A list of examples has more members than it names, and one that leans on the text before it is announced by that.
    """
    return [found for passage in passages for found in _of_passage(passage)]


def _of_passage(passage: Passage) -> Iterator[Announced]:
    known = language()
    leaning = known.partial | known.pointing | known.demonstratives - {"this"}
    for before, block in zip(passage.blocks, passage.blocks[1:], strict=False):
        if before.kind != "prose" or block.kind not in ("list", "steps") or not before.units:
            continue
        unit = before.units[-1]
        lead = clean(passage.cut(unit))
        said = words(lead)
        leans = (said[:1] and said[0] in STOPWORDS and len(stems(lead)) < FEWEST) or set(said) & leaning
        if not lead.endswith(":") or leans or not LEAD[0] <= len(lead) <= LEAD[1]:
            continue
        texts = [clean(passage.cut(one)) for one in block.units]
        plain = not any(labelled(passage, one.start, one.end) or "`" in passage.cut(one) for one in block.units)
        if plain and FEWEST <= len(texts) <= MOST_ENTRIES and all(3 <= len(text) <= OPTION_LIMIT for text in texts):
            cited = tuple((text, cite(passage, one.start, one.end)) for text, one in zip(texts, block.units, strict=True))
            yield Announced(path=passage.path, lead=lead[:-1], entries=cited, proof=cite(passage, unit.start, block.end))


def question(announcement: Announced) -> str:
    """Return the front of the card that asks for the whole list."""
    return f"{bare(announcement.lead)}: which {len(announcement.entries)}?"
