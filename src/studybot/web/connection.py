"""A connection that is closed when a request's first lines do not arrive in time."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS = 10.0  # seconds that the lines before a body may take


class Connection(H11Protocol):
    """An HTTP/1.1 connection: half-sent requests do not hold it open."""

    seconds = HEADERS
    _late: asyncio.TimerHandle | None = None

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
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(self.seconds, self._close)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
