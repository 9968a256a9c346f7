import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue

from studybot.errors import ModelError
from studybot.jobs import TRIES, Cancelled, Hands, Jobs
from studybot.store import Job, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(f"sqlite:///{tmp_path / 'studybot.db'}") as opened:
        yield opened


def server(store: Store, lease: float = 0.6) -> Jobs:
    """A server on the store, with short leases."""
    return Jobs(store.jobs, lease=timedelta(seconds=lease), beat=0.1)


def waited(jobs: Jobs, until: Callable[[Job], bool], room: str = "room") -> Job:
    """The work of a room once something holds of it."""
    end = time.monotonic() + 20
    while not until(job := jobs.state(room)):
        assert time.monotonic() < end, job
        time.sleep(0.02)
    return job


def test_work_is_done_once_and_seen_by_all(store: Store) -> None:
    """Whichever server was asked, one does it; every server sees how far it is and how it ended."""
    one, two = server(store), server(store)
    runs, go = list[JsonValue](), threading.Event()

    def count(given: dict[str, JsonValue], hands: Hands) -> str:
        runs.append(given["to"])
        hands.progress(1, 3)
        assert go.wait(20)
        return "Counted."

    for jobs in (one, two):
        jobs.learn("count", count)
    assert one.start("room", "count", {"to": 3}).stage == "running"
    assert waited(two, lambda job: job.done == 1).total == 3
    time.sleep(1)  # longer than a lease: signs of life keep it
    two.look()
    go.set()
    assert waited(two, lambda job: job.stage != "running").text == "Counted."
    assert (runs, one.state("room").stage) == ([3], "finished")


def test_what_a_server_left_is_gone_on_with(store: Store) -> None:
    """A server that dies is not heard of any more: another does its work, and what kills each server is given up."""
    alive, now = server(store), datetime.now(UTC)
    alive.learn("count", lambda given, hands: "Counted.")
    store.jobs.post(Job(room="room", id="1", kind="count"))
    assert store.jobs.take(["count"], "dead", now, now + timedelta(seconds=1))
    assert alive.state("room").owner == "dead"
    assert waited(alive, lambda job: job.stage == "finished").tries == 2
    store.jobs.post(Job(room="deadly", id="2", kind="count", tries=TRIES))
    assert f"begun {TRIES} times" in waited(alive, lambda job: job.stage == "failed", "deadly").text


@pytest.mark.parametrize(
    ("error", "stage", "said"),
    [
        (ModelError("the model is gone"), "failed", "the model is gone"),
        (ValueError("secret"), "failed", "went wrong"),
        (Cancelled("Ended early."), "cancelled", "Ended early."),
    ],
)
def test_what_ends_work_is_a_sentence(store: Store, error: Exception, stage: str, said: str) -> None:
    """An error says what to do, a fault of the program nothing of its insides."""
    jobs = server(store)

    def fail(given: dict[str, JsonValue], hands: Hands) -> str:
        raise error

    jobs.learn("fail", fail)
    jobs.start("room", "fail")
    job = waited(jobs, lambda job: job.stage not in ("waiting", "running"))
    assert (job.stage, said in job.text, "secret" in job.text) == (stage, True, False)


def test_work_is_stopped_by_any_server(store: Store) -> None:
    """The one that does it hears of it soon."""
    one, two = server(store), server(store)

    def wait(given: dict[str, JsonValue], hands: Hands) -> str:
        while not hands.stopped():
            time.sleep(0.01)
        raise Cancelled("Stopped.")

    one.learn("wait", wait)
    one.start("room", "wait")
    two.stop("room")
    assert waited(two, lambda job: job.stage == "cancelled").text == "Stopped."
