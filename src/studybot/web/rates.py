"""How often one learner, program or address may ask: a bound that nobody meets who reads the answers."""

import ipaddress
from collections.abc import Callable

from limits import RateLimitItem, parse
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from studybot.store import Rates as Shared
from studybot.web.counts import Counts
from studybot.web.identity import LEARNER
from studybot.web.origin import is_from_here
from studybot.web.replies import error_reply

OTHERS = 20  # learners that one address may have behind it
NETWORK = 64  # bits of an IPv6 address that name a network: whoever has one has all addresses in it


class Rates:
    """Refuses what comes too often, by learner or token and by address; who sits at this machine has no address."""

    def __init__(self, app: ASGIApp, *, rate: str, shared: Callable[[], Shared] | None = None) -> None:
        self._app = app
        self._each: RateLimitItem | None = parse(rate) if rate else None
        self._counts = Counts(shared)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say when the next one is taken."""
        if self._each is None or scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        wait = self._wait(request, self._each)
        if wait:
            await error_reply(429, f"that was too much at once: try again in {wait} seconds", retry=wait)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _wait(self, request: Request, each: RateLimitItem) -> int:
        who = request.headers.get("authorization") or request.scope.get(LEARNER) or ""
        all_of_them = type(each)(each.amount * OTHERS, each.multiples)
        bounds = [(each, f"learner {who}")] if who else []
        if not is_from_here(request):
            bounds.append((all_of_them, f"address {_network(request.client.host if request.client else '')}"))
        return max((self._left(bound, name) for bound, name in bounds), default=0)

    def _left(self, bound: RateLimitItem, name: str) -> int:
        """Count a request and return after how many seconds it would have been in time, 0 when it is."""
        if self._counts.hit(bound, name):
            return 0
        return max(1, round(bound.get_expiry() / bound.amount))


def _network(address: str) -> str:
    """What counts as one address."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return address
    return str(known.ipv4_mapped or ipaddress.ip_network((int(known), NETWORK), strict=False))
