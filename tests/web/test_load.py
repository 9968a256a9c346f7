import asyncio
import time
from typing import Any

from studybot.web.queue import Queue

from .conftest import Open

ASK = {"question": "what is EBS?"}
FAR = ("203.0.113.7", 5)


def flood(queue: Queue, gate: asyncio.Event, count: int, path: str = "/api/ask", accept: bytes = b"*/*") -> list[Any]:
    """Begin some requests; return their tasks, each with the status and headers of its reply."""

    async def one() -> tuple[int, dict[bytes, bytes]]:
        said: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            said.append(message)

        method = "POST" if path == "/api/ask" else "GET"
        scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept", accept)], "query_string": b""}
        await queue(scope, receive, send)
        return said[0]["status"], dict(said[0]["headers"])

    return [asyncio.create_task(one()) for _ in range(count)]


def held(gate: asyncio.Event, seen: list[int]) -> Any:
    """An application that holds each request until the gate opens, and notes how many it holds."""
    inside = 0

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal inside
        if scope["path"] in ("/api/ask", "/slow"):
            inside += 1
            seen.append(inside)
            await gate.wait()
            inside -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return app


def test_more_than_can_be_answered_are_told_when_to_come_back() -> None:
    """A few are worked on, some wait in order, the rest get a 503 at once; health and pages are answered all the while."""

    async def tried() -> None:
        gate, seen = asyncio.Event(), list[int]()
        queue = Queue(held(gate, seen), running=3, waiting=4, patience=5)
        tasks = flood(queue, gate, 10)
        await asyncio.sleep(0.05)
        refused = [task.result() for task in tasks if task.done()]
        assert [status for status, _ in refused] == [503] * 3
        assert all(int(headers[b"retry-after"]) > 0 for _, headers in refused)
        assert (await flood(queue, gate, 1, "/healthz")[0])[0] == 200
        assert (await flood(queue, gate, 1, "/", b"text/html")[0])[0] == 200
        gate.set()
        assert [(await task)[0] for task in tasks].count(200) == 7
        assert max(seen) == 3

    asyncio.run(tried())


def test_too_many_pages_get_a_page_that_tries_again() -> None:
    """Who opens pages faster than they are drawn waits for others who do, and is told so; who asks is answered meanwhile."""

    async def tried() -> None:
        gate, seen = asyncio.Event(), list[int]()
        queue = Queue(held(gate, seen), running=1, reading=2, waiting=1, patience=5)
        tasks = flood(queue, gate, 4, "/slow", b"text/html")
        await asyncio.sleep(0.05)
        (refused,) = [task.result() for task in tasks if task.done()]
        assert refused[0] == 503 and refused[1][b"content-type"].startswith(b"text/html")
        asked = flood(queue, gate, 1)[0]
        await asyncio.sleep(0.05)
        assert seen[-1] == 3
        gate.set()
        assert [(await task)[0] for task in tasks].count(200) == 3 and (await asked)[0] == 200

    asyncio.run(tried())


def test_waiting_ends() -> None:
    """Whoever waits longer than a while for a place is told to come back, and the places are free again afterwards."""

    async def tried() -> None:
        gate, seen = asyncio.Event(), list[int]()
        queue = Queue(held(gate, seen), running=1, waiting=9, patience=0.1)
        tasks = flood(queue, gate, 4)
        await asyncio.sleep(0.3)
        assert [task.result()[0] for task in tasks if task.done()] == [503] * 3
        gate.set()
        assert (await tasks[0])[0] == 200
        assert [(await task)[0] for task in flood(queue, gate, 2)] == [200, 200]

    asyncio.run(tried())


def test_who_does_not_read_a_reply_holds_no_place() -> None:
    """Replies that lie unread, as many as are worked on at a time, keep nobody else from being answered."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})

    async def tried() -> None:
        queue, stuck = Queue(app, running=2, reading=2, waiting=4, patience=0.5), asyncio.Event()
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}

        async def unread(message: Any) -> None:
            if message["type"] == "http.response.body":
                await stuck.wait()

        waiting = [asyncio.create_task(queue(scope, None, unread)) for _ in range(3)]  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        assert (await flood(queue, stuck, 1)[0])[0] == 200
        stuck.set()
        await asyncio.gather(*waiting)

    asyncio.run(tried())


def test_one_learner_cannot_ask_without_end(browser: Open) -> None:
    """Past the setting's rate a learner waits, told for how long, while another one is answered; reading is not counted."""
    client = browser(client=FAR, rate="5/minute")
    ann, bob = ({"authorization": f"Bearer {client.post('/api/token').json()['token']}"} for _ in range(2))
    replies = [client.post("/api/ask", json=ASK, headers=ann) for _ in range(7)]
    assert [reply.status_code for reply in replies] == [200] * 5 + [429] * 2
    assert int(replies[-1].headers["retry-after"]) > 0 and "try again in" in replies[-1].json()["error"]
    assert client.post("/api/ask", json=ASK, headers=bob).status_code == 200
    assert client.get("/api/topics", headers=ann).status_code == 200


def test_an_address_has_a_bound_of_its_own(browser: Open) -> None:
    """Who gives a new name with each request is counted by the address; an empty setting means no bound."""
    client = browser(client=FAR, rate="1/minute")
    assert [client.post("/api/token").status_code for _ in range(22)] == [200] * 20 + [429] * 2
    free = browser(client=FAR, rate="")
    assert {free.post("/api/token").status_code for _ in range(30)} == {200}


def test_a_server_says_how_it_is(browser: Open) -> None:
    """Health, readiness and counts are there for whoever runs the server, the counts not for the world unless it is said."""
    client = browser()
    began = time.monotonic()
    assert client.get("/healthz").json()["status"] == "ok"
    assert time.monotonic() - began < 2
    assert client.get("/readyz").json()["status"] == "ready"
    reply = client.post("/api/ask", json=ASK)
    assert len(reply.headers["x-request-id"]) == 16
    assert 'studybot_requests_total{kind="/api/",status="200"} 1.0' in client.get("/metrics").text
    assert browser(client=FAR).get("/metrics").status_code == 404
    assert browser(client=FAR, metrics="everybody").get("/metrics").status_code == 200
    assert browser(metrics="off").get("/metrics").status_code == 404


def test_a_server_counts_what_it_answers(browser: Open) -> None:
    """Answers stand by act and band, of learners and of programs; steps, the wait for a place and the index's age are there."""
    client = browser()
    token = {"authorization": f"Bearer {client.post('/api/token').json()['token']}"}
    for question in ("what is EBS?", "what is EBS?", "hello", "who won the world cup in 1990?"):
        client.post("/api/ask", json={"question": question}, headers=token)
    client.post("/api/ask", json={"question": "what is EBS?"})
    counted = dict(line.rpartition(" ")[::2] for line in client.get("/metrics").text.splitlines() if line[:1] != "#")
    assert counted['studybot_answers_total{act="answer",band="covered"}'] == "3.0"
    assert counted['studybot_answers_total{act="answer",band="outside"}'] == "1.0"
    assert any(name.startswith('studybot_answers_total{act="greeting"') for name in counted)
    for step in ("encode", "search", "compose", "total"):
        assert counted[f'studybot_answer_seconds_count{{step="{step}"}}'] == "5.0"
    assert float(counted['studybot_answer_seconds_sum{step="total"}']) > 0
    assert float(counted["studybot_queue_seconds_count"]) >= 6
    assert 0 <= float(counted["studybot_index_age_seconds"]) < 600
    assert {'studybot_vectors{from="encoder"}', 'studybot_vectors{from="memory"}'} <= counted.keys()
