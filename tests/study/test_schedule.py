from datetime import UTC, datetime, timedelta, timezone

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.errors import StoreError
from studybot.study.schedule import RATINGS, Memory, interval, pack, preview, review, unpack

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def recall(memory: Memory, at: datetime) -> float:
    """Return how surely a memory is there, as FSRS computes it of what is kept."""
    state = fsrs.State[memory.phase.capitalize()]
    card = fsrs.Card(
        card_id=1, state=state, **memory.model_dump(include={"step", "stability", "difficulty", "due", "last_review"})
    )
    return float(fsrs.Scheduler(enable_fuzzing=False).get_card_retrievability(card, at))


def test_a_review_is_what_fsrs_computes() -> None:
    """State, stability, difficulty and due date are those of the fsrs library without fuzz, step by step."""
    scheduler, card = fsrs.Scheduler(enable_fuzzing=False), fsrs.Card(card_id=1, due=NOON)
    memory, at = None, NOON
    for rating, days in (("good", 0), ("good", 0.02), ("hard", 3), ("again", 9), ("good", 0.01), ("easy", 4), ("good", 40)):
        at += timedelta(days=days)
        memory, log = review(memory, rating, at)
        card, _ = scheduler.review_card(card, fsrs.Rating(RATINGS.index(rating) + 1), at)
        assert (memory.due, memory.stability, memory.difficulty) == (card.due, card.stability, card.difficulty)
        assert (memory.phase, memory.step) == (card.state.name.lower(), card.step)
        assert log.note == ""
    assert recall(memory, at) == pytest.approx(1.0)
    assert recall(memory, at + timedelta(days=365)) < 0.9


def test_a_review_changes_nothing_but_its_result() -> None:
    """The memory given stays as it was and is kept with the review, None for a new card."""
    first, log = review(None, "good", NOON)
    assert log.phase == "new" and log.before is None
    kept = first.model_copy()
    _, second = review(first, "easy", NOON + timedelta(days=1))
    assert first == kept == second.before


def test_preview_is_what_the_rating_gives() -> None:
    """Each of the four ratings shows the due date that it would give, in growing order."""
    memory, _ = review(None, "good", NOON)
    memory, _ = review(memory, "good", NOON + timedelta(minutes=10))
    at = NOON + timedelta(days=3)
    choices = preview(memory, at)
    assert [choice.rating for choice in choices] == list(RATINGS)
    assert [choice.due for choice in choices] == [review(memory, rating, at)[0].due for rating in RATINGS]
    assert [choice.due for choice in choices] == sorted(choice.due for choice in choices)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=10), "1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=4), "4 d"),
        (timedelta(days=76), "2.5 mo"),
        (timedelta(days=438), "1.2 y"),
        (timedelta(seconds=-5), "1 min"),
    ],
)
def test_intervals_are_said_in_their_largest_unit(length: timedelta, said: str) -> None:
    """A learner reads `10 min` or `4 d`, never a number of seconds."""
    assert interval(length) == said


def test_a_clock_that_went_backwards_is_a_sentence() -> None:
    """A review before the last one counts as made at once, is due from the clock as it is, and carries a note."""
    memory, _ = review(None, "good", NOON)
    memory, _ = review(memory, "good", NOON + timedelta(days=1))
    back, log = review(memory, "good", NOON - timedelta(days=400))
    assert "Check the clock" in log.note and "2026-03-02" in log.note
    assert NOON - timedelta(days=400) < back.due < NOON
    assert back.stability is not None and memory.stability is not None and back.stability >= memory.stability


def test_other_time_zones_are_the_same_moment() -> None:
    """A time with an offset gives the same schedule as the same moment in UTC."""
    india = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert review(None, "good", india) == review(None, "good", NOON)


@given(st.lists(st.tuples(st.sampled_from(RATINGS), st.integers(-5, 400)), max_size=12))
def test_no_history_breaks_the_schedule(history: list[tuple[str, int]]) -> None:
    """Whatever the ratings and the clock, the memory survives the store, and a card is due after its review."""
    memory, at = None, NOON
    for rating, days in history:
        at += timedelta(days=days)
        memory, _ = review(memory, rating, at)  # type: ignore[arg-type]
        assert memory.due > at and memory.last_review == at
        assert unpack(pack(memory), "card") == memory
        assert 0 <= recall(memory, at) <= 1


def test_what_the_store_gives_back_is_checked() -> None:
    """A card that was only suspended has no memory; a damaged one is a sentence."""
    assert unpack({}, "card") is None
    with pytest.raises(StoreError, match="'card' is damaged"):
        unpack({"phase": "asleep"}, "card")
    with pytest.raises(ValueError, match="time zone"):
        Memory(due=datetime(2026, 1, 1))  # noqa: DTZ001
