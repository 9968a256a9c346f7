"""Everything to practise in a course, made once from its passages and found by id, and its numbers."""

from collections import Counter
from collections.abc import Callable, Sequence
from time import sleep

import numpy as np

from studybot.facts.questions import wanted
from studybot.facts.taught import Taught
from studybot.ports import Vectors
from studybot.study.asked import Reader, asked_items
from studybot.study.card import Card, once
from studybot.study.cards import cards
from studybot.study.frames import asked_of_course
from studybot.study.item import Item, is_proved
from studybot.study.items import bank_items, items
from studybot.study.rivals import Encode
from studybot.study.short_answers import short_answers
from studybot.study.wording import Wording
from studybot.types import Passage, Topic, Value

AT_ONCE = 64  # texts that are encoded between two looks whether others are busy
PAUSE = 0.02  # seconds between two such looks


class Material(Value):
    """The items and cards of a course by id, both in course order, with what they were made from."""

    topics: tuple[Topic, ...]
    passages: tuple[Passage, ...]
    items: dict[str, Item]
    cards: dict[str, Card]


class Numbers(Value):
    """How much there is to practise: counts by topic and kind, and the share of proved keys."""

    items: int
    cards: int
    items_by_topic: dict[str, int]
    cards_by_topic: dict[str, int]
    items_by_kind: dict[str, int]
    cards_by_kind: dict[str, int]
    proved: float


def material(
    topics: Sequence[Topic],
    passages: Sequence[Passage],
    questions: Callable[[str], Sequence[str]] | None = None,
    *,
    say: Wording | None = None,
    encode: Encode | None = None,
    reader: Reader | None = None,
) -> Material:
    """Return what can be practised; `questions` gives the bank's questions that a passage answers, `encode` makes vectors.

    A `reader` finds what answers the questions that the course leaves open.
    """
    say = say or Wording(passages)
    say.measure(encode)
    taught = Taught.of(passages, say)
    made, learned = items(passages, say, taught), cards(passages, say, taught)
    say.measure(None)
    if questions is not None:
        made += bank_items(passages, questions, say=say, asked=taught.questions)
        made += tuple(short_answers(learned, made))
        if reader is not None:
            made += tuple(asked_items(tuple(wanted(passages, say)), made, passages, reader, say))
    return Material(
        topics=tuple(topics),
        passages=tuple(passages),
        items={item.id: item.model_copy(update=_worded(item)) for item in made},
        cards={card.id: card.model_copy(update={"front": asked_of_course(card.front)}) for card in once(learned)},
    )


def _worded(item: Item) -> dict[str, object]:
    """What an item asks, in the language of the course."""
    own = item.kind == "true_false"  # other options are the course's words
    return {"prompt": asked_of_course(item.prompt)} | ({"options": tuple(map(asked_of_course, item.options))} if own else {})


def gently(encode: Encode, busy: Callable[[], Callable[[], bool] | None]) -> Encode:
    """Return what makes vectors a few at a time and rests while others are busy, as long as `busy` gives what tells that."""

    def encoded(texts: Sequence[str]) -> Vectors:
        step = AT_ONCE if busy() else max(1, len(texts))
        made = []
        for start in range(0, len(texts), step):
            while (tells := busy()) and tells():
                sleep(PAUSE)
            made.append(encode(texts[start : start + step]))
        return np.concatenate(made)

    return encoded


def numbers(made: Material) -> Numbers:
    """Return the numbers of a course's material."""
    keyed = [item for item in made.items.values() if item.kind != "open"]
    proved = sum(is_proved(item.evidence, item.proof) for item in keyed)
    return Numbers(
        items=len(made.items),
        cards=len(made.cards),
        items_by_topic=_count(made, [item.topic for item in made.items.values()]),
        cards_by_topic=_count(made, [card.topic for card in made.cards.values()]),
        items_by_kind=dict(Counter(item.kind for item in made.items.values())),
        cards_by_kind=dict(Counter(card.kind for card in made.cards.values())),
        proved=proved / len(keyed) if keyed else 1.0,
    )


def _count(made: Material, found: Sequence[str]) -> dict[str, int]:
    counts = Counter(found)
    return {topic.id: counts[topic.id] for topic in made.topics}
