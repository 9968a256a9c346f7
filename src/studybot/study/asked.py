"""What the course asks and does not answer beside, and what its headings name, with the passage that answers it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from studybot.corpus.plain import plain
from studybot.facts.questions import Wanted
from studybot.facts.written import GLOSSARY, spoken_line
from studybot.study.distractors import bag
from studybot.study.item import Item
from studybot.study.items import open_question
from studybot.study.wording import Wording, sentence
from studybot.types import Passage

ANSWERS = 3.2  # how well a passage must answer for a question to be asked
SAYS = 1.2  # and how well one of its sentences must by itself
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
        known.add(frozenset(bag(item.prompt.rpartition("“")[2])))
        if item.kind == "open" and item.evidence == (item.proof.passage.text,):
            taken.add(item.proof.passage.id)
    best: dict[str, tuple[float, Wanted]] = {}
    for one, near in zip(asked, reader.near([one.text for one in asked]), strict=True):
        if frozenset(bag(one.thing or one.text)) in known:
            continue
        name, score = reader.answers(one.text, [name for name in near if name in one.among])
        if score < ANSWERS or name in taken or score <= best.get(name, (0.0, one))[0]:
            continue
        if reader.says(one.text, _sentences(places[name])[: BEGINNING if one.thing else None]) >= SAYS:
            best[name] = score, one
    for name, (_, one) in best.items():
        yield open_question(places[name], say.front((), GLOSSARY, one.thing) if one.thing else sentence(one.text), say)


def _sentences(passage: Passage) -> list[str]:
    units = [passage.cut(unit) for block in passage.blocks for unit in block.units if block.kind != "code"]
    return [plain(spoken_line(text)) for text in units]
