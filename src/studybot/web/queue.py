"""How many requests are worked on at a time, how many wait, and what those get that find no place."""

import asyncio
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.web.origin import QUIET
from studybot.web.replies import later

RUNNING = 12  # requests that are worked on: more threads than that only wait for each other
READING = 4  # of those that only open something: who asks, or writes to a database that is locked, does not hold them up
WAITING = 300  # requests of each kind that wait for a place
PATIENCE = 15.0  # seconds that a request waits
RETRY = 5  # seconds after which a refused one may try again
FREE = ("/ui/", "/healthz", "/readyz", "/metrics", "/gradio_api/mcp", "/gradio_api/queue/")
_BUSY = "many people are asking just now: try again in a few seconds"


class Queue:
    """Lets a bounded number of requests through and others wait in order; beyond that it says when to come back."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        running: int = RUNNING,
        reading: int = READING,
        waiting: int = WAITING,
        patience: float = PATIENCE,
        waited: Callable[[float], object] = float,
    ) -> None:
        self._app = app
        self._asking, self._reading = _Lane(running, waiting), _Lane(reading, waiting)
        self._patience = patience
        self._waited = waited  # told the seconds that each request waited for its place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when there is a place for it."""
        if scope["type"] != "http" or scope["path"].startswith(FREE):
            await self._app(scope, receive, send)
            return
        lane = self._reading if scope["method"] in QUIET else self._asking
        if lane.here >= lane.most:
            await later(scope, 503, _BUSY, RETRY)(scope, receive, send)
            return
        lane.here += 1
        try:
            await self._wait(lane.places, scope, receive, send)
        finally:
            lane.here -= 1

    async def _wait(self, places: asyncio.Semaphore, scope: Scope, receive: Receive, send: Send) -> None:
        came = time.monotonic()
        try:
            await asyncio.wait_for(places.acquire(), self._patience)
        except TimeoutError:
            await later(scope, 503, _BUSY, RETRY)(scope, receive, send)
            return
        self._waited(time.monotonic() - came)
        place = _Place(places)
        try:
            await self._app(scope, receive, place.leaving(send))
        finally:
            place.leave()


class _Lane:
    """Places for one kind of request, and how many have one or wait for it."""

    def __init__(self, running: int, waiting: int) -> None:
        self.places = asyncio.Semaphore(running)
        self.most = running + waiting
        self.here = 0


class _Place:
    """A place that is left once a reply is complete: however slowly it is read, nobody else waits for that."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places: asyncio.Semaphore | None = places

    def leave(self) -> None:
        """Let the next one in, once."""
        if self._places is not None:
            self._places.release()
            self._places = None

    def leaving(self, send: Send) -> Send:
        """Return a `send` that leaves the place before the last piece of a reply."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                self.leave()
            await send(message)

        return sending
