"""The server: the HTTP interface with the page mounted in it, on a socket that was bound before anything slow began."""

import ctypes
import errno
import resource
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from studybot.errors import AddressError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from studybot import server as courses
    from studybot.served import Served

ARENAS = -8  # which setting of the C library's memory says from how many pools threads take theirs
GRACE = 3  # seconds that open connections (the page's event streams) have to end


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to `host` and `port` (0 for a free one); AddressError names the option to change."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise AddressError(f"host {host!r} is no address of this machine ({error}): choose another with --host") from error
    listening = socket.socket(family, kind, protocol)
    try:
        # Lets a restarted server have its port back at once; a port that somebody listens on stays refused.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(socket.SOMAXCONN)
    except OSError as error:
        listening.close()
        raise AddressError(_reason(host, port, error)) from error
    return listening


def _reason(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is in use: end the program that uses it or choose another with --port (--port {port + 1})"
        )
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights than this user has: choose one above 1023 with --port"
    return f"{host}:{port} cannot be served on ({error.strerror}): choose another address with --host"


def share_memory() -> None:
    """Let all threads take memory from one pool, before there are any: in pools of their own they keep what others could use.

    Threads run one at a time but for what the models compute, which lies in a pool of the models'.
    """
    with suppress(OSError, AttributeError):  # another C library has no such setting
        ctypes.CDLL(None).mallopt(ARENAS, 1)


def application(studybot: "Served", server: "courses.Server | None" = None) -> "FastAPI":
    """Return the HTTP interface with the page mounted in it; `server` has the courses beside the first one."""
    from studybot.api.app import create_api
    from studybot.ui.app import mount
    from studybot.web.shield import watch

    served = mount(create_api(studybot), studybot, server)
    watch(served, studybot)
    return served


def topic_page(studybot: "Served", topic: str) -> object:
    """Return a topic (id) as the page's reader gets it."""
    from studybot.ui.study.page import read

    return read(studybot, {"topic": topic})


def serve_forever(studybot: "Served", listening: socket.socket, *, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it; `ready` is called with the page's address once connections are answered."""
    import uvicorn

    from studybot import server as courses
    from studybot.web.connection import Connection
    from studybot.web.watch import write_log

    write_log(studybot.settings.access_log)
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                courses.settle(collect=False)  # which would take a sixth of the start
                server.watch()
                ready(f"http://{shown}:{port}")

    server = courses.Server(studybot)
    config = uvicorn.Config(
        application(studybot, server),
        http=Connection,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=studybot.settings.proxies,
        # Of connections that come when the files a process may open run out, each gets a 503.
        limit_concurrency=max(64, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2),
        timeout_graceful_shutdown=GRACE,
        lifespan="on",
    )
    try:
        Server(config).run(sockets=[listening])
    finally:
        server.close()
