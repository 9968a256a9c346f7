"""What a learner does, kept in the store: answers, ratings, the queue of today, the grid of topics."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

from studybot.store import Cards, CardState, Practice, QuizResult, Review, Store
from studybot.study import mastery as measure
from studybot.study.card import Card
from studybot.study.history import NEW_A_DAY, QUEUE, Due, due_queue, new_left
from studybot.study.item import Item, ItemKind
from studybot.study.material import Material
from studybot.study.missed import missed_card, missed_item
from studybot.study.quiz import Graded, Quiz, select
from studybot.study.schedule import RATINGS, Log, Memory, Rating, pack, review, unpack
from studybot.study.topics import TopicCard, grid


def new_quiz(
    practice: Practice,
    learner: str,
    course: Material,
    *,
    seed: int,
    length: int,
    topics: Sequence[str] = (),
    kinds: Sequence[ItemKind] = (),
) -> Quiz:
    """Return a quiz for a learner in which items missed in earlier quizzes come back, up to half of it."""
    missed = [item for item in measure.missed(practice.results(learner)) if item in course.items]
    again = missed[: max(1, length // 2)]
    return select(tuple(course.items.values()), seed=seed, length=length, topics=topics, kinds=kinds, missed=again)


def keep_answer(
    practice: Practice, learner: str, item: Item, verdict: Graded, *, given: str, at: datetime, result: str
) -> None:
    """Keep an answer under the id `result`; Conflict when that is kept already."""
    row = QuizResult(
        id=result, learner=learner, item=item.id, topic=item.topic, at=at, correct=verdict.correct, kind=item.kind, given=given
    )
    practice.add_result(row)


def queue(
    cards: Cards,
    learner: str,
    course: Material,
    *,
    at: datetime,
    zone: tzinfo,
    topics: Sequence[str] = (),
    new_a_day: int = NEW_A_DAY,
) -> tuple[Due, ...]:
    """Return what a learner should review at `at`; new cards only as far as the day (of `zone`) still has room."""
    today = cards.reviews(learner, since=at - timedelta(days=1))
    new = new_left(today, at, zone, a_day=new_a_day)
    touched = cards.touched(learner, at)
    own = _with_missed(course, touched)
    asked = [card for card, due in touched.items() if due and card in own and (not topics or own[card].topic in topics)]
    # Only what is shown is read whole: a learner of a year has touched every card.
    states = cards.states(learner, among=asked[:QUEUE])
    return due_queue(own, states, at, topics=topics, new=new, limit=QUEUE, touched=touched.keys())


def learner_cards(course: Material, states: Iterable[CardState]) -> dict[str, Card]:
    """Return the cards of the course by id, with those that a learner made of missed items."""
    return _with_missed(course, (state.card for state in states))


def _with_missed(course: Material, touched: Iterable[str]) -> dict[str, Card]:
    own = {card: course.items.get(missed_item(card)) for card in touched if missed_item(card)}
    return course.cards | {card: missed_card(item, ()) for card, item in own.items() if item is not None}


def learn(cards: Cards, learner: str, item: Item, course: Material, *, at: datetime) -> Card:
    """Put the card of a missed item into the learner's queue and return it; a card that has a schedule keeps it."""
    card = missed_card(item, tuple(course.cards.values()))
    take(cards, learner, card, at=at)
    return card


def take(cards: Cards, learner: str, card: Card, *, at: datetime) -> None:
    """Put a card into the learner's queue; one that has a schedule keeps it."""
    known = cards.state(learner, card.id)
    if known is None or known.suspended:
        cards.suspend(learner, card.id, at, suspended=False)


def memory_of(state: CardState | None) -> Memory | None:
    """Return what the scheduler knows of a card, None for one never rated."""
    return unpack(state.state, state.card) if state else None


def next_due(states: Iterable[CardState], cards: Iterable[str]) -> datetime | None:
    """Return when the next of `cards` (ids) comes back, None when none waits."""
    known = set(cards)
    return min((state.due for state in states if state.state and not state.suspended and state.card in known), default=None)


def coming_back(cards: Cards, learner: str, course: Material) -> datetime | None:
    """Return when the next card of a learner comes back, None when none waits."""
    states = cards.states(learner)
    return next_due(states, learner_cards(course, states))


def rate(cards: Cards, learner: str, due: Due, rating: Rating, *, at: datetime, review_id: str) -> tuple[Review, Log]:
    """Keep a rating of a card as it was shown (`due`) and return it.

    Raises Conflict when the card was rated or changed in another tab since it was shown; nothing is lost then.
    """
    memory, log = review(due.memory, rating, at)
    after = CardState(
        learner=learner, card=due.card.id, state=pack(memory), due=memory.due, passage_digest=due.card.digest, updated=log.at
    )
    kept = Review(
        id=review_id,
        learner=learner,
        card=due.card.id,
        topic=due.card.topic,
        at=log.at,
        rating=RATINGS.index(rating) + 1,
        kind=log.phase,
        before=due.state,
        after=after,
    )
    cards.save_review(kept)
    return kept, log


def topic_grid(store: Store, learner: str, course: Material, *, at: datetime) -> tuple[TopicCard, ...]:
    """Return the cards of the landing page with a learner's progress."""
    counts = Counter(item.topic for item in course.items.values())
    known = measure.by_topic(store.practice.results(learner), {topic.id: counts[topic.id] for topic in course.topics}, at=at)
    states = store.cards.states(learner)
    own = learner_cards(course, states)
    waiting = due_queue(own, states, at, new=0, limit=len(own))
    return grid(course.topics, course.passages, reading=store.practice.reading(learner), mastery=known, queue=waiting)
