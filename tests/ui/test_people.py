"""Who may come in, who instructs which course, and what is written down of instructors' changes."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fakes import HashingEmbedder, write_course
from studybot import library, wiring
from studybot.access.codes import new_code
from studybot.access.passwords import INSTRUCTOR, add_person
from studybot.serve import application
from studybot.server import Server
from studybot.settings import Settings
from studybot.store import Store
from studybot.ui.coverage.page import CHANGES as COVERAGE
from studybot.ui.evaluate.page import CHANGES as EVALUATE
from studybot.ui.frame.actions import bound
from studybot.ui.material.page import CHANGES as MATERIAL
from studybot.ui.people.page import CHANGES as PEOPLE

HTML = {"accept": "text/html"}
PASSWORD = "correct horse battery"
PAGES = ("/", "/study", "/practise", "/settings")
CLOSED = (*PAGES, "/pictures?of=a&name=b", "/shared/x", "/api/topics", "/api/cards", "/api/quiz?seed=1", "/api/passages/x")
# What only looks: every other action of an instructors' page must say what it changes.
LOOKS = {
    "coverage": {"begin", "read", "decide", "result", "objectives", "compare", "take", "asked", "questions", "log", "work"}
    | {"find", "list", "health", "material", "numbers"},
    "evaluate": {"show", "state", "open", "file", "sheets", "review"},
    "material": {"show", "state", "edit", "look", "check", "preview", "read", "download"},
    "people": {"show", "lines", "log"},
}
Opened = Callable[..., TestClient]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a library with two courses; the second is about bees."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    write_course(shelf / "first")
    (shelf / "bees").mkdir()
    (shelf / "bees" / "course.yaml").write_text("title: All about bees\n", encoding="utf-8")
    (shelf / "bees" / "hive.md").write_text("# Hive\n\nA **waggle dance** tells where nectar is.\n", encoding="utf-8")
    places = {"course": shelf / "first", "index": tmp_path / "index", "data": tmp_path / "data"}
    return Settings(**places, library=str(shelf), host="0.0.0.0")


@pytest.fixture
def server(hashing: HashingEmbedder, settings: Settings) -> Server:
    """A server of both courses that others can reach."""
    for place in library.courses(settings).values():
        wiring.build_index(place)
    return Server(wiring.open_studybot(settings))


@pytest.fixture
def store(server: Server) -> Store:
    """Where people are kept."""
    return server.accounts.store


@pytest.fixture
def opened(server: Server) -> Opened:
    """A function that returns the application under a setting `learners`, as a browser of its own."""

    def browser(learners: str) -> TestClient:
        settings = server.settings.model_copy(update={"learners": learners})

        async def mounted() -> FastAPI:
            # Outside of a loop Gradio opens one for each lock and leaves it open, which is a warning and so an error here.
            served = Server(wiring.open_studybot(settings))
            return application(served.accounts, served)

        return TestClient(
            asyncio.run(mounted()), base_url="http://course.example", follow_redirects=False, client=("203.0.113.7", 5)
        )

    return browser


def enter(client: TestClient, name: str, **options: Any) -> Any:
    """Send the login form."""
    return client.post("/login", data={"name": name, "password": PASSWORD}, **options)


def act(client: TestClient, page: str, action: str, base: str = "", **data: Any) -> Any:
    """Call an action of a page as its script does."""
    body = {"surface": page or "ask", "data": {"action": action} | data}
    return client.post(f"{base}/gradio_api/component_server", json=body).json()


def test_an_open_course_asks_nobody(opened: Opened) -> None:
    """Without a choice everything is as it was: pages, and tokens for the asking."""
    client = opened("open")
    assert client.get("/", headers=HTML).status_code == 200
    assert client.post("/api/token").status_code == 200
    assert client.get("/join").status_code == client.get("/name").status_code == 404


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("base", ["", "/c/bees"])
def test_a_closed_course_shows_nothing_to_strangers(opened: Opened, path: str, base: str) -> None:
    """Every page leads to the login of its course, every other address is refused with a sentence; no word of the course."""
    client = opened("closed")
    page = client.get(base + path, headers=HTML)
    assert page.status_code == 303 and page.headers["location"].startswith(f"{base}/login?next=")
    refused = client.get(base + path, headers={"accept": "application/json"})
    assert refused.status_code == 401 and "Log in" in refused.json()["error"]
    assert "Lambda" not in page.text + refused.text


def test_closed_actions_refuse_strangers(opened: Opened) -> None:
    """What the pages' scripts call and the search are refused as well."""
    client = opened("closed")
    assert "Log in" in act(client, "", "say", text="what is EBS?")["error"]
    assert client.post("/find", json={"text": "EBS"}).status_code == 401
    assert client.post("/api/ask", json={"question": "what is EBS?"}).status_code == 401
    assert client.post("/api/token").status_code == 401 and client.get("/healthz").status_code == 200


def test_a_learner_of_a_closed_course(opened: Opened, store: Store) -> None:
    """After the login what one did is there on each device, and in one's own course alone; logging out ends it."""
    add_person(store.accounts, "eve", PASSWORD, {"bees": "learner"}, at=datetime.now(UTC))
    client, phone = opened("closed"), opened("closed")
    reply = enter(client, "eve", params={"next": "/study"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/study")
    assert client.get("/study", headers=HTML).headers["location"].startswith("/login")
    inside = client.get("/c/bees/study", headers=HTML)
    assert inside.status_code == 200 and inside.headers["cache-control"] == "no-store"
    assert "Tiny Cloud Course" not in inside.text
    said = act(client, "", "say", base="/c/bees", text="what is a waggle dance?")
    enter(phone, "eve")
    assert said["conversation"] in act(phone, "", "list", base="/c/bees")["list"]
    assert client.get("/c/bees/session").json() == {"links": [], "name": "eve"}
    assert client.get("/c/bees/coverage", headers=HTML).status_code == 303
    client.post("/logout")
    assert client.get("/c/bees/study", headers=HTML).status_code == 303
    store.accounts.remove("eve")
    assert phone.get("/c/bees/study", headers=HTML).status_code == 303


def test_a_join_code_lets_in_until_it_is_taken_back(opened: Opened, store: Store) -> None:
    """However it is typed, a code makes a learner of its course; a known one needs no password; an old code opens nothing."""
    code = new_code(store.accounts, "bees", at=datetime.now(UTC)).code
    client, late = opened("closed"), opened("closed")
    assert code in client.get(f"/join?code={code}").text
    typed = {"code": code.lower().replace("-", " "), "name": "eve", "password": PASSWORD}
    assert client.post("/join", data=typed | {"password": "short"}).status_code == 400
    joined = client.post("/join", data=typed)
    assert (joined.status_code, joined.headers["location"]) == (303, "/c/bees/")
    assert client.get("/c/bees/", headers=HTML).status_code == 200 and client.get("/", headers=HTML).status_code == 303
    assert late.post("/join", data=typed).status_code == 409  # the name is taken
    other = new_code(store.accounts, "first", at=datetime.now(UTC)).code
    assert client.post("/join", data={"code": other}).headers["location"] == "/"
    assert client.get("/", headers=HTML).status_code == 200
    store.accounts.drop_code("bees")
    refused = late.post("/join", data=typed | {"name": "max"})
    assert refused.status_code == 400 and "opens no course" in refused.text
    assert client.get("/c/bees/", headers=HTML).status_code == 200  # who joined stays


def test_a_new_password_logs_every_device_out(opened: Opened, store: Store) -> None:
    """A learner's other device, and the token of a program, open nothing any more; the new password gets all back."""
    add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=datetime.now(UTC))
    add_person(store.accounts, "eve", PASSWORD, {"bees": "learner"}, at=datetime.now(UTC))
    ada, phone, program = opened("closed"), opened("closed"), opened("closed")
    enter(ada, "ada")
    enter(phone, "eve")
    mine = act(phone, "ask", "say", base="/c/bees", text="what is a waggle dance?")
    token = program.post("/api/token", json={"name": "eve", "password": PASSWORD}).json()["token"]
    asked = {"url": "/c/bees/api/ask", "json": {"question": "what is a waggle dance?"}}
    assert program.post(**asked, headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert (
        "logged out everywhere" in act(ada, "people", "password", base="/c/bees", name="eve", password=PASSWORD[::-1])["said"]
    )
    assert phone.get("/c/bees/", headers=HTML).status_code == 303
    assert program.post(**asked, headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert ada.get("/c/bees/", headers=HTML).status_code == 200
    assert phone.post("/login", data={"name": "eve", "password": PASSWORD[::-1]}).status_code == 303
    assert mine["conversation"] in str(act(phone, "ask", "list", base="/c/bees"))


def test_programs_join_and_log_in(opened: Opened, store: Store) -> None:
    """A code or a password gives a token of that course; a wrong password, or guessing, does not."""
    code = new_code(store.accounts, "bees", at=datetime.now(UTC)).code
    client = opened("closed")
    eve = {"name": "eve", "password": PASSWORD}
    token = client.post("/api/join", json=eve | {"code": code}).json()["token"]
    assert client.post("/api/token", json=eve).json()["token"] == token
    headers = {"authorization": f"Bearer {token}"}
    question = {"question": "what is a waggle dance?"}
    assert client.post("/c/bees/api/ask", json=question, headers=headers).json()["conversation"]
    assert client.post("/api/ask", json=question, headers=headers).status_code == 401
    for _ in range(3):
        assert client.post("/api/token", json=eve | {"password": "wrong horse battery"}).status_code == 401
    slowed = client.post("/api/token", json=eve)
    assert slowed.status_code == 429 and int(slowed.headers["retry-after"]) > 0


def test_a_name_is_asked_once(opened: Opened, store: Store) -> None:
    """Where learners are named, a page leads to the question for a name; with it everything is open, over HTTP too."""
    client = opened("named")
    page = client.get("/c/bees/study?topic=hive", headers=HTML)
    assert page.headers["location"] == "/c/bees/name?next=%2Fstudy%3Ftopic%3Dhive"
    client.get("/name", headers=HTML)
    assert client.post("/name", data={"name": "  "}).status_code == 400
    named = client.post(page.headers["location"], data={"name": "Eve\nExample"})
    assert named.headers["location"] == "/c/bees/study?topic=hive"
    assert client.get("/c/bees/study", headers=HTML).status_code == client.get("/", headers=HTML).status_code == 200
    assert store.learners.names() == ["Eve Example"]
    assert client.post("/api/token").status_code == 400
    token = client.post("/api/token", json={"name": "Prog"}).json()["token"]
    asked = client.post("/api/ask", json={"question": "what is EBS?"}, headers={"authorization": f"Bearer {token}"})
    assert asked.status_code == 200


def test_an_instructor_sees_one_course_alone(opened: Opened, store: Store) -> None:
    """Pages, actions and links of another course are closed to who instructs this one; who instructs all sees all."""
    add_person(store.accounts, "ben", PASSWORD, {"bees": "instructor"}, at=datetime.now(UTC))
    add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=datetime.now(UTC))
    ben, ada = opened("open"), opened("open")
    assert enter(ben, "ben").status_code == enter(ada, "ada").status_code == 303
    for path in ("/coverage", "/evaluate", "/material", "/people"):
        assert ben.get(f"/c/bees{path}").status_code == 200 and ben.get(path).status_code == 303
        assert ada.get(f"/c/bees{path}").status_code == ada.get(path).status_code == 200
    assert ben.get("/session").json()["links"] == [] and ben.get("/c/bees/session").json()["name"] == "ben"
    for page, action in (("coverage", "begin"), ("evaluate", "show"), ("material", "show"), ("people", "show")):
        assert "Log in" in act(ben, page, action)["error"]
        assert "error" not in act(ben, page, action, base="/c/bees")
    assert "all courses" in act(ben, "material", "create", base="/c/bees", title="Wasps", of_all=True)["error"]
    assert act(ada, "material", "create", base="/c/bees", title="Wasps")["address"] == "/c/wasps/material"


def test_every_change_of_an_instructor_is_written_down(opened: Opened, store: Store) -> None:
    """Who, when, in which course and what; looking, and what failed, is not; each course lists its own."""
    add_person(store.accounts, "ben", PASSWORD, {"bees": "instructor"}, at=datetime.now(UTC))
    client = opened("open")
    enter(client, "ben")
    began = datetime.now(UTC)
    act(client, "people", "show", base="/c/bees")
    act(client, "people", "revoke", base="/c/bees")  # there is none
    act(client, "people", "code", base="/c/bees")
    brought = act(client, "coverage", "bring", base="/c/bees", text="Explain the dance\nExplain honey\n")
    act(client, "coverage", "decide", base="/c/bees", key=brought["key"])
    part = {"key": brought["key"], "part": "rows"}
    for theirs, note in (("partial", "only named"), ("", "")):
        told = part | {"theirs": theirs, "note": note}
        act(client, "coverage", "overrule", base="/c/bees", objective="Explain honey", **told)
    lines = store.audit.rows()
    assert [line.change for line in lines] == [
        "Set the label of “Explain honey” back to the decided one.",
        "Set the label of “Explain honey” to “partial”. only named",
        "Brought pasted objectives",
        "Made a new join code",
    ]
    assert {(line.user, line.course) for line in lines} == {("ben", "bees")}
    assert all(began <= line.at <= datetime.now(UTC) for line in lines)
    assert "Made a new join code" in act(client, "people", "lines", base="/c/bees")["lines"]
    assert "Made a new join code,".removesuffix(",") in act(client, "people", "log", base="/c/bees")["text"]
    assert store.audit.count(course="bees") == 4 and store.audit.count(course="first") == 0


def test_no_action_of_an_instructors_page_is_forgotten(opened: Opened, server: Server) -> None:
    """Each action is one that looks, or has a line for the audit log."""
    from studybot.ui.coverage import page as coverage
    from studybot.ui.coverage.desk import Desk
    from studybot.ui.evaluate import page as evaluate
    from studybot.ui.material import page as material
    from studybot.ui.people import page as people

    studybot = server.accounts
    tables = {
        "coverage": (bound(coverage.ACTIONS, Desk(studybot)), COVERAGE),
        "evaluate": (evaluate.actions(studybot), EVALUATE),
        "material": (material.actions(material.Desk(server, studybot)), MATERIAL),
        "people": (bound(people.ACTIONS, people.Desk(studybot, studybot.store, dict)), PEOPLE),
    }
    for name, (actions, changes) in tables.items():
        assert set(actions) == LOOKS[name] | set(changes) and not LOOKS[name] & set(changes), name


def test_the_people_page(opened: Opened, store: Store) -> None:
    """A code is made and taken back, somebody added and taken out; nobody takes themselves out."""
    add_person(store.accounts, "ben", PASSWORD, {"bees": "instructor"}, at=datetime.now(UTC))
    client = opened("closed")
    enter(client, "ben")
    act(client, "people", "code", base="/c/bees")
    shown = act(client, "people", "show", base="/c/bees")
    assert shown["code"] in shown["html"] and "ben" in shown["html"]
    act(client, "people", "add", base="/c/bees", name="eve", password=PASSWORD, role="learner")
    assert store.accounts.roles("eve", "bees") == {"learner"}
    assert "10 or more" in act(client, "people", "add", base="/c/bees", name="max", password="short", role="learner")["error"]
    assert "lock yourself out" in act(client, "people", "leave", base="/c/bees", name="ben", by="eve")["error"]
    assert "no longer" in act(client, "people", "leave", base="/c/bees", name="eve")["said"]
    assert store.accounts.roles("eve", "bees") == set()
    act(client, "people", "revoke", base="/c/bees")
    assert act(client, "people", "show", base="/c/bees")["code"] == ""


def test_roles_and_passwords_of_a_course(opened: Opened, store: Store) -> None:
    """A learner is made an instructor and back, by whoever is not that person; nobody logs in by the old password.

    Who instructs one course sets no password of a person who is more than its learner: it would open what they may open.
    """
    add_person(store.accounts, "ben", PASSWORD, {"bees": "instructor"}, at=datetime.now(UTC))
    add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=datetime.now(UTC))
    add_person(store.accounts, "eve", PASSWORD, {"bees": "learner"}, at=datetime.now(UTC))
    add_person(store.accounts, "max", PASSWORD, {"bees": "learner", "first": "learner"}, at=datetime.now(UTC))
    ben, ada, eve = opened("closed"), opened("closed"), opened("closed")
    for client, name in ((ben, "ben"), (ada, "ada"), (eve, "eve")):
        enter(client, name)
    at = {"base": "/c/bees"}
    assert "an instructor" in act(ben, "people", "role", **at, name="eve", role="instructor")["said"]
    assert eve.get("/c/bees/coverage", headers=HTML).status_code == 200
    assert "more than a learner" in act(ben, "people", "password", **at, name="eve", password="another horse battery")["error"]
    act(ben, "people", "role", **at, name="eve", role="learner")
    assert eve.get("/c/bees/coverage", headers=HTML).status_code == 303
    assert "lock yourself out" in act(ben, "people", "role", **at, name="ben", role="learner")["error"]
    for name in ("ada", "nobody"):
        assert "no seat" in act(ben, "people", "role", **at, name=name, role="learner")["error"]
    for name in ("ada", "max", "nobody"):
        refused = act(ben, "people", "password", **at, name=name, password="another horse battery", of_all=True)
        assert "more than a learner" in refused["error"]
    assert "10 or more" in act(ben, "people", "password", **at, name="eve", password="short")["error"]
    assert "new password" in act(ben, "people", "password", **at, name="eve", password="another horse battery")["said"]
    assert enter(eve, "eve").status_code != 303
    assert "new password" in act(ada, "people", "password", **at, name="max", password="another horse battery")["said"]
    changes = [line.change for line in store.audit.rows(course="bees")]
    assert changes[:2] == ["Set a new password of max", "Set a new password of eve"] and "horse" not in "".join(changes)


def test_everything_of_a_person_is_handed_over_and_deleted(opened: Opened, store: Store) -> None:
    """Who instructs all courses takes a person's data of each as one file, and deletes it; the list of changes names nobody."""
    add_person(store.accounts, "ben", PASSWORD, {"bees": "instructor"}, at=datetime.now(UTC))
    add_person(store.accounts, "ada", PASSWORD, INSTRUCTOR, at=datetime.now(UTC))
    add_person(store.accounts, "eve", PASSWORD, {"bees": "learner", "first": "learner"}, at=datetime.now(UTC))
    ben, ada, eve = opened("closed"), opened("closed"), opened("closed")
    for client, name in ((ben, "ben"), (ada, "ada"), (eve, "eve")):
        enter(client, name)
    act(eve, "", "say", text="what is EBS?")
    act(eve, "", "say", base="/c/bees", text="what is a waggle dance?")
    for action in ("hand-over", "delete"):
        assert "all courses" in act(ben, "people", action, base="/c/bees", name="eve", of_all=True)["error"]
    assert "nothing is kept" in act(ada, "people", "hand-over", name="nobody")["error"]
    text = act(ada, "people", "hand-over", name="eve")["text"]
    assert "what is EBS?" in text and "waggle dance" in text and "password_hash" not in text
    assert "That is you" in act(ada, "people", "delete", name="ada")["error"]
    assert "deleted" in act(ada, "people", "delete", name="eve")["said"]
    assert store.learners.behind("eve") == () and "nothing is kept" in act(ada, "people", "hand-over", name="eve")["error"]
    assert [line.change for line in store.audit.rows()] == [
        "Deleted everything of one person",
        "Handed over everything of (deleted)",
    ]
