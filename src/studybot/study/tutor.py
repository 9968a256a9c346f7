"""What a conversation takes from Practise: exercises on what was spoken of, and where a learner should go on."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from studybot.corpus.plain import plain
from studybot.shown import cut
from studybot.study.item import Item, fact_key, open_item
from studybot.study.quiz import Graded, arrange, grade, select
from studybot.study.recalled import recalled
from studybot.types import Exercise

if TYPE_CHECKING:  # the database and what makes items take longer to import than a question to be answered
    from collections.abc import Callable, Sequence

    from studybot.store import Practice
    from studybot.study.material import Material
    from studybot.types import Citation

SEED = 0  # the same request gets the same exercises
KEY = 600  # characters of an answer that are shown at once


class StudyTutor:
    """Opens the material and what learners answered when they are first asked for: most questions need neither."""

    def __init__(
        self,
        material: Callable[[], Material],
        practice: Callable[[], Practice] | None,
        made: Callable[[], bool],
    ) -> None:
        self._material, self._practice, self._made = material, practice, made

    @property
    def is_ready(self) -> bool:
        """Whether exercises are made already: making those of a course takes seconds."""
        return self._made()

    def exercises(self, topic: str, passages: Sequence[str], count: int) -> tuple[Exercise, ...]:
        """Return up to `count` questions about some passages, of a topic or of all where these are empty.

        Those with options come first, then what is answered in one's own words, last what sections say by their headings.
        """
        material, inside = self._material(), _inside(topic, passages)
        own = [item for item in material.items.values() if inside(item.topic, item.proof)]
        chosen = _drawn([item for item in own if item.options and len(item.right) == 1], count)
        chosen += _drawn([item for item in own if item.kind == "open"], count - len(chosen))
        told = {item.proof.passage.path for item in chosen}
        named = [item for item in recalled(material.passages).values() if inside(item.topic, item.proof)]
        chosen += [item for item in named if item.proof.passage.path not in told][: count - len(chosen)]
        return tuple(_exercise(item) for item in chosen)

    def cards(self, topic: str, passages: Sequence[str], count: int) -> tuple[Exercise, ...]:
        """Return up to `count` flashcards in the same way, those worth most, then questions without options."""
        material, inside = self._material(), _inside(topic, passages)
        own = [card for card in material.cards.values() if inside(card.topic, card.proof)]
        best = sorted(own, key=lambda card: -card.worth)[:count]
        made = [Exercise(key=card.id, topic=card.topic, prompt=card.front) for card in best]
        places = {(card.proof.passage.id, card.proof.start) for card in own}
        asked = [*material.items.values(), *recalled(material.passages).values()] if len(made) < count else []
        free = [item for item in asked if item.kind == "open" and inside(item.topic, item.proof)]
        further = [item for item in free if (item.proof.passage.id, item.proof.start) not in places]
        return (*made, *(_exercise(item) for item in further[: count - len(made)]))

    def next_topics(self, learner: str) -> tuple[str, ...]:
        """Return the topics that are not mastered, begun ones first, then in course order."""
        from studybot.study.mastery import by_topic  # noqa: PLC0415  # it imports the database

        material = self._material()
        counts = Counter(item.topic for item in material.items.values())
        results = self._practice().results(learner) if learner and self._practice else []
        known = by_topic(results, {topic.id: counts[topic.id] for topic in material.topics}, at=datetime.now(UTC))
        left = [topic.id for topic in material.topics if known[topic.id].level != "mastered"]
        return tuple(sorted(left, key=lambda topic: known[topic].level == "new"))


def _inside(topic: str, passages: Sequence[str]) -> Callable[[str, Citation], bool]:
    """What tells whether something of a topic stands, by its proof, in one of some passages; in the topic without any."""
    own = frozenset(passages)
    return lambda of, proof: proof.passage.id in own if own else topic in ("", of)


def _drawn(pool: Sequence[Item], count: int) -> list[Item]:
    """Up to `count` items of a pool, kinds and topics in turn."""
    if not pool or count < 1:
        return []
    by_id = {item.id: item for item in pool}
    return [by_id[name] for name in select(pool, seed=SEED, length=count).queue]


def _exercise(item: Item) -> Exercise:
    options = tuple(item.options[place] for place in arrange(item, SEED))
    return Exercise(key=item.id, topic=item.topic, prompt=item.prompt, options=options)


def found(material: Material, key: str) -> Item | None:
    """Return the item of an exercise: one of the course's, a flashcard's, or that of a heading; None where it is gone."""
    if key in material.items:
        return material.items[key]
    if card := material.cards.get(key):
        return open_item(key, card.front, card.proof, fact_key(card.proof.passage.id, card.asks), evidence=(card.back,))
    return recalled(material.passages).get(key)


def solve(item: Item, given: int) -> Graded:
    """Return the verdict on the option at the place `given`; at -1 none was chosen, and the answer is only shown."""
    if item.kind == "open":
        return grade(item, SEED, ()).model_copy(update={"right": (), "key": cut(plain(item.evidence[0]), KEY)})
    if given >= 0:
        return grade(item, SEED, (given,))
    return grade(item, SEED, (arrange(item, SEED).index(item.right[0]),)).model_copy(update={"correct": False})
