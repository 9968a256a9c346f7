import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from studybot import __version__
from studybot.api.app import create_api
from studybot.api.values import AskReply
from studybot.errors import IndexUnusable, StoreError
from studybot.render import answer_object
from studybot.served import Served
from studybot.types import Question
from studybot.web.bodies import BODY_LIMIT
from studybot.wiring import open_studybot

QUESTION = "what is EBS?"


@pytest.fixture
def client(tiny_studybot: Served) -> Iterator[TestClient]:
    """A client of the interface over the tiny course; an error inside the server is a reply, as for any client."""
    with TestClient(create_api(tiny_studybot), raise_server_exceptions=False) as opened:
        yield opened


def learner(client: TestClient) -> dict[str, str]:
    """The headers of a new learner."""
    return {"authorization": f"Bearer {client.post('/api/token').json()['token']}"}


def ask(client: TestClient, headers: dict[str, str] | None = None, **body: Any) -> Any:
    """Ask and return the reply's object."""
    reply = client.post("/api/ask", json={"question": QUESTION} | body, headers=headers)
    assert reply.status_code == 200, reply.text
    return reply.json()


def sentence(reply: Any, status: int) -> str:
    """Check that a reply is an error as it must be, and return its sentence."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    body = reply.json()
    assert list(body) == ["error"]
    assert body["error"]
    assert "Traceback" not in body["error"]
    return str(body["error"])


def test_the_reply_is_the_answer_as_an_object(client: TestClient, tiny_studybot: Served) -> None:
    """`POST /api/ask` replies what `ask --json` prints, and its description describes it."""
    reply = ask(client)
    expected = answer_object(tiny_studybot.assistant.ask(Question(text=QUESTION)))
    assert reply | {"timings_ms": None} == json.loads(json.dumps(expected)) | {"timings_ms": None}
    AskReply.model_validate(reply, strict=True, extra="forbid")


def test_citations_are_cut_from_their_passages(client: TestClient) -> None:
    """Each citation's text stands in the passage that `/api/passages` gives, at the offsets that are named."""
    reply = ask(client)
    assert reply["citations"]
    for citation in reply["citations"]:
        passage = client.get(f"/api/passages/{citation['passage_id']}").json()
        assert passage["text"][citation["start"] - passage["start"] : citation["end"] - passage["start"]] == citation["text"]


def test_without_a_learner_only_the_question_is_logged(client: TestClient, tiny_studybot: Served) -> None:
    """A bare question has no turn; instructors see it in their log like one of the page, of nobody."""
    assert "turn" not in ask(client)
    line = tiny_studybot.store.log.rows()[0]
    assert (line.question, line.learner, line.turn) == (ask(client)["question"], None, None)
    quiet = open_studybot(tiny_studybot.settings.model_copy(update={"question_log": "off"}))
    quiet.chat.answer("what is EBS?")
    assert tiny_studybot.store.log.count() == 2


def test_a_conversation_is_kept_and_followed_up(client: TestClient, tiny_studybot: Served) -> None:
    """With a token the turn is kept; with the conversation's id the next question is understood from it."""
    ann = learner(client)
    first = ask(client, ann)
    second = ask(client, ann, question="and what is it for?", conversation=first["conversation"])
    assert second["conversation"] == first["conversation"]
    assert "EBS" in second["understood"]
    turns = tiny_studybot.store.conversations.turns(first["conversation"])
    assert [turn.id for turn in turns] == [first["turn"], second["turn"]]
    AskReply.model_validate(second, strict=True, extra="forbid")


def test_an_id_opens_nothing(client: TestClient, tiny_studybot: Served) -> None:
    """Who knows a conversation's, a turn's or a learner's id, but not the token, neither continues nor rates it."""
    ann, eve = learner(client), learner(client)
    first = ask(client, ann)
    owner = tiny_studybot.store.conversations.find(first["conversation"]).learner
    forged = ann["authorization"].removeprefix("Bearer ").partition(".")[2]
    for headers in ({}, eve):
        body = {"question": QUESTION, "conversation": first["conversation"]}
        sentence(client.post("/api/ask", json=body, headers=headers), 404)
        sentence(client.post("/api/feedback", json={"turn": first["turn"], "thumb": "up"}, headers=headers), 404)
    for token in (owner, f"{owner}.{'0' * 64}", f"{'0' * 32}.{forged}", "x"):
        headers = {"authorization": f"Bearer {token}"}
        sentence(client.post("/api/ask", json={"question": QUESTION}, headers=headers), 401)
    sentence(client.post("/api/ask", json={"question": QUESTION, "conversation": "nope"}, headers=ann), 404)
    assert len(tiny_studybot.store.conversations.turns(first["conversation"])) == 1


def test_a_topic_limits_the_search(client: TestClient) -> None:
    """A topic is taken by id or title; an unknown one is named with the nearest."""
    assert {hit["topic"] for hit in ask(client, topic="Lambda")["hits"]} == {"lambda"}
    assert "'lambda'" in sentence(client.post("/api/ask", json={"question": QUESTION, "topic": "lamda"}), 404)


@pytest.mark.parametrize("question", ["", "  ", "🙂", "x" * 2001, "\x00\x07"])
def test_what_is_no_question_is_400(client: TestClient, question: str) -> None:
    """An empty, overlong or wordless question is refused with a sentence."""
    sentence(client.post("/api/ask", json={"question": question}), 400)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "body"),
        (b"{", "no valid JSON"),
        (b"[]", "JSON object"),
        (b"{}", "'question' is missing"),
        (b'{"question": 3}', "'question'"),
        (b'{"question": "a", "answer": "b"}', "'answer' is not known"),
        (b'{"question": "a", "learner": "ann"}', "'learner' is not known"),
        (b'{"question": "\xff"}', "JSON"),
    ],
)
def test_a_body_that_is_not_as_described_is_422(client: TestClient, body: bytes, expected: str) -> None:
    """A body that is no JSON or has a wrong, missing or unknown field is refused, the field named."""
    reply = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert expected in sentence(reply, 422)


def test_a_form_is_refused(client: TestClient) -> None:
    """A page of another site can send forms and plain text: neither is read."""
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        reply = client.post("/api/ask", content=json.dumps({"question": QUESTION}), headers={"content-type": kind})
        assert "content-type" in sentence(reply, 415)


def test_a_large_body_is_refused_unread(client: TestClient) -> None:
    """A body over the limit is 413, whether its length is announced or it comes in pieces."""
    large = b'{"question": "' + b"a" * BODY_LIMIT + b'"}'
    kind = {"content-type": "application/json"}
    sentence(client.post("/api/ask", content=large, headers=kind), 413)
    sentence(client.post("/api/ask", content=iter([large[:40_000], large[40_000:]]), headers=kind), 413)


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/nope"), ("POST", "/api/"), ("TRACE", "/api/ask/more")])
def test_an_unknown_address_is_404(client: TestClient, method: str, path: str) -> None:
    """An address that does not exist is a sentence that names it, never HTML."""
    assert f"{method} {path}" in sentence(client.request(method, path), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/api/ask", "POST"), ("DELETE", "/api/topics", "GET, HEAD"), ("TRACE", "/api/quiz", "GET, HEAD")],
)
def test_a_method_that_an_address_does_not_take_is_405(client: TestClient, method: str, path: str, allowed: str) -> None:
    """The reply names the method and, as HTTP wants it, those that are taken."""
    reply = client.request(method, path)
    assert method in sentence(reply, 405)
    assert reply.headers["allow"] == allowed


def test_topics_in_order(client: TestClient, tiny_studybot: Served) -> None:
    """`GET /api/topics` lists the course's topics in order with how many passages each has."""
    topics = client.get("/api/topics").json()
    assert [topic["id"] for topic in topics] == ["lambda", "storage"]
    assert sum(topic["passages"] for topic in topics) == len(tiny_studybot.passages)
    assert topics[0]["icon"] == "⚡"


def test_every_passage_can_be_read(client: TestClient, tiny_studybot: Served) -> None:
    """Each passage's id, slashes and all, leads to it; an unknown one is not found."""
    for passage in tiny_studybot.passages:
        assert client.get(f"/api/passages/{passage.id}").json()["text"] == passage.text
    sentence(client.get("/api/passages/lambda/../../etc/passwd"), 404)
    sentence(client.get("/api/passages/nope"), 404)


def test_feedback_is_kept(client: TestClient, tiny_studybot: Served) -> None:
    """A thumb with its reason is kept with its turn, the last one counts, and a turn must exist."""
    ann = learner(client)
    turn = ask(client, ann)
    for thumb in ("up", "down"):
        reply = client.post("/api/feedback", json={"turn": turn["turn"], "thumb": thumb, "reason": "<b>wrong</b>"}, headers=ann)
        assert reply.json() == {"turn": turn["turn"], "thumb": thumb, "reason": "<b>wrong</b>"}
    kept = tiny_studybot.store.conversations.ratings(turn["conversation"])[turn["turn"]]
    assert (kept.thumb, kept.reason) == ("down", "<b>wrong</b>")
    sentence(client.post("/api/feedback", json={"turn": "nope", "thumb": "up"}, headers=ann), 404)
    sentence(client.post("/api/feedback", json={"turn": turn["turn"], "thumb": "sideways"}), 422)
    sentence(client.post("/api/feedback", json={"turn": turn["turn"], "thumb": "up", "reason": "x" * 2001}), 422)


def test_health_says_what_is_served(client: TestClient, tiny_studybot: Served) -> None:
    """`GET /healthz` names version, model and index with its counts."""
    health = client.get("/healthz").json()
    assert health["status"] == "ok"
    assert health["version"] == __version__
    assert health["model"] == "hashing@256"
    assert health["index"]["passages"] == len(tiny_studybot.passages)


@pytest.mark.parametrize("error", [IndexUnusable("run 'studybot index'"), StoreError("the disk is full")])
def test_what_cannot_be_used_is_503(client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """An index or database that cannot be used is 503 with the sentence that says what to do."""

    def fail(*given: object, **named: object) -> None:
        raise error

    monkeypatch.setattr("studybot.chat.Chat.say", fail)
    assert sentence(client.post("/api/ask", json={"question": QUESTION}, headers=learner(client)), 503) == str(error)


def test_a_bug_is_a_sentence(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen error is 500 without a word of its inside."""

    def fail(*given: object, **named: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("studybot.chat.Chat.say", fail)
    assert "secret" not in sentence(client.post("/api/ask", json={"question": QUESTION}, headers=learner(client)), 500)


def test_the_description_names_every_address(client: TestClient) -> None:
    """OpenAPI describes each address with its replies and errors."""
    paths = client.get("/openapi.json").json()["paths"]
    practice = {"/api/quiz", "/api/quiz/grade", "/api/cards"}
    assert (
        set(paths)
        == {
            "/api/ask",
            "/api/topics",
            "/api/passages/{passage_id}",
            "/api/feedback",
            "/healthz",
            "/readyz",
            "/api/token",
            "/api/join",
        }
        | practice
    )
    assert set(paths["/api/ask"]["post"]["responses"]) >= {"200", "400", "404", "422", "503"}
    for methods in paths.values():
        for operation in methods.values():
            assert operation["description"]


def test_the_page_of_documentation_needs_no_network(client: TestClient) -> None:
    """/docs is a page of its own: it names no other host and loads no file but the description."""
    page = client.get("/docs").text
    assert re.findall(r"https?://", page) == []
    assert re.findall(r"""(?:src|href)=["']([^"']+)""", page) == ["data:,", "openapi.json"]
    assert client.get("/redoc").status_code == 404
