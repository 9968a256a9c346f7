from datetime import timedelta, timezone

import pytest

from studybot.errors import Conflict, NotFound, StoreError
from studybot.store import Log, Store
from studybot.types import Feedback

from .builders import NOON, answer, conversation, later, turn


def test_a_conversation_comes_back_as_it_went_in(url: str) -> None:
    """Every field, microseconds included, survives closing and opening the store; PostgreSQL's text holds no NUL."""
    talk = conversation(title="Who's “there”? 100% \U0001f600\n'; DROP TABLE turns; --\0end")
    with Store.open(url) as store:
        store.conversations.add(talk)
    if url.startswith("postgresql"):
        talk = talk.model_copy(update={"title": talk.title.replace("\0", "\ufffd")})
    with Store.open(url) as store:
        assert store.conversations.find("c1") == talk
        assert store.conversations.find("c1").created.utcoffset() == timedelta(0)


def test_a_time_of_another_zone_is_the_same_instant(store: Store) -> None:
    """A time given in another zone comes back as the same instant and sorts by it."""
    east = NOON.astimezone(timezone(timedelta(hours=9)))
    store.conversations.add(conversation("east", at=east))
    store.conversations.add(conversation("later", at=later(minutes=1)))
    assert store.conversations.find("east").created == NOON
    assert [talk.id for talk in store.conversations.of_learner("ann")] == ["later", "east"]


def test_one_learner_sees_their_own_newest_first(store: Store) -> None:
    """The newest come first, as many as are asked for, and nobody else's."""
    for number in range(7):
        store.conversations.add(conversation(f"c{number}", at=later(minutes=number)))
    store.conversations.add(conversation("other", learner="bob", at=later(days=1)))
    assert [talk.id for talk in store.conversations.of_learner("ann", limit=3)] == ["c6", "c5", "c4"]
    assert [talk.id for talk in store.conversations.of_learner("ann", limit=None)] == [
        f"c{number}" for number in (6, 5, 4, 3, 2, 1, 0)
    ]


def test_a_new_turn_brings_its_conversation_to_the_top_and_an_old_clock_does_not_sink_it(store: Store) -> None:
    """`updated` is the latest time seen, even when a clock went backwards."""
    store.conversations.add(conversation("c1"))
    store.conversations.add(conversation("c2", at=later(minutes=1)))
    store.conversations.record(turn("t1", "c1", at=later(hours=1)))
    store.conversations.record(turn("t2", "c1", 2, at=later(hours=-5)))
    assert [talk.id for talk in store.conversations.of_learner("ann")] == ["c1", "c2"]
    assert store.conversations.find("c1").updated == later(hours=1)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["c1", "c2"]),
        ("  ", ["c1", "c2"]),
        ("LAMBDA", ["c1"]),
        ("über", ["c2"]),
        ("100%", ["c2"]),
        ("%", ["c2"]),
        ("_", []),
        ("\\", []),
        ("' OR 1=1 --", []),
        ("sticky", ["c1"]),
        ("STICKY sessions", ["c1"]),
    ],
)
def test_search_looks_into_titles_and_questions_literally(store: Store, search: str, found: list[str]) -> None:
    """Search ignores case in every alphabet, and %, _ and quotes mean themselves."""
    store.conversations.add(conversation("c2", title="ÜBER 100% of it"))
    store.conversations.add(conversation("c1", title="Lambda", at=later(minutes=1)))
    store.conversations.record(turn("t1", "c1", given=answer("what are Sticky Sessions?")))
    assert sorted(talk.id for talk in store.conversations.of_learner("ann", search=search)) == found


def test_renaming_keeps_the_place_in_the_list(store: Store) -> None:
    """A new title is kept and does not count as a new turn."""
    store.conversations.add(conversation())
    store.conversations.rename("c1", "Limits")
    assert store.conversations.find("c1") == conversation(title="Limits")


def test_deleting_takes_turns_feedback_and_log_lines_along(store: Store) -> None:
    """Nothing of a deleted conversation is left, and another one is untouched."""
    for name in ("c1", "c2"):
        store.conversations.add(conversation(name))
        store.conversations.record(turn(f"{name}-t1", name), log="anonymous" if name == "c1" else "normal")
        store.conversations.rate(Feedback(turn=f"{name}-t1", at=NOON, thumb="up"))
    store.conversations.remove("c1", "ann")
    assert [talk.id for talk in store.conversations.of_learner("ann")] == ["c2"]
    assert store.conversations.turns("c1") == []
    assert store.conversations.ratings("c1") == {}
    assert [row.turn for row in store.log.rows()] == ["c2-t1"]
    assert [row.turns for row in store.log.cited_counts()] == [1]


def test_nobody_deletes_a_conversation_of_somebody_else(store: Store) -> None:
    """Another learner is told that there is none, and it stays."""
    store.conversations.add(conversation())
    with pytest.raises(NotFound, match="'c1' does not exist"):
        store.conversations.remove("c1", "bob")
    assert store.conversations.find("c1") == conversation()


def test_an_unknown_conversation_is_named(store: Store) -> None:
    """Finding and renaming what is not there names it."""
    with pytest.raises(NotFound, match="'nope'"):
        store.conversations.find("nope")
    with pytest.raises(NotFound, match="'nope'"):
        store.conversations.rename("nope", "x")


def test_adding_the_same_id_twice_is_a_conflict(store: Store) -> None:
    """The first stays as it was."""
    store.conversations.add(conversation())
    with pytest.raises(Conflict, match="'c1' exists already"):
        store.conversations.add(conversation(title="other"))
    assert store.conversations.find("c1").title == "Lambda"


def test_a_conversation_comes_with_its_first_turn_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks while the first turn is written (a full disk, a kill) leaves no empty conversation in the list."""

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Log, "add", full)
        with pytest.raises(StoreError, match="full"):
            store.conversations.record(turn("t1", "c1"), new=conversation("c1"))
    assert store.conversations.of_learner("ann") == []
    assert store.conversations.record(turn("t1", "c1"), new=conversation("c1")).conversation == "c1"
    assert [talk.id for talk in store.conversations.of_learner("ann")] == ["c1"]
