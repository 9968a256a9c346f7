"""A connection that is closed when a request's first lines do not arrive in time, or nobody takes the reply."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS = 10.0  # seconds that the lines before a body may take
UNREAD = 30.0  # seconds in which LEAST bytes of a reply must be read
LEAST = 10_000


class Connection(H11Protocol):
    """An HTTP/1.1 connection: half-sent requests do not hold it open, nor do replies that nobody reads."""

    seconds = HEADERS
    unread = UNREAD
    _late: asyncio.TimerHandle | None = None
    _full: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what arrived; while it is not a whole head of a request, the time runs on from its first byte."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop()
        elif self._late is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        self._stop_reply()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Hold back the reply until what was sent of it is read, for a while."""
        super().pause_writing()
        self._stop_reply()
        self._look(self.transport.get_write_buffer_size() + LEAST)

    def resume_writing(self) -> None:
        """Send on."""
        self._stop_reply()
        super().resume_writing()

    def _look(self, before: int) -> None:
        """Close the connection when too little was read since the last look, else look again."""
        left = self.transport.get_write_buffer_size()
        if left > before - LEAST:
            self.transport.abort()
        else:
            self._full = self.loop.call_later(self.unread, self._look, left)

    def _stop_reply(self) -> None:
        if self._full is not None:
            self._full.cancel()
            self._full = None

    def _wait(self) -> None:
        self._late = self.loop.call_later(self.seconds, self._close)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
