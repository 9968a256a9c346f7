import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studybot.store import Store
from studybot.store.database import STUCK

from .builders import answer, card_state, conversation, turn

CHILDREN = Path(__file__).with_name("children.py")


def _start(job: str, *given: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(CHILDREN), job, *given]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("lines", [3, 40, 90])
def test_a_kill_loses_nothing_that_was_acknowledged(url: str, lines: int) -> None:
    """After kill -9 in the middle of writing, everything named before is there, whole, and the store goes on."""
    with _start("write_forever", url) as child:
        assert child.stdout is not None
        named = [child.stdout.readline().strip() for _ in range(lines)]
        time.sleep(0.003 * (lines % 7))
        child.kill()
        named += child.stdout.read().split()
    with Store.open(url) as store:
        turns, reviews = store.conversations.turns("c1"), store.cards.reviews("ann")
        kept = {one.id for one in turns} | {one.id for one in reviews}
        assert set(named) <= kept
        assert len(kept) <= len(named) + 1
        assert all(one.answer == answer() for one in turns)
        assert store.log.count() == len(turns)
        assert store.cards.state("ann", "card1") == card_state(step=len(reviews))
        assert store.conversations.record(turn("after", position=1)).position == len(turns) + 1


def test_two_processes_writing_at_once_lose_nothing(url: str, store: Store) -> None:
    """Both ask for the first position all the time; every turn is kept, at a position that is its own, as it was told."""
    store.conversations.add(conversation())
    children = [_start("write_many", url, name, "60") for name in ("a", "b")]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    outputs = [""] * 2
    with ThreadPoolExecutor(2) as pool:
        outputs = list(pool.map(lambda child: child.communicate("go\n", timeout=120)[0], children))
    assert [child.returncode for child in children] == [0, 0]
    told = {line.split()[0]: int(line.split()[1]) for output in outputs for line in output.splitlines()}
    kept = store.conversations.turns("c1")
    assert {one.id: one.position for one in kept} == told
    assert [one.position for one in kept] == list(range(1, 121))
    assert store.log.count() == 120


def test_many_threads_write_and_read_at_once(store: Store) -> None:
    """A server's threads share one store: every turn gets its own position and readers see only whole turns."""
    store.conversations.add(conversation())

    def work(number: int) -> int:
        assert all(one.answer == answer() for one in store.conversations.turns("c1"))
        return store.conversations.record(turn(f"t{number}")).position

    with ThreadPoolExecutor(32) as pool:
        assert sorted(pool.map(work, range(96))) == list(range(1, 97))


def test_a_writer_who_just_comes_holds_nobody_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two writers nobody is told that another program holds the database, however long ago the last one wrote."""
    store.conversations.add(conversation())
    turnstile = store.conversations._database._turnstile

    class Slow:
        locked, release = turnstile.locked, turnstile.release

        @staticmethod
        def acquire(timeout: float) -> bool:
            came = turnstile.acquire(timeout=timeout)
            time.sleep(0.02)  # as long as a busy machine takes to go on
            return came

    monkeypatch.setattr(store.conversations._database, "_turnstile", Slow)
    time.sleep(STUCK + 0.1)
    with ThreadPoolExecutor(16) as pool:
        positions = pool.map(lambda number: store.conversations.record(turn(f"t{number}")).position, range(32))
        assert sorted(positions) == list(range(1, 33))


def test_processes_that_create_one_database_at_once_all_open_it(url: str) -> None:
    """The first to come migrates, the others wait for it."""
    children = [_start("open_only", url) for _ in range(4)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate(timeout=60)[0] for child in children] == ["open\n"] * 4


@pytest.mark.sqlite
def test_a_full_disk_is_said_and_what_was_kept_stays(url: str) -> None:
    """A turn that no longer fits is refused with a sentence, all earlier ones are read back, and later there is room again."""
    with _start("fill_the_disk", url) as child:
        output, _ = child.communicate(timeout=60)
    number, sentence = output.split(maxsplit=1)
    assert int(number) > 10
    assert "studybot.db' " in sentence
    assert "disk" in sentence
    with Store.open(url) as store:
        assert len(store.conversations.turns("c1")) == int(number)
        store.conversations.record(turn("after", position=1))
