import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

from studybot.errors import Conflict, DatasetError
from studybot.facts.written import section_key
from studybot.store import CardState, Reading, Review, Store, schema
from studybot.study.history import due_queue, heat_map, new_left, retention
from studybot.study.material import Material
from studybot.study.progress import export_progress, import_progress, keep_answer, new_quiz, queue, rate, topic_grid
from studybot.study.quiz import arrange, grade
from studybot.study.schedule import review as schedule
from timing import quickest

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _rate_first(store: Store, course: Material, rating: str, at: datetime, name: str) -> Review:
    due = queue(store.cards, "ann", course, at=at, zone=UTC)[0]
    return rate(store.cards, "ann", due, rating, at=at, review_id=name)[0]  # type: ignore[arg-type]


def test_a_new_learner_gets_new_cards_of_all_topics(store: Store, course: Material) -> None:
    """Ten new cards a day, each of another topic, none of them twice; a filter keeps to its topic."""
    first = queue(store.cards, "ann", course, at=NOON, zone=UTC)
    assert len(first) == 10 and {due.why for due in first} == {"new"}
    assert len({due.card.topic for due in first}) == 10
    only = queue(store.cards, "ann", course, at=NOON, zone=UTC, topics=["lambda"])
    assert {due.card.topic for due in only} == {"lambda"}


def test_new_cards_stay_spread_while_they_are_rated(store: Store, course: Material) -> None:
    """The new card after each rating is of a topic of which fewest were seen, and within one topic of another section."""
    for only, of in (((), "topic"), (("lambda",), "section")):
        seen = []
        for number in range(4):
            at = NOON + timedelta(days=len(only), seconds=number)
            due = next(one for one in queue(store.cards, "ann", course, at=at, zone=UTC, topics=only) if one.why == "new")
            rate(store.cards, "ann", due, "easy", at=at, review_id=f"{of}{number}")
            seen.append(due.card.topic if of == "topic" else section_key(due.card.proof.passage))
        assert len(set(seen)) == 4, of


def test_a_rated_card_comes_back_and_a_day_has_an_end(store: Store, course: Material) -> None:
    """Rated `again` it is back after a minute in front of everything; each new card takes one place of the day."""
    kept = _rate_first(store, course, "again", NOON, "r1")
    assert kept.kind == "new" and kept.before is None
    later = queue(store.cards, "ann", course, at=NOON + timedelta(minutes=2), zone=UTC)
    assert (later[0].card.id, later[0].why) == (kept.card, "learning") and len(later) == 1 + 9
    tomorrow = queue(store.cards, "ann", course, at=NOON + timedelta(days=1), zone=UTC)
    assert len(tomorrow) == 1 + 10


def test_two_tabs_rate_one_card_once(store: Store, course: Material) -> None:
    """The second tab gets a sentence, and the first rating stands."""
    due = queue(store.cards, "ann", course, at=NOON, zone=UTC)[0]
    rate(store.cards, "ann", due, "easy", at=NOON, review_id="one")
    with pytest.raises(Conflict, match="another tab"):
        rate(store.cards, "ann", due, "again", at=NOON, review_id="two")
    assert [review.id for review in store.cards.reviews("ann")] == ["one"]


def test_undo_and_suspend(store: Store, course: Material) -> None:
    """Undo gives the card back as it was shown; a suspended card is not asked until it is let go."""
    before = queue(store.cards, "ann", course, at=NOON, zone=UTC)
    _rate_first(store, course, "good", NOON, "r1")
    assert store.cards.undo_review("ann") is not None
    assert queue(store.cards, "ann", course, at=NOON, zone=UTC) == before
    resting = before[0].card.id
    store.cards.suspend("ann", resting, NOON)
    assert resting not in {due.card.id for due in queue(store.cards, "ann", course, at=NOON, zone=UTC)}


def test_a_changed_card_is_shown_as_changed(store: Store, course: Material) -> None:
    """A card whose text changed since its review carries the mark, with its history; a lost one is left out."""
    kept = _rate_first(store, course, "again", NOON, "r1")
    card = course.cards[kept.card]
    other = {**course.cards, card.id: card.model_copy(update={"digest": "other"})}
    at = NOON + timedelta(minutes=5)
    shown = due_queue(other, store.cards.states("ann"), at, new=0)
    assert [(due.card.id, due.changed) for due in shown] == [(card.id, True)]
    assert not due_queue(course.cards, store.cards.states("ann"), at, new=0)[0].changed
    assert due_queue({}, store.cards.states("ann"), at) == ()


@pytest.mark.parametrize("only", [(), ("lambda", "vpc-controls")])
def test_reading_only_what_is_shown_changes_nothing(store: Store, course: Material, only: tuple[str, ...]) -> None:
    """The queue of a learner is that of all schedules: learned, due, rested, asked for and lost cards, more than it holds."""
    for number, card in enumerate([*list(course.cards)[:300], "lost"]):
        at = NOON - timedelta(days=30) + timedelta(minutes=number * 37 % 101)
        memory, log = schedule(None, ("again", "good", "easy")[number % 3], at)  # type: ignore[arg-type]
        after = CardState(learner="ann", card=card, state=memory.model_dump(mode="json"), due=memory.due, updated=at)
        kept = Review(
            id=f"r{number}", learner="ann", card=card, topic="lambda", at=at, rating=3, kind=log.phase, before=None, after=after
        )
        store.cards.save_review(kept)
        if number % 7 == 0:
            store.cards.suspend("ann", card, at)
    for number, card in enumerate(list(course.cards)[300:310]):
        store.cards.suspend("ann", card, NOON - timedelta(hours=number), suspended=False)
    for days in (30, 29.999, 20, 0):
        at = NOON - timedelta(days=days)
        new = new_left(store.cards.reviews("ann", since=at - timedelta(days=1)), at, UTC)
        whole = due_queue(course.cards, store.cards.states("ann"), at, topics=only, new=new)
        assert queue(store.cards, "ann", course, at=at, zone=UTC, topics=only) == whole
        assert whole or new == 0


@pytest.mark.long
def test_ten_thousand_reviews_do_not_slow_the_queue(store: Store, course: Material, tmp_path: Path) -> None:
    """With 10,000 reviews and every card touched, the whole queue of a learner is there in under 50 ms a call."""
    cards = list(course.cards.values())
    reviews, states = [], []
    for number in range(10_000):
        card = cards[number % len(cards)]
        at = NOON - timedelta(days=90) + timedelta(minutes=10 * number)
        memory, log = schedule(None, "good", at)
        after = CardState(learner="ann", card=card.id, state=memory.model_dump(mode="json"), due=memory.due, updated=at)
        reviews.append(
            Review(
                id=f"r{number}",
                learner="ann",
                card=card.id,
                topic=card.topic,
                at=at,
                rating=3,
                kind=log.phase,
                before=None,
                after=after,
            )
        )
        states.append(after)
    latest = {state.card: state for state in states}
    engine = create_engine(f"sqlite:///{tmp_path / 'studybot.db'}")
    with engine.begin() as connection:
        connection.execute(insert(schema.card_states), [state.model_dump() for state in latest.values()])
        kept = [one.model_dump(exclude={"after"}) | {"after": one.after.model_dump(mode="json")} for one in reviews]
        connection.execute(insert(schema.reviews), kept)
    engine.dispose()
    assert len(store.cards.reviews("ann")) == 10_000
    spent, found = quickest(lambda: queue(store.cards, "ann", course, at=NOON, zone=UTC))
    assert found and spent < 0.05


def test_retention_and_heat_map_count_what_happened(store: Store, course: Material) -> None:
    """Retention counts learned cards only; a day ends at midnight of the learner's zone; days without reviews are there."""
    at = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
    due = queue(store.cards, "ann", course, at=at, zone=UTC)[0]
    for number, (rating, days) in enumerate((("easy", 0), ("good", 30), ("again", 900))):
        now = at + timedelta(days=days)
        shown = next(one for one in queue(store.cards, "ann", course, at=now, zone=UTC) if one.card.id == due.card.id)
        rate(store.cards, "ann", shown, rating, at=now, review_id=str(number))  # type: ignore[arg-type]
    reviews = store.cards.reviews("ann")
    kept = retention(reviews)[due.card.topic]
    assert (kept.reviews, kept.remembered, kept.share) == (2, 1, 0.5)
    india = timezone(timedelta(hours=5, minutes=30))
    days = heat_map(reviews, until=date(2026, 3, 3), days=3, zone=india)
    assert [(day.day.day, day.reviews) for day in days] == [(1, 0), (2, 1), (3, 0)]
    assert [day.reviews for day in heat_map(reviews, until=date(2026, 3, 1), days=1, zone=UTC)] == [1]
    assert new_left(reviews, at, UTC) == 9 and new_left(reviews, at, india) == 9 and new_left([], at, UTC, a_day=0) == 0


def test_missed_items_come_back_in_the_next_quiz(store: Store, course: Material) -> None:
    """A wrong answer of an earlier quiz is asked again, up to half of the quiz, until it is right."""
    tables = {item.topic: item for item in course.items.values() if item.kind == "table"}
    wrong = list(tables.values())[:3]  # of three topics: no two ask for the same fact
    for number, item in enumerate(wrong):
        order = arrange(item, 1)
        choice = next(place for place in range(len(order)) if order[place] not in item.right)
        keep_answer(store.practice, "ann", item, grade(item, 1, (choice,)), given="x", at=NOON, result=f"q{number}")
    quiz = new_quiz(store.practice, "ann", course, seed=3, length=4)
    assert sum(item.id in quiz.queue for item in wrong) == 2
    right = wrong[0]
    verdict = grade(right, 1, tuple(arrange(right, 1).index(place) for place in right.right))
    keep_answer(store.practice, "ann", right, verdict, given="y", at=NOON + timedelta(days=1), result="q9")
    assert right.id not in new_quiz(store.practice, "ann", course, seed=3, length=4).queue
    with pytest.raises(Conflict):
        keep_answer(store.practice, "ann", right, verdict, given="y", at=NOON, result="q9")


def test_the_grid_shows_reading_mastery_and_due_cards(store: Store, course: Material) -> None:
    """One card a topic in course order with its own title and badge, and what the learner did in it."""
    empty = topic_grid(store, "ann", course, at=NOON)
    assert [card.topic.id for card in empty] == [topic.id for topic in course.topics]
    assert (empty[5].title, empty[5].topic.title) == ("Elastic Load Balancing", "Elastic Load Balancing (ELB)")
    assert {(card.read, card.mastered, card.due, card.level) for card in empty} == {(0.0, 0.0, 0, "new")}
    kept = _rate_first(store, course, "again", NOON, "r1")
    section = next(passage.id.rpartition("/")[0] for passage in course.passages if passage.topic == kept.topic)
    store.practice.set_reading(Reading(learner="ann", topic=kept.topic, section=section, position=1.0, read_at=NOON))
    item = next(item for item in course.items.values() if item.topic == kept.topic)
    right = tuple(arrange(item, 1).index(place) for place in item.right)
    keep_answer(store.practice, "ann", item, grade(item, 1, right), given="", at=NOON, result="q1")
    card = next(card for card in topic_grid(store, "ann", course, at=NOON + timedelta(hours=1)) if card.topic.id == kept.topic)
    assert (
        card.due == 1 and 0 < card.mastered < 0.4 and card.level == "started" and card.read == pytest.approx(1 / card.sections)
    )


def test_progress_moves_to_another_browser_and_merges(store: Store, course: Material, tmp_path: Path) -> None:
    """Exported, imported elsewhere it is all there; a second import adds nothing; what was there stays."""
    _rate_first(store, course, "good", NOON, "r1")
    text = export_progress(store.learners, "ann")
    assert json.loads(text)["format"] == "studybot-learner"
    with Store.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        added = import_progress(other.learners, text, into="bob")
        assert (added["reviews"], added["card_states"]) == (1, 1)
        assert other.cards.reviews("bob")[0].card == store.cards.reviews("ann")[0].card
        assert set(import_progress(other.learners, text, into="bob").values()) == {0}


@pytest.mark.parametrize("text", ["", "not json", "[]", "{}", '{"format": "other"}', "[" * 100_000, '{"learner": {"id": ""}}'])
def test_a_file_that_is_none_is_refused(store: Store, text: str) -> None:
    """A sentence says that it is not a learner's file, and nothing is changed."""
    with pytest.raises(DatasetError, match="not a learner's file"):
        import_progress(store.learners, text, into="ann")
    assert store.cards.states("ann") == [] and store.cards.reviews("ann") == []
