"""How long something takes, as far as it can be known on a machine that does other things too."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def quickest(job: Callable[[], Result], *, goes: int = 5, enough: float = 0.0) -> tuple[float, Result]:
    """Return the seconds of processor time of the quickest of several goes, and the last result; one below `enough` ends it.

    Garbage is not collected meanwhile: a large heap is that of the tests before, not the product's.
    """
    best = float("inf")
    gc.disable()
    try:
        for _ in range(goes):
            started = time.process_time()
            result = job()
            best = min(best, time.process_time() - started)
            if best < enough:
                break
    finally:
        gc.enable()
    return best, result
