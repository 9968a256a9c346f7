from datetime import UTC, datetime, timedelta

from studybot.store import Store
from studybot.study.history import due_queue
from studybot.study.material import Material
from studybot.study.practised import practised
from studybot.study.progress import learn, learner_cards, next_due, queue, rate, topic_grid

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_the_card_of_a_missed_item_waits_in_front_of_new_ones(store: Store, course: Material) -> None:
    """It does not count as one of the day's new cards, is made once, and keeps the schedule that it has."""
    item = next(one for one in course.items.values() if one.kind == "order")
    card = learn(store.cards, "ann", item, course, at=NOON)
    learn(store.cards, "ann", item, course, at=NOON + timedelta(minutes=1))
    waiting = queue(store.cards, "ann", course, at=NOON, zone=UTC)
    assert [waiting[0].card.id, len(waiting)] == [card.id, 1 + 10]
    rate(store.cards, "ann", waiting[0], "easy", at=NOON, review_id="r1")
    before = store.cards.states("ann")
    learn(store.cards, "ann", item, course, at=NOON + timedelta(hours=1))
    assert store.cards.states("ann") == before
    assert card.id in learner_cards(course, before) and card.id not in course.cards


def test_a_new_card_that_rested_can_be_rated(store: Store, course: Material) -> None:
    """A card that was never seen, let rest and taken up again is asked first, and its rating is kept."""
    resting = queue(store.cards, "ann", course, at=NOON, zone=UTC)[3].card.id
    store.cards.suspend("ann", resting, NOON)
    store.cards.suspend("ann", resting, NOON, suspended=False)
    first = queue(store.cards, "ann", course, at=NOON, zone=UTC)[0]
    assert first.card.id == resting
    rate(store.cards, "ann", first, "good", at=NOON, review_id="r1")
    assert [one.card for one in store.cards.reviews("ann")] == [resting]


def test_a_filter_keeps_wanted_cards_of_its_topics(store: Store, course: Material) -> None:
    """A wanted card of another topic does not come into a filtered queue, nor one that the course lost."""
    item = next(one for one in course.items.values() if one.kind == "order")
    learn(store.cards, "ann", item, course, at=NOON)
    other = next(topic.id for topic in course.topics if topic.id != item.topic)
    assert all(due.card.topic == other for due in queue(store.cards, "ann", course, at=NOON, zone=UTC, topics=[other]))
    assert due_queue({}, store.cards.states("ann"), NOON) == ()


def test_the_next_time_is_that_of_a_card_that_waits(store: Store, course: Material) -> None:
    """Resting cards, cards never rated and cards that are gone have no next time."""
    assert next_due(store.cards.states("ann"), course.cards) is None
    first, second = queue(store.cards, "ann", course, at=NOON, zone=UTC)[:2]
    soon, _ = rate(store.cards, "ann", first, "again", at=NOON, review_id="r1")
    later, _ = rate(store.cards, "ann", second, "easy", at=NOON, review_id="r2")
    assert next_due(store.cards.states("ann"), course.cards) == soon.after.due
    store.cards.suspend("ann", first.card.id, NOON)
    assert next_due(store.cards.states("ann"), course.cards) == later.after.due
    assert next_due(store.cards.states("ann"), ["gone"]) is None


def test_the_made_up_learner_is_one(store: Store, course: Material) -> None:
    """The file of the numbers imports whole, and its states follow from its reviews."""
    wanted = len(course.cards) + 100
    added = store.learners.merge(practised(course, "ann", reviews=wanted, until=NOON), into="ann")
    assert (added["reviews"], added["card_states"]) == (wanted, len(course.cards))
    reviews = store.cards.reviews("ann")
    assert reviews[-1].at == NOON and reviews[-1].after in store.cards.states("ann")
    assert sum(card.due for card in topic_grid(store, "ann", course, at=NOON)) > 0
