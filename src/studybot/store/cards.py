"""Cards: when each is due for a learner, and the reviews that led there."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, insert, select

from studybot.errors import Conflict
from studybot.store.database import Database
from studybot.store.rows import CardState, Review
from studybot.store.schema import card_states, reviews


class Cards:
    """The schedules of every learner's cards."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def states(self, learner: str, *, among: Collection[str] | None = None) -> list[CardState]:
        """Return the schedules of the cards that a learner has touched, by card id: of all, or of those `among` some ids."""
        query = select(card_states).where(card_states.c.learner == learner)
        if among is not None:
            query = query.where(card_states.c.card.in_(among))
        return self._database.values(query.order_by(card_states.c.card), CardState)

    def touched(self, learner: str, at: datetime) -> dict[str, bool]:
        """Return each card that a learner has touched with whether it is to be asked at `at`, in the order to ask them.

        Those being learned come first, then those due, then those never rated (an empty `state`); suspended ones are not asked.
        """
        phase = card_states.c.state["phase"].as_string()
        asked = card_states.c.suspended.is_(False) & (phase.is_(None) | (card_states.c.due <= at))
        turn = case((phase.is_(None), 2), (phase == "review", 1), else_=0)
        since = case((phase.is_(None), card_states.c.updated), else_=card_states.c.due)
        query = select(card_states.c.card, asked).where(card_states.c.learner == learner)
        rows = self._database.rows(query.order_by(turn, since, card_states.c.card))
        return {row[0]: bool(row[1]) for row in rows}

    def state(self, learner: str, card: str) -> CardState | None:
        """Return the schedule of one card, None for a card that the learner has not touched."""
        query = select(card_states).where(card_states.c.learner == learner, card_states.c.card == card)
        return self._database.value(query, CardState)

    def put(self, state: CardState) -> None:
        """Keep a schedule in place of the one that the card had."""
        self._database.put(card_states, state.model_dump())

    def save_review(self, review: Review) -> None:
        """Keep a review and its card's new schedule; Conflict when the card is no longer as `review.before` says."""
        with self._database.write():
            if self._database.has(reviews.c.id, review.id):
                raise Conflict(f"review {review.id!r} is saved already: go on with the next card")
            if self.state(review.learner, review.card) != review.before:
                raise Conflict(f"card {review.card!r} was rated or changed in another tab: reload to see when it is due")
            self.add_reviews([review])
            self.put(review.after)

    def add_reviews(self, added: Iterable[Review]) -> None:
        """Add reviews to the history without touching the schedules."""
        if rows := [one.model_dump() | one.model_dump(mode="json", include={"before", "after"}) for one in added]:
            self._database.change(insert(reviews), rows)

    def undo_review(self, learner: str) -> Review | None:
        """Take the review saved last back and return it; None when there is none. A card suspended since stays suspended.

        Conflict when the card's schedule is no longer what that review made it (an import, another program).
        """
        with self._database.write():
            review = self._database.value(_reviews_of(learner).order_by(reviews.c.sequence.desc()), Review)
            if review is None:
                return None
            now = self.state(learner, review.card)
            if now is None or (now.state, now.due) != (review.after.state, review.after.due):
                raise Conflict(
                    f"the last review of card {review.card!r} cannot be undone: the card changed since; rate it again instead"
                )
            self._database.change(delete(reviews).where(reviews.c.id == review.id))
            if review.before is not None:
                self.put(review.before.model_copy(update={"suspended": now.suspended}))
            elif now.suspended:
                self.put(now.model_copy(update={"state": {}, "due": review.at}))
            else:
                same = (card_states.c.learner == learner) & (card_states.c.card == review.card)
                self._database.change(delete(card_states).where(same))
            return review

    def reviews(self, learner: str, *, since: datetime | None = None) -> list[Review]:
        """Return a learner's reviews in the order they were saved, of all time or of `since` <= time."""
        query = _reviews_of(learner)
        if since:
            query = query.where(reviews.c.at >= since)
        return self._database.values(query.order_by(reviews.c.sequence), Review)

    def has_reviews(self, learner: str) -> bool:
        """Whether a learner has rated a card: there is a rating to take back."""
        return self._database.has(reviews.c.learner, learner)

    def suspend(self, learner: str, card: str, at: datetime, *, suspended: bool = True) -> CardState:
        """Let a card rest (or no longer) and return its schedule; an untouched card gets an empty `state`, due at `at`."""
        with self._database.write():
            now = self.state(learner, card)
            fresh = CardState(learner=learner, card=card, state={}, due=at, updated=at)
            changed = (now or fresh).model_copy(update={"suspended": suspended, "updated": at})
            self.put(changed)
        return changed


def _reviews_of(learner: str) -> Select[Any]:
    return select(*(column for column in reviews.c if column.name != "sequence")).where(reviews.c.learner == learner)
