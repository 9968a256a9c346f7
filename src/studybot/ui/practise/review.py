"""Flashcards on the page: the card to review now, its ratings, undo and rest. Two tabs cannot rate one card twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from markupsafe import Markup
from pydantic import AwareDatetime, Field

from studybot.errors import Conflict, NotFound
from studybot.opened import Opened
from studybot.served import Served
from studybot.speech import phrase, t
from studybot.store import CardState, Store
from studybot.study import progress
from studybot.study.card import Card, CardKind
from studybot.study.history import NEW_A_DAY, Due
from studybot.study.item import identity
from studybot.study.own_cards import material_of
from studybot.study.schedule import Rating, preview
from studybot.types import Value
from studybot.ui.frame.actions import Identifier, action
from studybot.ui.frame.templates import fill
from studybot.ui.html.section import passage_html
from studybot.ui.practise.clock import Zoned, when, zone_of
from studybot.ui.practise.proofs import proof_html

AHEAD = 30  # cards that a device keeps for when there is no network
WAITS = timedelta(days=30)  # how long a rating may wait on a device for the network
SOON = timedelta(hours=1)  # an empty queue whose next card comes within this shows it by itself
_WHY = {"learning": phrase("Being learned"), "due": phrase("Due"), "new": phrase("New")}
_KINDS: dict[CardKind, str] = {
    "definition": phrase("Definition"),
    "row": phrase("Table"),
    "command": phrase("Command"),
    "number": phrase("Number"),
    "missed": phrase("Missed question"),
    "own": phrase("Your own"),
}
_RATINGS: dict[Rating, tuple[str, str]] = {
    "again": (phrase("Again"), phrase("I did not know it")),
    "hard": (phrase("Hard"), phrase("I knew it with effort")),
    "good": (phrase("Good"), phrase("I knew it")),
    "easy": (phrase("Easy"), phrase("I knew it at once")),
}


class Review(Zoned):
    """A learner's queue: of these topics (empty means all), with `more` new cards than a day has."""

    topics: tuple[Identifier, ...] = ()
    more: int = Field(default=0, ge=0, le=500)


class Rate(Review):
    """A rating of a card as it was shown; `shown` tells whether it is still as it was."""

    card: Identifier
    shown: str = Field(max_length=64)
    rating: Rating
    review: Identifier
    at: AwareDatetime | None = None  # when it was rated, if that was without a network


class Rest(Review):
    """A card to let rest, or to take up again."""

    card: Identifier
    rests: bool = True


class Ahead(Value):
    """The next cards of a queue, for a device that may lose its network."""

    cards: tuple["Waiting", ...]


class Waiting(Value):
    """The card to review now, how many wait, and what became of the one before."""

    html: str
    left: int
    card: str
    note: str | None = None
    said: str | None = None
    rated: str | None = None
    undone: str | None = None


@action
def begin(studybot: Served, asked: Review) -> Waiting:
    """Return the card to review now, or what to do instead."""
    return _next(studybot.opened, studybot.store, asked)


@action
def ahead(studybot: Served, asked: Review) -> Ahead:
    """Return the cards that wait, as they are shown one after the other."""
    now, course = datetime.now(UTC), studybot.opened
    waiting = _queue(course, studybot.store, asked, now)[:AHEAD]
    rated = studybot.store.cards.has_reviews(asked.learner)
    cards = [
        Waiting(html=_flashcard(course, due, waiting[place:], now, rated), left=len(waiting) - place, card=due.card.id)
        for place, due in enumerate(waiting)
    ]
    return Ahead(cards=tuple(cards))


@action
def rate(studybot: Served, asked: Rate) -> Waiting:
    """Keep a rating and return the next card; a card that was rated in another tab is left as it is, with a sentence."""
    try:
        due = _shown(studybot.opened, studybot.store, asked)
        at = _rated_at(asked, due.state)
        review = identity("review", asked.learner, asked.review)
        kept, log = progress.rate(studybot.store.cards, asked.learner, due, asked.rating, at=at, review_id=review)
    except Conflict:
        lost = t("This card was rated or changed in another tab: that rating stands, and yours was not added.")
        return _next(studybot.opened, studybot.store, asked, note=lost)
    back = when(kept.after.due, kept.at, zone_of(asked.zone))
    said = t("{rating}: it comes back {when}.", rating=t(_RATINGS[asked.rating][0]), when=back)
    return _next(studybot.opened, studybot.store, asked, said=said, rated=kept.card, note=log.note or None)


def _rated_at(asked: Rate, state: CardState | None) -> datetime:
    """When a card was rated: not after now, not longer ago than ratings wait, not before the card was last changed."""
    now = datetime.now(UTC)
    earliest = max(now - WAITS, state.updated) if state else now - WAITS
    return min(now, max(asked.at, earliest)) if asked.at else now


def _shown(course: Opened, store: Store, asked: Rate) -> Due:
    """Return the card as it was shown; Conflict when its schedule is another one by now."""
    state = store.cards.state(asked.learner, asked.card)
    if token(state) != asked.shown:
        raise Conflict(f"card {asked.card!r} was rated or changed in another tab")
    card = progress.learner_cards(material_of(store, asked.learner, course.material), [state] if state else []).get(asked.card)
    if card is None:
        raise NotFound(t("This card is not in the course any more; its history is kept. Reload for the next one."))
    return Due(card=card, why="new", state=state, memory=progress.memory_of(state))


@action
def undo(studybot: Served, asked: Review) -> Waiting:
    """Take the last rating back and return the queue, which begins with that card again."""
    taken = studybot.store.cards.undo_review(asked.learner)
    if taken is None:
        return _next(studybot.opened, studybot.store, asked, note=t("There is no rating to take back."))
    return _next(
        studybot.opened,
        studybot.store,
        asked,
        first=taken.card,
        said=t("Taken back: here is the card again."),
        undone=taken.card,
    )


@action
def suspend(studybot: Served, asked: Rest) -> Waiting:
    """Let a card rest, or take it up again, and return the queue."""
    studybot.store.cards.suspend(asked.learner, asked.card, datetime.now(UTC), suspended=asked.rests)
    said = t("The card rests: it is not asked until you take it up again.") if asked.rests else t("The card is asked again.")
    return _next(studybot.opened, studybot.store, asked, first="" if asked.rests else asked.card, said=said)


def token(state: CardState | None) -> str:
    """Return a short text that changes with a card's schedule."""
    return identity(state.model_dump_json()) if state else "new"


def _queue(opened: Opened, store: Store, asked: Review, now: datetime) -> list[Due]:
    course, new = material_of(store, asked.learner, opened.material), NEW_A_DAY + asked.more
    zone = zone_of(asked.zone)
    return list(progress.queue(store.cards, asked.learner, course, at=now, zone=zone, topics=asked.topics, new_a_day=new))


def _next(opened: Opened, store: Store, asked: Review, *, first: str = "", **told: str | None) -> Waiting:
    now = datetime.now(UTC)
    waiting = _queue(opened, store, asked, now)
    if not waiting:
        return Waiting(html=_empty(opened, store, asked, now), left=0, card="", **told)
    due = next((one for one in waiting if one.card.id == first), waiting[0])
    html = _flashcard(opened, due, waiting, now, store.cards.has_reviews(asked.learner))
    return Waiting(html=html, left=len(waiting), card=due.card.id, **told)


def _flashcard(opened: Opened, due: Due, waiting: list[Due], now: datetime, rated: bool) -> str:
    """A card as it is shown; once a card was `rated`, that can be taken back."""
    counts: Counter[str] = Counter(one.why for one in waiting)
    return fill(
        "practise/flashcard",
        card=due.card,
        kind=t(_KINDS[due.card.kind]),
        why=t(_WHY[due.why]),
        topic=opened.course.topic(due.card.topic),
        changed=due.changed,
        back=_back(due.card),
        proof=proof_html(due.card.proof),
        choices=[(one, *map(t, _RATINGS[one.rating])) for one in preview(due.memory, now)],
        shown=token(due.state),
        counts=[(t(_WHY[why]), counts[why]) for why in _WHY if counts[why]],
        left=len(waiting),
        rated=rated,
    )


def _back(card: Card) -> Markup | str:
    """The back as text; an open question's answer is a whole passage, which is shown as the course shows it."""
    if card.kind == "missed" and card.back == card.proof.quote:
        return Markup(passage_html(card.proof.passage))
    return card.back


def _empty(course: Opened, store: Store, asked: Review, now: datetime) -> str:
    states = store.cards.states(asked.learner)
    cards = progress.learner_cards(material_of(store, asked.learner, course.material), states)
    chosen = [card.id for card in cards.values() if not asked.topics or card.topic in asked.topics]
    due = progress.next_due(states, chosen)
    fresh = len(set(chosen) - {state.card for state in states})
    soon = due is not None and due - now < SOON
    near = [state for state in states if state.state and not state.suspended and state.card in chosen]
    learning = sum(state.state.get("phase") != "review" and state.due - now < SOON for state in near)
    return fill(
        "practise/no_cards",
        any=bool(chosen),
        learning=learning,
        when=when(due, now, zone_of(asked.zone)) if due else "",
        fresh=min(fresh, NEW_A_DAY),
        seconds=max(1, int((due - now).total_seconds()) + 1) if due and soon else 0,
        rated=store.cards.has_reviews(asked.learner),
    )
