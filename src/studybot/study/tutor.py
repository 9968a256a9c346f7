"""What a conversation takes from Practise: exercises on what was spoken of, and where a learner should go on."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from studybot.study.quiz import Graded, Quiz, arrange, grade, select, show
from studybot.types import Exercise

if TYPE_CHECKING:  # the database and what makes items take longer to import than a question to be answered
    from collections.abc import Callable, Sequence

    from studybot.store import Practice
    from studybot.study.item import Item
    from studybot.study.material import Material

SEED = 0  # the same request gets the same exercises


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
        """Return up to `count` questions with options about some passages, filled up from their topic."""
        material = self._material()
        near = [item for item in material.items.values() if item.options and len(item.right) == 1 and topic in ("", item.topic)]
        own = [item.id for item in near if item.proof.passage.id in set(passages)]
        if not near:
            return ()
        drawn = select(near, seed=SEED, length=count, missed=own if len(own) < len(near) else ())
        return tuple(_exercise(drawn, place, material) for place in range(len(drawn.queue)))

    def next_topics(self, learner: str) -> tuple[str, ...]:
        """Return the topics that are not mastered, begun ones first, then in course order."""
        from studybot.study.mastery import by_topic  # noqa: PLC0415  # it imports the database

        material = self._material()
        counts = Counter(item.topic for item in material.items.values())
        results = self._practice().results(learner) if learner and self._practice else []
        known = by_topic(results, {topic.id: counts[topic.id] for topic in material.topics}, at=datetime.now(UTC))
        left = [topic.id for topic in material.topics if known[topic.id].level != "mastered"]
        return tuple(sorted(left, key=lambda topic: known[topic].level == "new"))


def _exercise(drawn: Quiz, place: int, material: Material) -> Exercise:
    shown = show(drawn, place, material.items)
    return Exercise(key=shown.item, topic=shown.topic, prompt=shown.prompt, options=shown.options)


def solve(item: Item, given: int) -> Graded:
    """Return the verdict on the option at the place `given`; at -1 none was chosen, and the answer is only shown."""
    if given >= 0:
        return grade(item, SEED, (given,))
    return grade(item, SEED, (arrange(item, SEED).index(item.right[0]),)).model_copy(update={"correct": False})
