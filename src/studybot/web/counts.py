"""How much each sender sent, counted here and, where servers share a database, at all of them together."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from math import floor

from limits import RateLimitItem
from limits.storage import MemoryStorage

from studybot.errors import StudybotError
from studybot.store import Rates

SHARE = 20  # a server tells the others after this part of a bound: so much more, at most, each lets through
UNTOLD = 1_000  # senders about whom a server waits to tell
SILENCE = 10.0  # seconds without another try after the database did not answer: meanwhile a server counts for itself


class Counts:
    """Counts in two windows of time, this one and the last, which weighs less the longer it is ago.

    `shared` gives the numbers that all servers add to, None where there is one server.
    """

    def __init__(self, shared: Callable[[], Rates] | None = None) -> None:
        self._here = MemoryStorage()
        self._shared = shared
        self._untold: dict[str, int] = {}
        self._elsewhere: dict[str, int] = {}  # what the others counted, as far as they told
        self._told: dict[str, int] = {}
        self._teller = ThreadPoolExecutor(1, thread_name_prefix="rates")
        self._telling = False
        self._next = 0.0

    def hit(self, bound: RateLimitItem, sender: str) -> bool:
        """Count something that was sent; False, and it is not counted, where it is too much."""
        key, seconds = sha256(bound.key_for(sender).encode()).hexdigest(), bound.get_expiry()
        now = time.time()
        last, current = self._here.sliding_window_keys(key, seconds, now)
        weight = 1 - now / seconds % 1
        others = floor(self._elsewhere.get(last, 0) * weight + self._elsewhere.get(current, 0))
        taken = self._here.acquire_sliding_window_entry(key, bound.amount - others, seconds)
        if taken and self._shared is not None:
            self._untold[current] = self._untold.get(current, 0) + 1
            due = self._untold[current] >= max(1, bound.amount // SHARE) or len(self._untold) > UNTOLD
            if due and not self._telling and time.monotonic() >= self._next:
                self._telling = True
                counted, self._untold = {last: 0} | self._untold, {}
                self._teller.submit(self._tell, self._shared, counted, seconds)
        return taken

    def _tell(self, shared: Callable[[], Rates], counted: dict[str, int], seconds: int) -> None:
        at = time.time()
        try:
            totals = shared().add(counted, _date(at), _date(at + 2 * seconds))
        except StudybotError:
            self._next = time.monotonic() + SILENCE
        else:
            for key, count in counted.items():
                self._told[key] = self._told.get(key, 0) + count
                self._elsewhere[key] = totals.get(key, 0) - self._told[key]
            self._forget(int(at / seconds) - 1)
        finally:
            self._telling = False

    def _forget(self, oldest: int) -> None:
        """Drop the windows that count no more: a key ends with the number of its own."""
        for numbers in (self._told, self._elsewhere):
            for key in [key for key in numbers if int(key.rpartition("/")[2]) < oldest]:
                del numbers[key]


def _date(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
