"""What the course asks and does not answer beside, and what its headings name, with the passage that answers it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from studybot.corpus.plain import plain
from studybot.facts.figures import GAP
from studybot.facts.language import language
from studybot.facts.questions import Wanted
from studybot.facts.usage import bag
from studybot.facts.written import GLOSSARY, spoken_line
from studybot.study.item import Item
from studybot.study.items import open_question
from studybot.study.wording import Wording, sentence
from studybot.text import STOPWORDS, words
from studybot.types import Passage

ANSWERS = 3.2  # how well a passage must answer for a question to be asked
SAYS = 1.2  # and how well one of its sentences must by itself
HOLDS, INTRODUCES = 1.0, 2.0  # how well a passage must answer that stresses a term, and its sentence, which may only use it
BEGINNING = 3  # sentences of which one says what the thing of a heading is


class Reader(Protocol):
    """Who finds the passages near questions, and tells which of some answers best, and how well."""

    def near(self, questions: Sequence[str]) -> Sequence[Sequence[str]]:
        """Return for each question the ids of passages, the nearest first."""

    def answers(self, question: str, among: Sequence[str]) -> tuple[str, float]:
        """Return the id of the passage that answers best, with its score."""

    def says(self, question: str, texts: Sequence[str]) -> float:
        """Return how well the best of some texts answers by itself."""


def asked_items(
    asked: Sequence[Wanted], made: Iterable[Item], passages: Sequence[Passage], reader: Reader, say: Wording
) -> Iterator[Item]:
    """Yield an open item for each question that a passage surely answers, one a passage; nothing is asked a second time."""
    places = {passage.id: passage for passage in passages}
    taken, known = set[str](), set[frozenset[str]]()
    for item in made:
        known.add(_named(item.evidence[0] if GAP in item.prompt else item.prompt.rpartition("“")[2]))
        if item.kind == "open" and item.evidence == (item.proof.passage.text,):
            taken.add(item.proof.passage.id)
    for one in (one for one in asked if one.stressed):
        if _named(one.thing) not in known and _is_introduced(one, places[one.among[0]], reader):
            known.add(_named(one.thing))
            yield open_question(places[one.among[0]], say.front((), GLOSSARY, one.thing), say)
    rest = [one for one in asked if not one.stressed and _named(one.thing or one.text) not in known]
    best: dict[str, tuple[float, Wanted]] = {}
    for one, near in zip(rest, reader.near([one.text for one in rest]), strict=True):
        name, score = reader.answers(one.text, [name for name in near if name in one.among])
        if score < ANSWERS or name in taken or score <= best.get(name, (0.0, one))[0]:
            continue
        if reader.says(one.text, _sentences(places[name])[: BEGINNING if one.thing else None]) >= SAYS:
            best[name] = score, one
    for name, (_, one) in best.items():
        yield open_question(places[name], say.front((), GLOSSARY, one.thing) if one.thing else sentence(one.text), say)


def _is_introduced(one: Wanted, passage: Passage, reader: Reader) -> bool:
    """Whether a sentence with a stressed term says what it is, and its passage more of it."""
    said = [text for text in _sentences(passage) if bag(one.thing) <= bag(text)]
    return bool(said) and reader.says(one.text, said) >= INTRODUCES and reader.answers(one.text, one.among)[1] >= HOLDS


def _named(text: str) -> frozenset[str]:
    """The words that a question asks for, without those that ask."""
    asks = STOPWORDS | language().question_words | language().copulas
    return bag(" ".join(word for word in words(re.sub(r"\([^)]*\)", "", text)) if word not in asks))


def _sentences(passage: Passage) -> list[str]:
    units = [passage.cut(unit) for block in passage.blocks for unit in block.units if block.kind != "code"]
    return [plain(spoken_line(text)) for text in units]
