import asyncio
import socket
import time
from typing import Any

import pytest
import uvicorn

from studybot.web.connection import Connection


class Hasty(Connection):
    """A connection that waits for a moment only."""

    seconds = 0.4
    unread = 0.4


async def slow(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers later than a request's head may take."""
    await asyncio.sleep(0.8)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.mark.parametrize("first", [b"", b"G", b"GET / HTTP/1.1\r\nhost: a\r\nx: "])
def test_a_half_sent_request_is_closed(first: bytes) -> None:
    """A connection on which no whole head of a request arrives is closed; an answer that takes long is waited for."""

    async def tried() -> tuple[float, bytes]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(slow, http=Hasty, lifespan="off", log_level="critical"))
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            await asyncio.sleep(0.3)
            address = listening.getsockname()
            reader, writer = await asyncio.open_connection(*address)
            writer.write(first)
            began = time.monotonic()
            await asyncio.wait_for(reader.read(), 5)
            took = time.monotonic() - began
            writer.close()
            reader, writer = await asyncio.open_connection(*address)
            writer.write(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            head = await asyncio.wait_for(reader.readuntil(b"ok"), 5)
            writer.write(b"GET /half")
            rest = await asyncio.wait_for(reader.read(), 5)
            writer.close()
            server.should_exit = True
            await serving
            return took, head + rest

    took, reply = asyncio.run(tried())
    assert took < 3
    assert reply.startswith(b"HTTP/1.1 200") and reply.endswith(b"ok")


async def long(scope: Any, receive: Any, send: Any) -> None:
    """An application whose replies are longer than what lies between two programs of a machine."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * 30_000_000})


@pytest.mark.parametrize("pause", [0.05, 1.5])
def test_a_reply_that_nobody_reads_is_dropped(pause: float) -> None:
    """A connection whose other end takes nothing of a reply for a while is closed; one that reads slowly gets all of it."""

    async def tried() -> int:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(long, http=Hasty, lifespan="off", log_level="critical"))
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            await asyncio.sleep(0.3)
            reader, writer = await asyncio.open_connection(*listening.getsockname(), limit=1_000_000)
            writer.write(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
            size = 0
            try:
                while piece := await reader.read(3_000_000):
                    size += len(piece)
                    await asyncio.sleep(pause)
            except ConnectionError:
                pass
            writer.close()
            server.should_exit = True
            await serving
            return size

    size = asyncio.run(tried())
    assert size > 30_000_000 if pause < Hasty.unread else size < 30_000_000
