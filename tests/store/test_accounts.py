from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from studybot.errors import Conflict, NotFound
from studybot.store import DEVICE, EVERY_COURSE, FailedLogin, JoinCode, Seat, Store, User, WorkMark

from .builders import NOON, later

EVE = User(name="eve", learner="e" * 32, password_hash="$argon2id$v=19$x", created=NOON)


def test_a_user_is_added_once_found_listed_and_deleted(store: Store) -> None:
    """A taken name is a conflict that leaves the first password in force."""
    store.accounts.add(EVE)
    with pytest.raises(Conflict, match="'eve' exists already"):
        store.accounts.add(EVE.model_copy(update={"password_hash": "other"}))
    store.accounts.add(EVE.model_copy(update={"name": "adam", "learner": "a" * 32}))
    assert store.accounts.find("eve") == EVE
    assert [user.name for user in store.accounts.all()] == ["adam", "eve"]
    store.accounts.remove("eve")
    with pytest.raises(NotFound, match="'eve' does not exist"):
        store.accounts.find("eve")
    with pytest.raises(NotFound):
        store.accounts.remove("eve")


def test_refused_logins_are_counted_by_name_and_time(store: Store) -> None:
    """Every refusal counts, two at the same moment too; the list shows the last first."""
    for minute in (0, 5, 5):
        store.accounts.add_failed_login(FailedLogin(name="eve", at=later(minutes=minute)))
    store.accounts.add_failed_login(FailedLogin(name="nobody", at=later(minutes=6)))
    assert store.accounts.failed_logins(limit=2) == [
        FailedLogin(name="nobody", at=later(minutes=6)),
        FailedLogin(name="eve", at=later(minutes=5)),
    ]


def seen(store: Store, name: str, place: str, *, minutes: float, since: float = 0) -> tuple[int, int]:
    """How many refusals an attempt finds by its name and by its place; the attempt itself is not kept."""
    counts: list[tuple[int, int]] = []

    def decide(as_name: Sequence[datetime], from_place: Sequence[datetime]) -> int:
        counts.append((len(as_name), len(from_place)))
        return 7

    attempt = FailedLogin(name=name, at=later(minutes=minutes), place=place)
    assert store.accounts.begin_login(attempt, later(minutes=since), decide) == 7
    return counts[0]


def test_an_attempt_finds_what_was_refused_by_name_and_by_place(store: Store) -> None:
    """A known device counts for itself alone; what is old, or of a clock that was ahead, is deleted and counts no more."""
    for name, place, minute in (("eve", "a", 1), ("eve", "b", 2), ("bob", "a", 3), ("eve", f"{DEVICE}x", 4), ("eve", "a", 99)):
        store.accounts.add_failed_login(FailedLogin(name=name, place=place, at=later(minutes=minute)))
    assert seen(store, "eve", "a", minutes=5) == (2, 2)
    assert seen(store, "eve", f"{DEVICE}x", minutes=5) == (2, 1)
    assert len(store.accounts.failed_logins()) == 4
    assert seen(store, "eve", "a", minutes=5, since=2) == (1, 1)
    assert len(store.accounts.failed_logins()) == 3


def test_attempts_at_the_same_time_are_counted_one_after_the_other(store: Store) -> None:
    """Of forty attempts at once each finds those before it, so that no more get through than may."""
    attempt = FailedLogin(name="eve", at=NOON, place="a")
    with ThreadPoolExecutor(20) as pool:
        waits = list(
            pool.map(
                lambda _: store.accounts.begin_login(attempt, later(minutes=-15), lambda name, _: max(0, len(name) - 2)),
                range(40),
            )
        )
    assert waits.count(0) == 3


def test_a_mark_of_the_work_list_is_replaced_by_the_next_one(store: Store) -> None:
    """One mark a key."""
    store.work.mark(WorkMark(key="k1", status="open", updated=NOON))
    answered = WorkMark(key="k1", status="answered", passage="lambda/limits-1", note="see there", updated=later(minutes=1))
    store.work.mark(answered)
    store.work.mark(WorkMark(key="k2", status="will_add", updated=NOON))
    assert store.work.marks()["k1"] == answered
    assert set(store.work.marks()) == {"k1", "k2"}


def test_a_seat_opens_one_course_or_every_one(store: Store) -> None:
    """A person may be something else in each course; a seat in every course counts in each; removal ends all of them."""
    store.accounts.add(
        EVE, [Seat(user="eve", course="cells", role="instructor"), Seat(user="eve", course="git", role="learner")]
    )
    store.accounts.add(EVE.model_copy(update={"name": "adam", "learner": "a" * 32}))
    store.accounts.seat(Seat(user="adam", course=EVERY_COURSE, role="instructor"))
    assert store.accounts.roles("eve", "cells") == {"instructor"} and store.accounts.roles("eve", "git") == {"learner"}
    assert store.accounts.roles("eve", "tools") == set() and store.accounts.roles("adam", "tools") == {"instructor"}
    assert [seat.user for seat in store.accounts.seats(course="git")] == ["adam", "eve"]
    store.accounts.unseat("eve", "git")
    with pytest.raises(NotFound, match="no seat"):
        store.accounts.unseat("eve", "git")
    store.accounts.remove("eve")
    assert [seat.user for seat in store.accounts.seats()] == ["adam"]
    with pytest.raises(NotFound):
        store.accounts.seat(Seat(user="eve", course="git", role="learner"))


def test_a_course_has_one_join_code(store: Store) -> None:
    """A new code takes the place of the one before; a code that was taken back opens nothing."""
    for code in ("AAAA-2222", "BBBB-3333"):
        store.accounts.set_code(JoinCode(course="cells", code=code, created=NOON))
    assert store.accounts.find_code("AAAA-2222") is None
    found = store.accounts.find_code("BBBB-3333")
    assert found == store.accounts.code_of("cells") and found is not None and found.course == "cells"
    assert store.accounts.drop_code("cells") and not store.accounts.drop_code("cells")
    assert store.accounts.find_code("BBBB-3333") is None
