import pytest

from studybot.errors import NotFound
from studybot.store import Store
from studybot.types import Feedback

from .builders import NOON, conversation, later, turn


@pytest.fixture
def asked(store: Store) -> Store:
    """Give a store with three turns."""
    store.conversations.add(conversation())
    for position in (1, 2, 3):
        store.conversations.record(turn(f"t{position}", position=position))
    return store


def test_the_latest_feedback_of_a_turn_wins(asked: Store) -> None:
    """One turn has one thumb, in the conversation and in the log."""
    asked.conversations.rate(Feedback(turn="t1", at=NOON, thumb="up"))
    latest = Feedback(turn="t1", at=later(seconds=1), thumb="down", reason="Not what I asked: \U0001f641")
    asked.conversations.rate(latest)
    assert asked.conversations.ratings("c1") == {"t1": latest}
    (row,) = asked.log.rated_rows()
    assert (row.turn, row.thumb, row.reason, row.rated) == ("t1", "down", latest.reason, latest.at)


def test_feedback_can_be_taken_back(asked: Store) -> None:
    """Afterwards neither the conversation nor the log knows of it; taking it back again does nothing."""
    asked.conversations.rate(Feedback(turn="t2", at=NOON, thumb="down", reason="x"))
    asked.conversations.clear_rating("t2")
    asked.conversations.clear_rating("t2")
    assert asked.conversations.ratings("c1") == {}
    assert asked.log.rated_rows() == []
    assert {(row.thumb, row.reason, row.rated) for row in asked.log.rows()} == {(None, "", None)}


def test_log_lines_are_chosen_by_thumb_latest_first(asked: Store) -> None:
    """Down, up or both, by page."""
    for turn_id, thumb, minute in (("t1", "down", 3), ("t2", "up", 2), ("t3", "down", 1)):
        asked.conversations.rate(Feedback(turn=turn_id, at=later(minutes=minute), thumb=thumb))
    assert [row.turn for row in asked.log.rated_rows()] == ["t1", "t2", "t3"]
    assert [row.turn for row in asked.log.rated_rows(thumb="down")] == ["t1", "t3"]
    assert [row.turn for row in asked.log.rated_rows(limit=1, offset=1)] == ["t2"]


def test_feedback_needs_its_turn(store: Store) -> None:
    """A turn deleted in another tab takes no feedback."""
    with pytest.raises(NotFound, match="turn 't9'"):
        store.conversations.rate(Feedback(turn="t9", at=NOON, thumb="up"))
