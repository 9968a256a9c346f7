from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from studybot.errors import Conflict
from studybot.store import Job, Store, User

from .builders import NOON, later

KINDS = ("count",)


def asked(room: str = "room", kind: str = "count") -> Job:
    """Some work that nobody does yet."""
    return Job(room=room, id=f"{room}-1", kind=kind, arguments={"to": 3, "deep": {"list": [1, None, "ü"]}})


def take(store: Store, owner: str, at: datetime = NOON) -> Job | None:
    """Take work for ten seconds."""
    return store.jobs.take(KINDS, owner, at, at + (later(seconds=10) - NOON))


def test_work_is_done_by_one(store: Store) -> None:
    """Of many that look at once one gets it, with its arguments; a kind that nobody can do stays."""
    store.jobs.post(asked())
    store.jobs.post(asked("other", kind="unknown"))
    with ThreadPoolExecutor(8) as pool:
        taken = [job for job in pool.map(lambda n: take(store, f"server {n}"), range(8)) if job]
    (job,) = taken
    assert (job.arguments, job.stage, job.tries) == (asked().arguments, "running", 1)
    assert store.jobs.last("room") == job
    assert store.jobs.last("other") == asked("other", kind="unknown")
    assert store.jobs.last("nowhere") is None


def test_a_room_does_one_thing_at_a_time(store: Store) -> None:
    """What is asked for while something waits or runs is refused; once that has ended it takes its place."""
    store.jobs.post(asked())
    with pytest.raises(Conflict):
        store.jobs.post(asked())
    job = take(store, "a")
    assert job
    with pytest.raises(Conflict):
        store.jobs.post(asked())
    assert store.jobs.end(job.model_copy(update={"done": 3, "total": 3}), "finished", "Done.")
    last = store.jobs.last("room")
    assert last and (last.stage, last.done, last.text) == ("finished", 3, "Done.")
    store.jobs.post(asked())
    assert take(store, "b")


def test_who_is_not_heard_of_has_lost_its_work(store: Store) -> None:
    """Another takes it after the lease, not before; what the first says of it then changes nothing."""
    store.jobs.post(asked())
    first = take(store, "a")
    assert first
    assert store.jobs.renew(first, later(seconds=20), 1, 3)
    assert take(store, "b", later(seconds=15)) is None
    second = take(store, "b", later(seconds=21))
    assert second and (second.owner, second.tries, second.done) == ("b", 2, 1)
    assert not store.jobs.renew(first, later(seconds=90), 2, 3)
    assert not store.jobs.end(first, "finished", "by the first")
    assert store.jobs.renew(second, later(seconds=90), 2, 3)


def test_work_is_stopped_from_anywhere(store: Store) -> None:
    """Whoever does it hears of it with the next sign of life."""
    store.jobs.post(asked())
    job = take(store, "a")
    assert job
    store.jobs.stop("room")
    assert not store.jobs.renew(job, later(seconds=20), 1, 3)
    assert store.jobs.end(job, "cancelled", "Stopped.")


def test_a_login_is_known_by_its_token_until_it_ends(store: Store) -> None:
    """Not longer than it lasts, not after a logout, and not when the user got another password."""
    ada = User(name="ada", learner="0" * 32, password_hash="x", created=NOON)
    store.accounts.add(ada)
    for token in ("one", "two"):
        store.sessions.begin(token, ada, NOON, later(hours=12))
    assert store.sessions.user("one", later(hours=11)) == ada
    assert store.sessions.user("one", later(hours=12)) is None
    assert store.sessions.user("other", NOON) is None and store.sessions.user("", NOON) is None
    store.sessions.end("one")
    assert store.sessions.user("one", NOON) is None and store.sessions.user("two", NOON) == ada
    store.accounts.remove("ada")
    assert store.sessions.user("two", NOON) is None
    store.accounts.add(ada.model_copy(update={"password_hash": "y"}))
    assert store.sessions.user("two", NOON) is None
