"""Work shared out among copies of this process."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from studybot import copies
from studybot.copies import WORTH, shared_out

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process safely")


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})


def square(place: int) -> tuple[int, int]:
    """Return a square, and who worked it out."""
    time.sleep(0.002)
    return place * place, os.getpid()


def below(process: int) -> list[str]:
    """The processes that a process started."""
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def test_results_come_in_order_from_more_than_one_process() -> None:
    """Each piece is done once, by whoever is free; nobody is left behind."""
    found = list(shared_out([partial(square, place) for place in range(60)]))
    assert [result for result, _ in found] == [place * place for place in range(60)]
    assert len({process for _, process in found}) == 2
    assert below(os.getpid()) == []


def test_few_pieces_are_done_here() -> None:
    """A copy costs more than a handful of pieces."""
    found = list(shared_out([partial(square, place) for place in range(WORTH - 1)]))
    assert {process for _, process in found} == {os.getpid()}


def test_what_everybody_has_is_not_sent() -> None:
    """What results have in common is the very object that was there before."""
    common = [object(), object()]
    found = list(shared_out([lambda: (common[0], common[1])] * 40, common))
    assert all(first is common[0] and second is common[1] for first, second in found)


def test_a_copy_that_dies_costs_nothing_but_time() -> None:
    """What a copy leaves undone, or cannot send, is done here."""
    here = os.getpid()

    def dies(place: int) -> int:
        if place == 7 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.002)
        return place

    def unsendable(place: int) -> Callable[[], int]:
        time.sleep(0.002)
        return lambda: place

    assert list(shared_out([partial(dies, place) for place in range(40)])) == list(range(40))
    assert [result() for result in shared_out([partial(unsendable, place) for place in range(40)])] == list(range(40))


def test_a_copy_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while its piece is done here."""
    monkeypatch.setattr(copies, "SILENT", 0.2)
    here = os.getpid()

    def hangs(place: int) -> int:
        time.sleep(60 if os.getpid() != here else 0.001)
        return place

    assert list(shared_out([partial(hangs, place) for place in range(20)])) == list(range(20))
    assert below(here) == []


def test_an_error_is_raised_here_and_leaves_no_copy() -> None:
    """An error that is no result stops the work as it would without copies."""

    def fails(place: int) -> int:
        if place == 30:
            raise ValueError("thirty")
        return place

    done = []
    with pytest.raises(ValueError, match="thirty"):
        done.extend(shared_out([partial(fails, place) for place in range(40)]))
    assert below(os.getpid()) == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_a_process_that_is_ended(ending: signal.Signals, tmp_path: Path) -> None:
    """Its copies end with it, however it ends."""
    script = """
        import os, signal, time
        from studybot.copies import shared_out
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.sched_getaffinity = lambda process: {0, 1}
        for _ in shared_out([lambda: time.sleep(0.05)] * 400):
            print("done", flush=True)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"done\n"
    (copy,) = below(process.pid)
    process.send_signal(ending)
    process.wait(timeout=30)
    process.stdout.close()
    end = time.monotonic() + 30
    while Path(f"/proc/{copy}").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not Path(f"/proc/{copy}").exists()
