"""A learner with many reviews, made up from a course: what a long time of practice leaves in the store."""

from datetime import datetime, timedelta
from typing import Any

from studybot.store import CardState, Learner, LearnerFile, Review
from studybot.study.material import Material
from studybot.study.progress import reviewed
from studybot.study.schedule import Memory, Rating
from studybot.study.schedule import review as schedule

_APART = timedelta(minutes=7)
_TURNS: tuple[Rating, ...] = ("good", "good", "hard", "good", "again", "easy")


def practised(course: Material, learner: str, *, reviews: int, until: datetime) -> dict[str, Any]:
    """Return the export file of a learner who made `reviews` reviews of all cards in turn, the last of them at `until`."""
    cards = list(course.cards.values())
    memories: dict[str, Memory | None] = {}
    states: dict[str, CardState] = {}
    kept: list[Review] = []
    for number in range(reviews):
        card = cards[number % len(cards)]
        at = until - _APART * (reviews - 1 - number)
        rating = _TURNS[number % len(_TURNS)]
        memory, log = schedule(memories.get(card.id), rating, at)
        kept.append(reviewed(card, learner, memory, log, before=states.get(card.id), review_id=f"{learner}-{number}"))
        memories[card.id], states[card.id] = memory, kept[-1].after
    file = LearnerFile(learner=Learner(id=learner), card_states=tuple(states.values()), reviews=tuple(kept))
    return file.model_dump(mode="json")
