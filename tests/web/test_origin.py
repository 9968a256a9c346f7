from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from studybot.access.passwords import INSTRUCTOR, add_person
from studybot.served import Served

from .conftest import Open

CALL = "/gradio_api/component_server"
ASK = {"question": "what is EBS?"}


def called(client: TestClient, headers: dict[str, str], path: str = CALL) -> Any:
    """Call an action of the first page that takes one, whatever the headers say of the body."""
    body = b'{"session_hash": "s", "surface": "ask", "fn_name": "studybot_call", "data": {"action": "list"}}'
    return client.post(path, content=body, headers={"content-type": "application/json"} | headers)


FOREIGN = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "null"},
    {"origin": "https://evil.example", "sec-fetch-site": "cross-site", "content-type": "text/plain"},
)
OWN = (
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": "http://127.0.0.1:7860"},
    {"origin": "https://studybot.example", "sec-fetch-site": "same-origin"},
    {"origin": "https://studybot.example", "x-forwarded-host": "studybot.example"},
    {"content-type": "application/json; charset=utf-8"},
)
FORMS = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "")


def test_a_page_of_another_site_changes_nothing(browser: Open) -> None:
    """Whatever address a foreign page sends to, and in whatever form, the server does not look at it."""
    client = browser()
    for path in (CALL, f"{CALL}/", "/api/ask", "/api/feedback", "/login", "/logout"):
        for headers in FOREIGN:
            reply = called(client, headers, path)
            assert reply.status_code == 403, (path, headers)
            assert "another site" in reply.json()["error"]


def test_only_json_is_read(browser: Open) -> None:
    """What a form can send is refused everywhere but at the login, even when a program that is no browser sends it."""
    client = browser()
    for path in (CALL, "/api/ask", "/api/quiz/grade"):
        for kind in FORMS:
            reply = called(client, {"content-type": kind}, path)
            assert reply.status_code == 415 and "application/json" in reply.json()["error"], (path, kind)


def test_the_servers_own_pages_and_programs_are_heard(browser: Open) -> None:
    """A page of this server, behind a proxy too, and a program without a browser's headers are answered."""
    client = browser()
    for headers in OWN:
        reply = client.post("/api/ask", json=ASK, headers=headers)
        assert reply.status_code == 200, (headers, reply.text)


def test_as_soon_as_there_is_a_user_a_local_server_asks_for_a_login(browser: Open, tiny_studybot: Served) -> None:
    """A local server is open to whoever sits there until the first user is added."""
    client = browser()
    assert client.get("/coverage").status_code == 200
    add_person(tiny_studybot.store.accounts, "ada", "correct horse battery", INSTRUCTOR, at=datetime.now(UTC))
    assert all(client.get(path).status_code == 303 for path in ("/coverage", "/evaluate"))
    assert client.get("/session").json()["links"] == []


PROXIED = (
    {"x-forwarded-proto": "https"},
    {"x-forwarded-for": "127.0.0.1"},
    {"via": "1.1 proxy"},
    {"cf-connecting-ip": "203.0.113.7"},
    {"referer": "https://studybot.example/"},
    {"origin": "https://studybot.example", "sec-fetch-site": "same-origin"},
)


def test_a_sign_of_a_proxy_needs_a_login(browser: Open) -> None:
    """Without users the pages are open to this machine alone: not to what a proxy at this machine passes on."""
    client = browser()
    assert client.get("/coverage").status_code == 200
    for headers in PROXIED:
        assert client.get("/coverage", headers=headers).status_code == 303, headers


def test_another_machine_needs_a_login(browser: Open) -> None:
    """A peer that is not this machine is led to the login, whatever host it names."""
    assert browser(client=("203.0.113.7", 5)).get("/coverage").status_code == 303


@pytest.mark.parametrize(("rule", "local", "remote"), [("login", 303, 303), ("everybody", 200, 200), ("here", 200, 303)])
def test_a_setting_says_who_sees_the_instructors_pages(browser: Open, rule: str, local: int, remote: int) -> None:
    """`instructors` closes them to all without a login, opens them to all, or (the default) to this machine."""
    assert browser(instructors=rule).get("/coverage").status_code == local
    assert browser(instructors=rule, client=("203.0.113.7", 5)).get("/coverage").status_code == remote


@pytest.mark.parametrize(
    "headers",
    [
        [("origin", "http://127.0.0.1:7860"), ("origin", "http://evil.example")],
        [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
        [("content-type", "text/plain")],
        [("authorization", "Bearer x"), ("authorization", "Bearer y")],
        [("transfer-encoding", "chunked")],
        [("host", "evil.example")],
    ],
)
def test_a_request_that_says_two_things_is_refused(browser: Open, headers: list[tuple[str, str]]) -> None:
    """Headers that decide who sent something and what it is stand there once, so that a proxy reads what the server reads."""
    plain = [("host", "127.0.0.1:7860"), ("content-type", "application/json"), ("content-length", "2")]
    with browser() as client:
        assert client.post("/api/token", content=b"{}", headers=plain).status_code == 200
        reply = client.post("/api/token", content=b"{}", headers=[*plain, *headers])
        assert reply.status_code == 400
        assert "more than once" in reply.json()["error"]


def test_who_names_no_host_is_not_at_this_machine(browser: Open) -> None:
    """An instructor's page is open without a login only where the address that was asked for is this machine's."""
    with browser() as client:
        assert client.get("/coverage").status_code == 200
        assert client.get("/coverage", headers={"host": ""}).status_code == 303
