import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studybot.errors import Conflict, NotFound, StoreError
from studybot.store import Store

from .builders import NOON, answer, conversation, passage, turn


def test_a_turn_comes_back_with_its_whole_answer_and_its_proof(url: str) -> None:
    """Statements, citations, hits and timings are equal after a restart, and the quote is cut from the stored passage."""
    asked = turn()
    with Store.open(url) as store:
        store.conversations.add(conversation())
        assert store.conversations.record(asked) == asked
    with Store.open(url) as store:
        assert store.conversations.turn("t1") == asked
        assert store.conversations.turns("c1") == [asked]
        assert store.conversations.turn("t1").answer.statements[0].citations[0].quote == passage().text[10:20] == "15 minutes"


def test_the_last_turns_are_read_alone(store: Store) -> None:
    """Of a long conversation so many of the last turns come back, in their order, and all of it when it is shorter."""
    store.conversations.add(conversation())
    for number in range(1, 6):
        store.conversations.record(turn(f"t{number}", position=number))
    assert [one.id for one in store.conversations.turns("c1", last=2)] == ["t4", "t5"]
    assert [one.id for one in store.conversations.turns("c1", last=9)] == ["t1", "t2", "t3", "t4", "t5"]
    assert store.conversations.turns("c9", last=2) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
    score=st.floats(allow_nan=False, allow_infinity=False),
    at=st.datetimes(timezones=st.timezones()),
)
def test_any_text_number_and_time_survives(store: Store, text: str, score: float, at: object) -> None:
    """Whatever a learner types and whatever a score or a clock says is equal when read back."""
    if not store.conversations.of_learner("ann"):
        store.conversations.add(conversation())
    given_answer = answer(text)
    hit = given_answer.hits[0].model_copy(update={"score": score})
    name = f"t{store.log.count()}"
    asked = turn(name, at=at, given=given_answer.model_copy(update={"hits": (hit,)}))  # type: ignore[arg-type]
    try:
        asked.at.astimezone(NOON.tzinfo)
    except OverflowError:
        return
    store.conversations.record(asked)
    kept = store.conversations.turn(name)
    assert kept.answer == asked.answer
    assert kept.at == asked.at.astimezone(NOON.tzinfo)


def test_turns_are_in_order_of_position(store: Store) -> None:
    """The order of recording does not matter."""
    store.conversations.add(conversation())
    for position in (3, 1, 2):
        store.conversations.record(turn(f"t{position}", position=position))
    assert [one.position for one in store.conversations.turns("c1")] == [1, 2, 3]


def test_a_taken_position_gives_way_to_the_next_free_one(store: Store) -> None:
    """Two tabs that both ask their second question both keep it, and the second is told where it went."""
    store.conversations.add(conversation())
    store.conversations.record(turn("t1", position=1))
    store.conversations.record(turn("t2", position=2))
    kept = store.conversations.record(turn("t3", position=2))
    assert kept == turn("t3", position=3)
    assert [one.id for one in store.conversations.turns("c1")] == ["t1", "t2", "t3"]


def test_positions_of_conversations_do_not_touch_each_other(store: Store) -> None:
    """Every conversation counts for itself."""
    store.conversations.add(conversation("c1"))
    store.conversations.add(conversation("c2"))
    assert store.conversations.record(turn("t1", "c1")).position == store.conversations.record(turn("t2", "c2")).position == 1


def test_a_turn_recorded_twice_is_a_conflict_and_stays_once(store: Store) -> None:
    """A request sent again does not write a second turn or a second log line."""
    store.conversations.add(conversation())
    store.conversations.record(turn())
    with pytest.raises(Conflict, match="'t1' is recorded already"):
        store.conversations.record(turn(position=2))
    assert store.conversations.turns("c1") == [turn()]
    assert store.log.count() == 1


def test_a_turn_needs_its_conversation(store: Store) -> None:
    """A conversation deleted in another tab takes no more turns, and no log line is left behind."""
    with pytest.raises(NotFound, match="conversation 'c1'"):
        store.conversations.record(turn())
    with pytest.raises(NotFound, match="turn 't1'"):
        store.conversations.turn("t1")
    assert store.log.count() == 0


@pytest.mark.sqlite
def test_a_damaged_answer_is_named(store: Store, tmp_path: Path) -> None:
    """An answer that another program overwrote gives a sentence with its turn, not a stack trace."""
    store.conversations.add(conversation())
    store.conversations.record(turn())
    with sqlite3.connect(tmp_path / "data" / "studybot.db") as raw:
        raw.execute("UPDATE turns SET answer = '{}'")
    raw.close()
    with pytest.raises(StoreError, match="answer of turn 't1' is damaged"):
        store.conversations.turns("c1")
