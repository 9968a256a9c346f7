"""What a learner does, kept in the store: answers, ratings, the queue of today, the grid of topics; as one JSON file, too."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

from studybot.errors import DatasetError
from studybot.facts.written import where
from studybot.store import Cards, CardState, Learners, Practice, QuizResult, Review, Store
from studybot.study import mastery as measure
from studybot.study.card import Card
from studybot.study.history import NEW_A_DAY, QUEUE, Due, due_queue, new_left
from studybot.study.item import Item, ItemKind, identity
from studybot.study.material import Material
from studybot.study.quiz import Graded, Quiz, select
from studybot.study.schedule import RATINGS, Log, Memory, Rating, pack, review, unpack
from studybot.study.topics import TopicCard, grid
from studybot.text import squash

_OF_ITEM = "item-"  # in front of an item's id: the card made of it


def missed_card(item: Item, known: Sequence[Card]) -> Card:
    """Return the card to learn after a missed item: the one of the same span and fact, else one made of the item itself."""
    near = [card for card in known if card.proof.place == item.proof.place]
    # The cells of a row share its span; the card is the one that answers with what proves the item.
    same = [card for card in near if squash(item.evidence[-1]) in squash(card.back)]
    for card in same or near if len(near) == 1 else same:
        return card
    back = item.key if item.kind != "true_false" else " — ".join(item.evidence)
    return Card(
        id=f"{_OF_ITEM}{item.id}",
        kind="missed",
        topic=item.topic,
        front=item.prompt,
        back=back,
        source=where(item.proof.passage.path),
        proof=item.proof,
        digest=identity(item.prompt, back),
        code=item.code,
    )


def missed_item(card: str) -> str:
    """Return the id of the item that a card (id) was made of, empty for a card of the course."""
    return card.removeprefix(_OF_ITEM) if card.startswith(_OF_ITEM) else ""


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
    kept = reviewed(due.card, learner, memory, log, before=due.state, review_id=review_id)
    cards.save_review(kept)
    return kept, log


def reviewed(card: Card, learner: str, memory: Memory, log: Log, *, before: CardState | None, review_id: str) -> Review:
    """Return a rating as the store keeps it, with the card's schedule before and after."""
    after = CardState(
        learner=learner, card=card.id, state=pack(memory), due=memory.due, passage_digest=card.digest, updated=log.at
    )
    return Review(
        id=review_id,
        learner=learner,
        card=card.id,
        topic=card.topic,
        at=log.at,
        rating=RATINGS.index(log.rating) + 1,
        kind=log.phase,
        before=before,
        after=after,
    )


def topic_grid(store: Store, learner: str, course: Material, *, at: datetime) -> tuple[TopicCard, ...]:
    """Return the cards of the landing page with a learner's progress."""
    counts = Counter(item.topic for item in course.items.values())
    known = measure.by_topic(store.practice.results(learner), {topic.id: counts[topic.id] for topic in course.topics}, at=at)
    states = store.cards.states(learner)
    own = learner_cards(course, states)
    waiting = due_queue(own, states, at, new=0, limit=len(own))
    return grid(course.topics, course.passages, reading=store.practice.reading(learner), mastery=known, queue=waiting)


LARGEST = 50_000_000  # characters; years of study are some megabytes


def export_progress(learners: Learners, learner: str) -> str:
    """Return everything of one learner as the text of one JSON file."""
    return json.dumps(learners.export(learner), ensure_ascii=False, indent=1)


def import_progress(learners: Learners, text: str, *, into: str) -> dict[str, int]:
    """Merge an exported file into learner `into` and return how many rows of each kind were added; a second time adds none.

    Raises DatasetError, with nothing changed, for a file that is not one.
    """
    if len(text) > LARGEST:
        raise DatasetError(
            f"this file has {len(text) / 1e6:.0f} million characters, more than a learner's file can have: choose another"
        )
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DatasetError(
            "this is not a learner's file (it is no JSON): export one from studybot and import that; nothing was changed"
        ) from error
    return learners.merge(data, into=into)
