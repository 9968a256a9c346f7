"""How long something takes, as far as it can be known on a machine that does other things too."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

_USUAL = 0.006  # seconds that `_known_work` takes on the machine that the bounds were set on, 2 cores of a server


def quickest(job: Callable[[], Result], *, goes: int = 5) -> tuple[float, Result]:
    """Return the seconds of processor time of the quickest of several goes, and the last result.

    They are the seconds of this thread alone, and of a machine as quick as the one that the bounds were set on: a slower or
    a busier one is known by work of a known length, done just before and after. The garbage of the tests before is
    collected first and not in between: a large heap is theirs, not the product's.
    """
    best = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(goes):
            before = _known_work()
            started = time.thread_time()
            result = job()
            spent = time.thread_time() - started
            best = min(best, spent / max(1.0, (before + _known_work()) / 2 / _USUAL))
    finally:
        gc.enable()
    return best, result


def _known_work() -> float:
    started = time.thread_time()
    table: dict[int, str] = {}
    for number in range(20_000):
        table[number % 997] = str(number)
    return time.thread_time() - started
