import asyncio
import json
import time
from typing import Any

import pytest

from studybot.web.bodies import BODY_LIMIT, LARGE_LIMIT, Bodies

from .conftest import Open

CALL = "/gradio_api/component_server"


async def taken(scope: Any, receive: Any, send: Any) -> None:
    """An application that says how many bytes it was given."""
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(len(message["body"])).encode()})


def sent(pieces: list[bytes], *, pause: float = 5.0, wait: float = 0.0, path: str = CALL) -> tuple[int, bytes]:
    """Send a body in pieces, `wait` seconds between them; return status and body of the reply."""
    said: list[Any] = []
    left = list(pieces)

    async def receive() -> Any:
        if wait and len(left) < len(pieces):
            await asyncio.sleep(wait)
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""}
    asyncio.run(Bodies(taken, large=frozenset({CALL}), pause=pause)(scope, receive, send))
    return said[0]["status"], said[1]["body"]


def test_no_address_takes_a_body_without_end(browser: Open) -> None:
    """Every address that takes bodies has a limit, and what announces more is refused before it is read."""
    client = browser()
    for path, limit in ((CALL, LARGE_LIMIT), ("/api/ask", BODY_LIMIT), ("/login", BODY_LIMIT)):
        headers = {"content-type": "application/json", "content-length": str(limit + 1)}
        reply = client.post(path, content=b"{}", headers=headers)
        assert reply.status_code == 413 and f"{limit:,}" in reply.json()["error"], path


def test_a_body_that_comes_in_pieces_is_counted() -> None:
    """A body without an announced length is read up to its limit and refused then; one within it arrives whole."""
    piece = b"x" * 1_000_000
    assert sent([piece] * 15) == (200, b"15000000")
    assert sent([piece] * 40)[0] == 413
    assert sent([b"x" * 65_536], path="/api/ask") == (200, b"65536")
    assert sent([b"x" * 65_537], path="/api/ask")[0] == 413


def test_a_slow_body_is_not_waited_for() -> None:
    """A body that stops, or that trickles, is given up after a while."""
    began = time.monotonic()
    assert sent([b"x"] * 1000, pause=0.2, wait=1.0)[0] == 408
    assert sent([b"x"] * 1000, pause=0.2, wait=0.05)[0] == 408
    assert time.monotonic() - began < 5


def test_only_a_few_large_bodies_are_held_at_a_time() -> None:
    """A third large body is asked to come back later, and small ones pass all the while."""

    async def at_once() -> list[int]:
        gate = asyncio.Event()
        statuses: list[int] = []

        async def slow(scope: Any, receive: Any, send: Any) -> None:
            await receive()
            await gate.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        shield = Bodies(slow, large=frozenset({CALL}))

        async def one(size: int) -> None:
            async def receive() -> Any:
                return {"type": "http.request", "body": b"x" * size, "more_body": False}

            async def send(message: Any) -> None:
                if "status" in message:
                    statuses.append(message["status"])

            await shield({"type": "http", "method": "POST", "path": CALL, "headers": [], "query_string": b""}, receive, send)

        running = [asyncio.create_task(one(size)) for size in (3_000_000, 3_000_000, 3_000_000, 10)]
        await asyncio.sleep(0.1)
        early = list(statuses)
        gate.set()
        await asyncio.gather(*running)
        return [*early, *statuses[len(early) :]]

    assert asyncio.run(at_once()) == [503, 200, 200, 200]


CLOSED = (
    "/gradio_api/upload",
    "/gradio_api/run/predict",
    "/gradio_api/queue/join",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/proxy=http://example.org",
    "/gradio_api/deep_link",
    "/gradio_api/vibe-edit",
    "/gradio_api/reset",
    "/monitoring",
    "/monitoring/summary",
    "/run-history/buckets",
    "/login_check",
    "/token",
    "/config",
    "/pwa_icon/3",
    f"/assets/{'a' * 5000}",
    "/assets/../../etc/passwd",
)
NO_CALLS = (
    "",
    "[]",
    "{}",
    '{"component_id": 4, "data": {}}',
    '{"surface": "nothing", "data": {}}',
    '{"surface": "ask"}',
    '{"surface": 4, "data": {}}',
    '{"surface": "ask", "data": 1}',
    "\x00",
)


def test_addresses_that_no_page_needs_do_not_exist(browser: Open) -> None:
    """Gradio's own interface is closed where studybot does not use it, for every method."""
    client = browser()
    for path in CLOSED:
        assert client.get(path).status_code == 404, path
        assert client.post(path, json={}).status_code in (404, 405), path


def test_with_mcp_only_what_it_needs_is_open(browser: Open) -> None:
    """Calls of tools by name, which fail on whatever they do not expect, stay closed: programs have /api for that."""
    client = browser(mcp=True)
    for kind in ("run", "call"):
        for name in ("ask_course", "read_passage", "none"):
            assert client.post(f"/gradio_api/{kind}/{name}", json={"data": [None]}).status_code == 404
    assert client.get("/gradio_api/mcp/schema").status_code == 200


def test_a_call_that_is_none_is_a_sentence(browser: Open) -> None:
    """Whatever arrives where the pages call the server, it is a refusal with a sentence, never a failure of the server."""
    client = browser()
    for body in NO_CALLS:
        reply = client.post(CALL, content=body.encode(), headers={"content-type": "application/json"})
        assert reply.status_code in (404, 422), body
        assert "reload the page" in reply.json()["error"]


def test_a_login_that_leads_nowhere_is_no_failure(browser: Open) -> None:
    """An address that is none, as the place to go after a login, leads to the first instructors' page."""
    client = browser("http://studybot.example")
    for wanted in ("http://[", "//[", "/coverage?[", "%00", "a" * 5000):
        assert client.get("/login", params={"next": wanted}).status_code == 200, wanted


def test_no_call_leaves_anything_in_the_servers_memory(browser: Open) -> None:
    """The hundredth call of a page costs no more memory than the first: nothing is kept of who called."""
    client = browser(mcp=True)
    blocks = next(route.app for route in client.app.routes if hasattr(getattr(route, "app", None), "state_holder"))  # type: ignore[attr-defined]
    for number in range(100):
        body = {"session_hash": f"s{number}", "surface": "ask", "fn_name": "studybot_call", "data": {"action": "list"}}
        client.post(CALL, content=json.dumps(body), headers={"content-type": "application/json"})
    assert len(blocks.state_holder.session_data) == 0


def test_a_quiz_with_a_long_number_is_a_quiz(browser: Open) -> None:
    """The number of a quiz may have all the digits that its field takes; a text that is none is a sentence."""
    client = browser()
    for number in ("9" * 20, "\\ud800", "-1"):
        data = f'{{"action": "start", "learner": "{"0" * 32}", "number": "{number}"}}'
        body = f'{{"surface": "practise", "data": {data}}}'
        reply = client.post(CALL, content=body, headers={"content-type": "application/json"})
        assert reply.status_code < 500 and "went wrong" not in reply.text, number


@pytest.mark.parametrize("piece", [b"[],", b"1.5,", b'"",', b'{"":0},'])
def test_a_call_of_millions_of_values_is_not_read(browser: Open, piece: bytes) -> None:
    """What a large call holds beside its texts is bounded, so that nobody else waits while it is read; a file is one text."""
    head = {"content-type": "application/json"}
    with browser() as client:
        body = b'{"surface":"ask","data":{"a":[' + piece * (9_000_000 // len(piece)) + b"0]}}"
        assert client.post("/gradio_api/component_server", content=body, headers=head).status_code == 413
        text = json.dumps({"surface": "nothing", "data": {"text": '[1, "two"],\n' * 400_000}})
        assert client.post("/gradio_api/component_server", content=text, headers=head).status_code == 404
