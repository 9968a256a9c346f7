"""How often one learner, program or address may ask: a bound that nobody meets who reads the answers."""

import ipaddress
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from math import floor

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from studybot.errors import StudybotError
from studybot.store import Rates as Shared
from studybot.web.identity import LEARNER
from studybot.web.origin import QUIET, is_from_here
from studybot.web.replies import later

OTHERS = 20  # learners that one address may have behind it
FREE = ("/ui/", "/healthz", "/readyz", "/metrics")  # files that a browser keeps; what watches the server
NETWORK = 64  # bits of an IPv6 address that name a network: whoever has one has all addresses in it
SHARE = 20  # a server tells the others after this part of a bound: so much more, at most, each lets through
UNTOLD = 1_000  # senders about whom a server waits to tell
SILENCE = 10.0  # seconds without another try after the database did not answer: meanwhile a server counts for itself


class Counts:
    """Counts in two windows of time, this one and the last, which weighs less the longer it is ago.

    `shared` gives the numbers that all servers add to, None where there is one server.
    """

    def __init__(self, shared: Callable[[], Shared] | None = None) -> None:
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

    def _tell(self, shared: Callable[[], Shared], counted: dict[str, int], seconds: int) -> None:
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


class Rates:
    """Refuses what comes too often, by learner or token and by address; who sits at this machine has no address.

    What is asked and what is only read are counted apart, the one at all servers together, the other at each.
    """

    def __init__(self, app: ASGIApp, *, rate: str, reads: str, shared: Callable[[], Shared] | None = None) -> None:
        self._app = app
        self._asking = (parse(rate) if rate else None, Counts(shared))
        self._reading = (parse(reads) if reads else None, Counts())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say when the next one is taken."""
        if scope["type"] != "http" or scope["path"].startswith(FREE):
            await self._app(scope, receive, send)
            return
        bound, counts = self._reading if scope["method"] in QUIET else self._asking
        wait = max((_left(counts, *one) for one in _bounds(Request(scope), bound)), default=0) if bound else 0
        app = later(scope, 429, f"that was too much at once: try again in {wait} seconds", wait) if wait else self._app
        await app(scope, receive, send)


def _bounds(request: Request, each: RateLimitItem) -> Iterator[tuple[RateLimitItem, str]]:
    """Yield who sent a request, each with their bound; a browser that has no cookie yet is its address alone."""
    who = request.headers.get("authorization") or (request.scope.get(LEARNER) if request.cookies else "")
    if who:
        yield each, f"learner {who}"
    if not is_from_here(request):
        everybody = type(each)(each.amount * OTHERS, each.multiples)
        yield everybody, f"address {_network(request.client.host if request.client else '')}"


def _left(counts: Counts, bound: RateLimitItem, sender: str) -> int:
    """Count a request and return after how many seconds it would have been in time, 0 when it is."""
    return 0 if counts.hit(bound, sender) else max(1, round(bound.get_expiry() / bound.amount))


def _network(address: str) -> str:
    """What counts as one address."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return address
    return str(known.ipv4_mapped or ipaddress.ip_network((int(known), NETWORK), strict=False))
