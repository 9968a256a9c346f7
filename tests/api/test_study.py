from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from studybot.api.app import create_api
from studybot.served import Served
from studybot.study.quiz import arrange


@pytest.fixture
def client(tiny_studybot: Served) -> Iterator[TestClient]:
    """A client of the interface over the tiny course."""
    with TestClient(create_api(tiny_studybot), raise_server_exceptions=False) as opened:
        yield opened


def test_a_quiz_has_no_keys_and_is_graded(client: TestClient, tiny_studybot: Served) -> None:
    """The same seed gives the same questions; the right answer is right, another is not, both with the proof."""
    quiz = client.get("/api/quiz", params={"seed": 4, "n": 3, "kind": "table"}).json()
    assert quiz == client.get("/api/quiz", params={"seed": 4, "n": 3, "kind": "table"}).json()
    assert len(quiz["questions"]) == 3
    for one in quiz["questions"]:
        assert not {"right", "key", "proof", "evidence"} & set(one)
        item = tiny_studybot.material.items[one["item"]]
        order = arrange(item, 4)
        right = [order.index(place) for place in item.right]
        verdict = _grade(client, one["item"], right)
        assert verdict["correct"] is True and verdict["right"] == right
        passage = client.get(f"/api/passages/{verdict['proof']['passage_id']}").json()
        cut = slice(verdict["proof"]["start"] - passage["start"], verdict["proof"]["end"] - passage["start"])
        assert passage["text"][cut] == verdict["proof"]["text"]
        wrong = right[::-1] if len(right) > 1 else [0 if right[0] else 1]
        assert _grade(client, one["item"], wrong)["correct"] is False


def _grade(client: TestClient, item: str, given: list[int]) -> Any:
    reply = client.post("/api/quiz/grade", json={"seed": 4, "item": item, "given": given})
    assert reply.status_code == 200, reply.text
    return reply.json()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 422),
        ({"seed": -1}, 422),
        ({"seed": 1, "n": 0}, 422),
        ({"seed": 1, "kind": "riddle"}, 422),
        ({"seed": 1, "topic": "nowhere"}, 404),
        ({"seed": 1, "topic": "storage", "kind": "table"}, 400),
    ],
)
def test_a_quiz_that_cannot_be_made(client: TestClient, query: dict[str, Any], status: int) -> None:
    """A sentence says why."""
    reply = client.get("/api/quiz", params=query)
    assert reply.status_code == status and list(reply.json()) == ["error"]


def test_an_answer_that_fits_no_question(client: TestClient) -> None:
    """An unknown question, and indexes that were not shown, are refused."""
    assert client.post("/api/quiz/grade", json={"seed": 1, "item": "x", "given": [0]}).status_code == 404
    item = client.get("/api/quiz", params={"seed": 1, "n": 1}).json()["questions"][0]["item"]
    assert client.post("/api/quiz/grade", json={"seed": 1, "item": item, "given": [77]}).status_code == 400


def test_cards_come_with_their_proof(client: TestClient) -> None:
    """All cards in course order, or those of a topic; each back stands in its proof."""
    cards = client.get("/api/cards").json()
    assert len(cards) == 9
    assert [one["topic"] for one in client.get("/api/cards", params={"topic": "Storage"}).json()] == ["storage"] * 2
    assert all(one["proof"]["text"] for one in cards)
