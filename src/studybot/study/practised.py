"""A learner with many reviews, made up from a course: what a long time of practice leaves in the store."""

from datetime import datetime, timedelta
from typing import Any

from studybot.store import CardState, Learner, LearnerFile, Review
from studybot.study.card import Card
from studybot.study.material import Material
from studybot.study.schedule import RATINGS, Memory, Rating, pack
from studybot.study.schedule import review as schedule

_APART = timedelta(minutes=7)
_TURNS: tuple[Rating, ...] = ("good", "good", "hard", "good", "again", "easy")


def practised(course: Material, learner: str, *, reviews: int, until: datetime) -> dict[str, Any]:
    """Return the export file of a learner who made `reviews` reviews of all cards in turn, the last of them at `until`."""
    cards = list(course.cards.values())
    memories: dict[str, Memory | None] = {}
    states: dict[str, CardState] = {}
    kept = []
    for number in range(reviews):
        card = cards[number % len(cards)]
        at = until - _APART * (reviews - 1 - number)
        rating = _TURNS[number % len(_TURNS)]
        memory, log = schedule(memories.get(card.id), rating, at)
        after = _state(card, learner, memory, at)
        kept.append(
            Review(
                id=f"{learner}-{number}",
                learner=learner,
                card=card.id,
                topic=card.topic,
                at=at,
                rating=RATINGS.index(rating) + 1,
                kind=log.phase,
                before=states.get(card.id),
                after=after,
            )
        )
        memories[card.id], states[card.id] = memory, after
    file = LearnerFile(learner=Learner(id=learner), card_states=tuple(states.values()), reviews=tuple(kept))
    return file.model_dump(mode="json")


def _state(card: Card, learner: str, memory: Memory, at: datetime) -> CardState:
    return CardState(learner=learner, card=card.id, state=pack(memory), due=memory.due, passage_digest=card.digest, updated=at)
