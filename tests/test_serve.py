import socket
import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest

from studybot import serve
from studybot.errors import AddressError
from studybot.served import Served


@pytest.fixture
def bound() -> Iterator[socket.socket]:
    """A socket that listens on a free port."""
    with serve.listen("127.0.0.1", 0) as listening:
        yield listening


def test_a_port_in_use_names_the_option(bound: socket.socket) -> None:
    """A port that somebody listens on is refused in a sentence with the port and the option to change."""
    port = bound.getsockname()[1]
    with pytest.raises(AddressError, match=rf"port {port} on 127.0.0.1 is in use.*--port {port + 1}"):
        serve.listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "a" * 300, "not an address"])
def test_an_address_of_no_machine_here(host: str) -> None:
    """A host that is unknown or belongs to another machine is refused with the option to change."""
    with pytest.raises(AddressError, match="--host"):
        serve.listen(host, 0)


def test_a_port_is_free_again_after_the_server_ended() -> None:
    """A server that is started again at once gets its port."""
    with serve.listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), first.accept()[0]:
            pass
    with serve.listen("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port


def test_ready_is_said_once_the_server_answers(
    tiny_studybot: Served, bound: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ready` gets the address that the page is on; the page is mounted in the HTTP interface."""
    import uvicorn

    page = types.ModuleType("studybot.ui.app")
    mounted: list[Any] = []
    page.mount = lambda api, studybot, server: mounted.append(api) or api  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "studybot.ui.app", page)
    addresses: list[str] = []
    port = bound.getsockname()[1]  # the server closes the socket
    ended: list[uvicorn.Server] = []

    async def stop(self: uvicorn.Server) -> None:
        ended.append(self)

    monkeypatch.setattr(uvicorn.Server, "main_loop", stop)
    serve.serve_forever(tiny_studybot, bound, ready=addresses.append)
    assert addresses == [f"http://127.0.0.1:{port}"]
    assert [api.state.studybot for api in mounted] == [tiny_studybot]
    assert len(ended) == 1
