"""Several courses behind one server: addresses, pages, learners and indexes of each are its own."""

import asyncio
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fakes import HashingEmbedder, write_course
from studybot import library, wiring
from studybot.errors import UsageError
from studybot.serve import application
from studybot.server import Server
from studybot.settings import Settings

LEARNER = "0" * 31 + "a"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a library with two courses; the second is about bees."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    write_course(shelf / "first")
    bees = shelf / "bees"
    bees.mkdir()
    (bees / "course.yaml").write_text("title: All about bees\n", encoding="utf-8")
    (bees / "hive.md").write_text("# Hive\n\n## Dance\n\nA **waggle dance** tells where nectar is.\n", encoding="utf-8")
    places = {"course": shelf / "first", "index": tmp_path / "index", "data": tmp_path / "data"}
    return Settings(**places, library=str(shelf), open_courses=1)


@pytest.fixture
def server(hashing: HashingEmbedder, settings: Settings) -> Server:
    """A server of both courses."""
    for place in library.courses(settings).values():
        wiring.build_index(place)
    return Server(wiring.open_studybot(settings))


@pytest.fixture
def client(server: Server) -> TestClient:
    """The application of both courses."""

    async def mounted() -> FastAPI:
        # Outside of a loop Gradio opens one for each lock and leaves it open, which is a warning and so an error here.
        return application(server.accounts, server)

    return TestClient(asyncio.run(mounted()), base_url="http://127.0.0.1", client=("127.0.0.1", 1))


def test_each_course_has_its_own_pages(client: TestClient) -> None:
    """The first course stands at / as it does alone; the other one below its name, with links that stay in it."""
    first, bees = client.get("/study").text, client.get("/c/bees/study").text
    assert "Lambda" in first and "Hive" not in first
    assert "Hive" in bees and "sb-surface" not in bees + first
    assert 'href="/c/bees/study?topic=hive' in bees
    assert 'href="/study' in first and 'href="/study' not in bees
    assert "All about bees · studybot" in bees
    assert "/c/bees/" in first and "All about bees" in first  # the switch


def test_the_interface_answers_for_each_course(client: TestClient) -> None:
    """The HTTP interface below a course's address speaks of that course."""
    assert [one["id"] for one in client.get("/c/bees/api/topics").json()] == ["hive"]
    assert "lambda" in [one["id"] for one in client.get("/api/topics").json()]
    ann = {"authorization": f"Bearer {client.post('/api/token').json()['token']}"}
    turn = client.post("/c/bees/api/ask", json={"question": "what is a waggle dance?"}, headers=ann).json()
    assert turn["conversation"]
    again = {"turn": turn["turn"], "thumb": "up"}
    assert client.post("/api/feedback", json=again, headers=ann).status_code == 404
    assert client.post("/c/bees/api/feedback", json=again, headers=ann).status_code == 200


def test_an_unknown_course_is_no_page(client: TestClient) -> None:
    """An address of a course that does not exist is not found, for a reader and a program."""
    assert client.get("/c/wasps/study", headers={"accept": "text/html"}).status_code == 404
    assert client.get("/c/wasps/api/topics").status_code == 404


def test_learners_of_one_course_are_not_those_of_another(server: Server) -> None:
    """Conversations, cards and the log of a course are kept for it alone."""
    bees = server.course("bees")
    bees.chat.say("what is a waggle dance?", learner=LEARNER)
    assert len(bees.store.conversations.of_learner(LEARNER)) == 1
    assert server.course().store.conversations.of_learner(LEARNER) == []
    assert bees.settings.data.is_relative_to(server.settings.data)


def test_courses_beyond_the_bound_are_closed(server: Server) -> None:
    """With room for one, opening the second closes the first, which opens again when it is used."""
    first, bees = server.course("first"), server.course("bees")
    assert server.course("first").passages and first.is_open
    assert server.course("bees").passages
    server.course("bees")
    assert (first.is_open, bees.is_open) == (False, True)
    assert server.course("first").passages


def test_a_course_outside_the_library_is_served_alone(settings: Settings, tmp_path: Path) -> None:
    """Whoever names a folder elsewhere gets that course and no other; what was kept for it stays where it was."""
    write_course(tmp_path / "alone")
    alone = settings.model_copy(update={"course": tmp_path / "alone"})
    assert library.courses(alone) == {"alone": alone}
    assert library.courses(settings)["first"] == settings


def test_a_course_by_its_name(settings: Settings) -> None:
    """A course of the library can be named at the terminal, and is then the only one; another name is refused."""
    bees = library.named(settings, "bees")
    assert bees.course.name == "bees" and list(library.courses(bees)) == ["bees"]
    assert bees.index.is_relative_to(settings.index)
    with pytest.raises(UsageError, match=r"'wasps'.*'first', 'bees'"):
        library.named(settings, "wasps")
