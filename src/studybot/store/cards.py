"""Cards: when each is due for a learner, and the reviews that led there."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, delete, insert, select

from studybot.errors import Conflict
from studybot.store.rows import CardState, Review
from studybot.store.schema import card_states, reviews
from studybot.store.statements import exists, put, read_all, read_one


def states(connection: Connection, learner: str, among: Collection[str] | None = None) -> list[CardState]:
    """Return the schedules of the cards that a learner has touched (only those `among` some ids), by card id."""
    query = select(card_states).where(card_states.c.learner == learner)
    if among is not None:
        query = query.where(card_states.c.card.in_(among))
    return read_all(connection, query.order_by(card_states.c.card), CardState)


def touched(connection: Connection, learner: str, at: datetime) -> dict[str, bool]:
    """Return each card that a learner has touched with whether it is to be asked at `at`, in the order to ask them.

    Those being learned come first, then those due, then those never rated (an empty `state`); suspended cards are not asked.
    """
    phase = card_states.c.state["phase"].as_string()
    asked = card_states.c.suspended.is_(False) & (phase.is_(None) | (card_states.c.due <= at))
    turn = case((phase.is_(None), 2), (phase == "review", 1), else_=0)
    since = case((phase.is_(None), card_states.c.updated), else_=card_states.c.due)
    query = select(card_states.c.card, asked).where(card_states.c.learner == learner)
    rows = connection.execute(query.order_by(turn, since, card_states.c.card))
    return {card: bool(is_asked) for card, is_asked in rows}


def due(connection: Connection, learner: str, at: datetime, limit: int) -> list[CardState]:
    """Return up to `limit` cards due at `at`, the longest waiting first; suspended cards are never due."""
    query = select(card_states).where(
        card_states.c.learner == learner, card_states.c.suspended.is_(False), card_states.c.due <= at
    )
    return read_all(connection, query.order_by(card_states.c.due, card_states.c.card).limit(limit), CardState)


def state(connection: Connection, learner: str, card: str) -> CardState | None:
    """Return the schedule of one card, None for a card that the learner has not touched."""
    query = select(card_states).where(card_states.c.learner == learner, card_states.c.card == card)
    return read_one(connection, query, CardState)


def save_review(connection: Connection, review: Review) -> None:
    """Keep a review and the schedule that follows from it; Conflict when the card is no longer as `review.before` says."""
    if exists(connection, reviews.c.id, review.id):
        raise Conflict(f"review {review.id!r} is saved already: go on with the next card")
    if state(connection, review.learner, review.card) != review.before:
        raise Conflict(f"card {review.card!r} was rated or changed in another tab: reload to see when it is due")
    add_review(connection, review)
    put(connection, card_states, review.after.model_dump())


def add_review(connection: Connection, review: Review) -> None:
    """Add a review to the history without touching the schedule."""
    row = review.model_dump(exclude={"before", "after"})
    before = review.before.model_dump(mode="json") if review.before else None
    connection.execute(insert(reviews).values(**row, before=before, after=review.after.model_dump(mode="json")))


def undo_review(connection: Connection, learner: str) -> Review | None:
    """Take the review saved last back and return it; None when there is none. A card suspended since stays suspended.

    Conflict when the card's schedule is no longer what that review made it (an import, another program).
    """
    last = _reviews_of(learner).order_by(reviews.c.sequence.desc())
    review = read_one(connection, last, Review)
    if review is None:
        return None
    now = state(connection, learner, review.card)
    if now is None or (now.state, now.due) != (review.after.state, review.after.due):
        raise Conflict(
            f"the last review of card {review.card!r} cannot be undone: the card changed since; rate it again instead"
        )
    connection.execute(delete(reviews).where(reviews.c.id == review.id))
    if review.before is not None:
        put(connection, card_states, review.before.model_copy(update={"suspended": now.suspended}).model_dump())
    elif now.suspended:
        put(connection, card_states, now.model_copy(update={"state": {}, "due": review.at}).model_dump())
    else:
        same = (card_states.c.learner == learner) & (card_states.c.card == review.card)
        connection.execute(delete(card_states).where(same))
    return review


def history(connection: Connection, learner: str, since: datetime | None) -> list[Review]:
    """Return a learner's reviews in the order they were saved, of all time or of `since` <= time."""
    query = _reviews_of(learner)
    if since:
        query = query.where(reviews.c.at >= since)
    return read_all(connection, query.order_by(reviews.c.sequence), Review)


def _reviews_of(learner: str) -> Select[Any]:
    return select(*(column for column in reviews.c if column.name != "sequence")).where(reviews.c.learner == learner)


def suspend(connection: Connection, learner: str, card: str, suspended: bool, at: datetime) -> CardState:
    """Set whether a card rests, and return its schedule; a card not yet touched gets one with an empty `state`, due at `at`."""
    now = state(connection, learner, card)
    fresh = CardState(learner=learner, card=card, state={}, due=at, updated=at)
    changed = (now or fresh).model_copy(update={"suspended": suspended, "updated": at})
    put(connection, card_states, changed.model_dump())
    return changed
