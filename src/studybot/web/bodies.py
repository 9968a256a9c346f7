"""Bodies are read whole before anybody works on them: no longer than their address takes, no slower than a bad line."""

import asyncio
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.web.origin import QUIET
from studybot.web.replies import error_reply

BODY_LIMIT = 65_536  # bytes; the longest question has 2,000 characters
LARGE_LIMIT = 16_000_000  # bytes where files are handed in: one of 8 MB in base64, and what JSON adds
LARGE = 1_000_000  # bytes; of longer bodies only AT_ONCE are held at a time
AT_ONCE = 2
PAUSE = 10.0  # seconds between two pieces of a body
SLOWEST = 32_768  # bytes a second, on the average after the first PAUSE seconds


class Bodies:
    """Refuses a body that is too long or too slow; at the addresses `large` files may be handed in."""

    def __init__(self, app: ASGIApp, *, large: frozenset[str] = frozenset(), pause: float = PAUSE) -> None:
        self._app = app
        self._large = large
        self._pause = pause
        self._held = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body, or refuse it."""
        if scope["type"] != "http" or (scope["method"] in QUIET and not _announced(scope)):
            await self._app(scope, receive, send)
            return
        limit = LARGE_LIMIT if scope["path"].rstrip("/") in self._large else BODY_LIMIT
        reading = _Reading(receive, limit, self._pause)
        try:
            if not await reading.upto(min(limit, LARGE), _announced(scope)):
                if self._held.locked():
                    await error_reply(503, "other files are being handed in: try again in a moment", retry=5)(
                        scope, receive, send
                    )
                    return
                async with self._held:
                    await reading.upto(limit, 0)
                    await self._app(scope, reading.replay(), send)
                    return
        except _Refused as refused:
            await error_reply(refused.status, str(refused))(scope, receive, send)
            return
        except _Gone:
            return
        await self._app(scope, reading.replay(), send)


class _Refused(Exception):
    """A body that is not taken."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class _Gone(Exception):
    """The client has left."""


class _Reading:
    """A body as it arrives."""

    def __init__(self, receive: Receive, limit: int, pause: float) -> None:
        self._receive = receive
        self._limit = limit
        self._pause = pause
        self._pieces: list[bytes] = []
        self._size = 0
        self._more = True
        self._began = time.monotonic()

    async def upto(self, size: int, announced: int) -> bool:
        """Read on until the body has ended or has more than `size` bytes; return whether it has no more."""
        if max(announced, self._size) > self._limit:
            raise _Refused(413, f"the body has more than {self._limit:,} bytes: send less at once")
        while self._more:
            if self._size > size or announced > size:
                return False
            message = await self._next()
            piece = message.get("body", b"")
            self._size += len(piece)
            self._pieces.append(piece)
            self._more = message.get("more_body", False)
            if self._size > self._limit:
                raise _Refused(413, f"the body has more than {self._limit:,} bytes: send less at once")
        return self._size <= size

    async def _next(self) -> Message:
        spent = time.monotonic() - self._began
        left = self._pause + self._size / SLOWEST - max(0.0, spent - self._pause)
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, min(self._pause, left)))
        except TimeoutError:
            raise _Refused(408, "the body came too slowly, so the rest was not waited for: try again") from None
        if message["type"] != "http.request":
            raise _Gone
        return message

    def replay(self) -> Receive:
        """Return a `receive` that gives the body once and then what comes after it (a disconnect)."""
        left: list[Message] = [{"type": "http.request", "body": b"".join(self._pieces), "more_body": False}]
        self._pieces.clear()

        async def give() -> Message:
            return left.pop() if left else await self._receive()

        return give


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0
