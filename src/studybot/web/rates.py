"""How often one learner, program or address may ask: a bound that nobody meets who reads the answers."""

import ipaddress
from collections.abc import Callable, Iterator

from limits import RateLimitItem, parse
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from studybot.store import Rates as Shared
from studybot.web.counts import Counts
from studybot.web.identity import LEARNER
from studybot.web.origin import QUIET, is_from_here
from studybot.web.replies import later

OTHERS = 20  # learners that one address may have behind it
FREE = ("/ui/", "/healthz", "/readyz", "/metrics")  # files that a browser keeps; what watches the server
NETWORK = 64  # bits of an IPv6 address that name a network: whoever has one has all addresses in it


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
