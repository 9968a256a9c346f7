"""Lists behind a sentence that announces them (`There are three causes:`): what belongs to them, and all of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from studybot.study.cell_items import make_item
from studybot.study.columns import labelled
from studybot.study.distractors import MOST, choose
from studybot.study.item import Item, fact_key, identity
from studybot.study.phrase import bare, cite, clean, section_key
from studybot.study.wording import Wording
from studybot.study.worth import OPTION_LIMIT, worth
from studybot.text import STOPWORDS, stems, words
from studybot.types import Citation, Passage, Value

FEWEST = 3  # entries of a list
MOST_ENTRIES = 8
LEAD = (20, 160)  # characters of the announcement
EACH = 2  # items of one list


class Announced(Value):
    """A list with the sentence that announces it, its entries with their spans, and the span of both."""

    path: tuple[str, ...]
    lead: str
    entries: tuple[tuple[str, Citation], ...]
    proof: Citation


def announced(passages: Sequence[Passage]) -> list[Announced]:
    """Return the announced lists in course order; entries are short, and none has a label or is a command."""
    return [found for passage in passages for found in _of_passage(passage)]


def _of_passage(passage: Passage) -> Iterator[Announced]:
    for before, block in zip(passage.blocks, passage.blocks[1:], strict=False):
        if before.kind != "prose" or block.kind not in ("list", "steps") or not before.units:
            continue
        unit = before.units[-1]
        lead = clean(passage.cut(unit))
        leans = words(lead)[:1] and words(lead)[0] in STOPWORDS and len(stems(lead)) < FEWEST
        if not lead.endswith(":") or leans or not LEAD[0] <= len(lead) <= LEAD[1]:
            continue
        texts = [clean(passage.cut(one)) for one in block.units]
        plain = not any(labelled(passage, one.start, one.end) or "`" in passage.cut(one) for one in block.units)
        if plain and FEWEST <= len(texts) <= MOST_ENTRIES and all(3 <= len(text) <= OPTION_LIMIT for text in texts):
            cited = tuple((text, cite(passage, one.start, one.end)) for text, one in zip(texts, block.units, strict=True))
            yield Announced(path=passage.path, lead=lead[:-1], entries=cited, proof=cite(passage, unit.start, block.end))


def list_items(found: Sequence[Announced], say: Wording) -> Iterator[Item]:
    """Yield for some entries of each list which of four belongs to it; the others stand in other lists of its topic."""
    by_topic: dict[str, list[Announced]] = defaultdict(list)
    for announcement in found:
        by_topic[announcement.path[0]].append(announcement)
    for announcement in found:
        others = [other for other in by_topic[announcement.path[0]] if other.path != announcement.path]
        pool = {text: other.lead for other in others for text, _ in other.entries}
        own = {stem for text, _ in announcement.entries for stem in stems(text)}
        fair = [text for text in pool if len(set(stems(text)) & own) <= 1]
        prompt = say.ask(announcement.path, f"which of these belongs here: “{announcement.lead} …”", announcement.lead)
        for text, proof in announcement.entries[:EACH]:
            random = Random(identity(*announcement.path, text))
            wrong = choose(text, fair, prompt=prompt, random=random, fewest=MOST)
            if wrong is not None:
                fact = fact_key(section_key(proof.passage), announcement.lead)
                merit = worth("compare", announcement.lead, text, say)
                notes = {text: f"{lead}: {text}" for text, lead in pool.items()}
                item = make_item("compare", prompt, text, wrong, proof, evidence=(text,), fact=fact, worth=merit, notes=notes)
                if item is not None:
                    yield item


def question(announcement: Announced) -> str:
    """Return the front of the card that asks for the whole list."""
    return f"{bare(announcement.lead)}: which {len(announcement.entries)}?"
