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
