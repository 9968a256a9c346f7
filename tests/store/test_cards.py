from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pydantic import ValidationError

from studybot.errors import Conflict
from studybot.store import Review, Store
from timing import quickest

from .builders import NOON, card_state, later, review


def test_a_review_and_its_schedule_come_back_as_they_went_in(url: str) -> None:
    """The scheduler's state, with nulls, lists and floats, is equal after a restart."""
    first, second = card_state(step=1), card_state(step=2, due=later(days=3))
    with Store.open(url) as store:
        store.cards.save_review(review("r1", None, first))
        store.cards.save_review(review("r2", first, second, at=later(minutes=5)))
    with Store.open(url) as store:
        assert store.cards.states("ann") == [second]
        assert store.cards.state("ann", "card1") == second
        assert store.cards.reviews("ann") == [review("r1", None, first), review("r2", first, second, at=later(minutes=5))]
        assert [one.id for one in store.cards.reviews("ann", since=later(minutes=1))] == ["r2"]
        assert store.cards.states("bob") == store.cards.reviews("bob") == []


def test_the_second_of_two_tabs_is_told(store: Store) -> None:
    """Two ratings of the same schedule: one is kept, the other is a conflict that changes nothing."""
    first = card_state(step=1)
    store.cards.save_review(review("r1", None, first))
    store.cards.save_review(review("r2", first, card_state(step=2)))
    with pytest.raises(Conflict, match="'card1' was rated or changed in another tab"):
        store.cards.save_review(review("r3", first, card_state(step=9)))
    with pytest.raises(Conflict):
        store.cards.save_review(review("r4", None, card_state(step=9)))
    with pytest.raises(Conflict, match="'r2' is saved already"):
        store.cards.save_review(review("r2", card_state(step=2), card_state(step=3)))
    assert store.cards.state("ann", "card1") == card_state(step=2)
    assert [one.id for one in store.cards.reviews("ann")] == ["r1", "r2"]


def test_of_many_threads_rating_one_card_exactly_one_wins(store: Store) -> None:
    """The check and the write are one step."""

    def rate(number: int) -> bool:
        try:
            store.cards.save_review(review(f"r{number}", None, card_state(step=number)))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(rate, range(12))) == 1
    assert len(store.cards.reviews("ann")) == 1


def test_undo_goes_back_step_by_step(store: Store) -> None:
    """Each undo restores the schedule before; a card rated for the first time becomes new; then there is nothing to undo."""
    first, second = card_state(step=1), card_state(step=2, due=later(days=3))
    reviews = [review("r1", None, first), review("r2", first, second, at=later(hours=-9))]
    for one in reviews:
        store.cards.save_review(one)
    assert store.cards.undo_review("ann") == reviews[1]
    assert store.cards.state("ann", "card1") == first
    assert store.cards.undo_review("bob") is None
    assert store.cards.undo_review("ann") == reviews[0]
    assert store.cards.state("ann", "card1") is None
    assert store.cards.undo_review("ann") is None


def test_a_card_suspended_after_a_review_stays_suspended_when_that_is_undone(store: Store) -> None:
    """Undo takes back the rating only."""
    first, second = card_state(step=1), card_state(step=2)
    store.cards.save_review(review("r1", None, first))
    store.cards.save_review(review("r2", first, second))
    store.cards.suspend("ann", "card1", later(hours=1))
    store.cards.undo_review("ann")
    assert store.cards.state("ann", "card1") == first.model_copy(update={"suspended": True})
    store.cards.undo_review("ann")
    kept = store.cards.state("ann", "card1")
    assert kept is not None
    assert (kept.state, kept.due, kept.suspended) == ({}, NOON, True)


def test_undo_does_not_overwrite_a_newer_schedule(store: Store) -> None:
    """A schedule that came from an import is not thrown away by undoing an older review."""
    store.cards.save_review(review("r1", None, card_state(step=1)))
    file = store.learners.export("ann")
    file["card_states"] = [card_state(step=7, due=later(days=9)).model_dump(mode="json")]
    store.learners.merge(file)
    with pytest.raises(Conflict, match="cannot be undone"):
        store.cards.undo_review("ann")
    assert store.cards.state("ann", "card1") == card_state(step=7, due=later(days=9))
    assert len(store.cards.reviews("ann")) == 1


def test_touched_cards_are_in_the_order_to_ask_them(store: Store) -> None:
    """Being learned, then due, then never rated, each the longest waiting first; what rests or is not due yet is not asked."""
    phases = {"a": "review", "b": "learning", "c": "review", "d": "relearning", "e": "review", "f": "learning"}
    for hours, (card, phase) in enumerate(phases.items()):
        shown = card_state(card, due=later(hours=hours)).model_copy(update={"state": {"phase": phase}})
        store.cards.save_review(review(card, None, shown))
    store.cards.suspend("ann", "c", NOON)
    for card, hours in (("new", 2), ("older", 1)):
        store.cards.suspend("ann", card, later(hours=hours), suspended=False)
    found = store.cards.touched("ann", later(hours=4))
    assert [card for card, asked in found.items() if asked] == ["b", "d", "a", "e", "older", "new"]
    assert {card for card, asked in found.items() if not asked} == {"c", "f"}
    assert store.cards.touched("bob", later(hours=4)) == {}
    assert [one.card for one in store.cards.states("ann", among=["f", "a", "gone"])] == ["a", "f"]
    assert store.cards.states("ann", among=[]) == []


def test_a_card_never_rated_can_be_suspended(store: Store) -> None:
    """It gets an empty schedule, and its first review then starts from that."""
    rested = store.cards.suspend("ann", "new", NOON)
    assert (rested.state, rested.due, rested.suspended) == ({}, NOON, True)
    assert store.cards.touched("ann", later(days=1)) == {"new": False}
    woken = store.cards.suspend("ann", "new", later(hours=1), suspended=False)
    assert store.cards.touched("ann", later(days=1)) == {"new": True}
    store.cards.save_review(review("r1", woken, card_state("new")))
    assert store.cards.state("ann", "new") == card_state("new")


def test_a_review_of_two_cards_cannot_be_built() -> None:
    """Before and after are schedules of the card that was rated."""
    with pytest.raises(ValidationError, match="holds the schedule of 'card2'"):
        Review.model_validate({**review("r1", None, card_state()).model_dump(), "after": card_state("card2").model_dump()})


@pytest.mark.long
def test_ten_thousand_reviews_do_not_slow_the_queue(store: Store) -> None:
    """The due queue answers in under 50 ms beside 10,000 reviews of 2,000 cards."""
    file = store.learners.export("ann")
    states = [card_state(f"card{number}", due=NOON + timedelta(minutes=number)) for number in range(2000)]
    file["card_states"] = [one.model_dump(mode="json") for one in states]
    file["reviews"] = [review(f"r{n}", None, states[n % 2000]).model_dump(mode="json") for n in range(10_000)]
    assert store.learners.merge(file)["reviews"] == 10_000
    best, found = quickest(lambda: store.cards.touched("ann", later(days=30)))
    assert found == {f"card{number}": True for number in range(2000)}
    assert best < 0.05
