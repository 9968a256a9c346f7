import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from studybot.access.passwords import INSTRUCTOR, add_person
from studybot.serve import application
from studybot.served import Served
from studybot.store import User
from studybot.ui.app import INSTRUCTOR_PAGES
from studybot.web.access import LASTS
from studybot.wiring import open_studybot

PASSWORD = "correct horse battery"
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEARNER = "0" * 32
ACTIONS = ("begin", "bring", "decide", "asked", "log", "work", "mark", "again", "health", "show", "start", "runs")
Serve = Callable[..., TestClient]


@pytest.fixture
def serve(tiny_studybot: Served) -> Serve:
    """A function that returns the pages over HTTP as a server on `host` serves them to a browser at this machine."""

    def served(host: str = "0.0.0.0", base_url: str = "http://127.0.0.1:7860") -> TestClient:
        studybot = open_studybot(tiny_studybot.settings.model_copy(update={"host": host}))

        async def mounted() -> FastAPI:
            # Outside of a loop Gradio opens one for each lock and leaves it open, which is a warning and so an error here.
            return application(studybot)

        return TestClient(asyncio.run(mounted()), base_url=base_url, follow_redirects=False, client=("127.0.0.1", 5))

    return served


@pytest.fixture
def ada(tiny_studybot: Served) -> User:
    """An instructor."""
    return add_person(tiny_studybot.store.accounts, "ada", PASSWORD, INSTRUCTOR, at=datetime.now(UTC))


def enter(client: TestClient, name: str = "ada", password: str = PASSWORD, **options: Any) -> Any:
    """Send the login form."""
    return client.post("/login", data={"name": name, "password": password}, **options)


SURFACES = [page.path.strip("/") for page in INSTRUCTOR_PAGES]


def act(client: TestClient, surface: str, action: str) -> Any:
    """Call an action of a page as its script does."""
    body = {"surface": surface, "fn_name": "studybot_call"}
    return client.post("/gradio_api/component_server", json=body | {"data": {"action": action, "learner": LEARNER}}).json()


@pytest.mark.parametrize(
    "path", ["/coverage", "/coverage/", "/evaluate", "/coverage?view=health", "/?page=coverage", "/%63overage"]
)
def test_without_a_login_the_pages_lead_to_it(serve: Serve, path: str) -> None:
    """Whatever the way to an instructors' page of a server that others reach, it ends at the login."""
    reply = serve().get(path)
    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/login?next=")


def test_learners_get_no_links(serve: Serve) -> None:
    """Who is not logged in gets no link to an instructors' page, and no page of learners names one."""
    client = serve()
    assert client.get("/session").json() == {"links": [], "name": ""}
    for path in ("/", "/study", "/practise"):
        assert all(f'href="{page.path}"' not in client.get(path).text for page in INSTRUCTOR_PAGES)


def test_no_action_of_an_instructors_page_answers(serve: Serve) -> None:
    """The actions behind each instructors' page refuse a request without a login with a sentence."""
    client = serve()
    for surface in SURFACES:
        for action in ACTIONS:
            reply = act(client, surface, action)
            assert set(reply) == {"error"} and "Log in" in reply["error"]


def test_logging_in_opens_and_logging_out_closes(serve: Serve, ada: User) -> None:
    """The cookie is for the server only and expires; with it pages, actions and links are open, after logging out not."""
    client = serve()
    reply = enter(client, params={"next": "/coverage?view=health"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/coverage?view=health")
    cookie = next(one for one in reply.headers.get_list("set-cookie") if one.startswith("studybot_session")).lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and f"max-age={int(LASTS.total_seconds())}" in cookie
    opened = client.get("/coverage")
    assert opened.status_code == 200 and opened.headers["cache-control"] == "no-store"
    assert client.get("/session").json()["name"] == "ada"
    assert [link[1] for link in client.get("/session").json()["links"]] == [page.path for page in INSTRUCTOR_PAGES]
    assert any("html" in act(client, surface, "begin") for surface in SURFACES)
    assert client.get("/login").status_code == 303
    kept = dict(client.cookies)
    client.post("/logout")
    client.cookies.update(kept)
    assert client.get("/coverage").status_code == 303


def test_a_removed_user_is_out(serve: Serve, ada: User, tiny_studybot: Served) -> None:
    """Removing a user, or adding the name anew with another password, ends what was opened with the old one."""
    client = serve()
    enter(client)
    tiny_studybot.store.accounts.remove("ada")
    assert client.get("/coverage").status_code == 303
    add_person(tiny_studybot.store.accounts, "ada", PASSWORD + "!", INSTRUCTOR, at=datetime.now(UTC))
    assert client.get("/coverage").status_code == 303


def test_failed_logins_are_slowed_down_and_logged(
    serve: Serve, ada: User, tiny_studybot: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """A wrong password is logged; after some of them even the right one has to wait; the password is in no log."""
    client = serve()
    for _ in range(3):
        reply = enter(client, password="wrong horse battery")
        assert reply.status_code == 401 and 'value="ada"' in reply.text and "wrong horse" not in reply.text
    reply = enter(client)
    assert (
        reply.status_code == 429
        and "try again in" in reply.text
        and "studybot_session" not in reply.headers.get("set-cookie", "")
    )
    assert int(reply.headers["retry-after"]) > 0
    assert {one.name for one in tiny_studybot.store.accounts.failed_logins()} == {"ada"}
    assert "failed login as 'ada'" in caplog.text and "horse" not in caplog.text


def test_who_logged_in_before_is_not_locked_out(serve: Serve, ada: User) -> None:
    """While others guess, the browser from which Ada logged in once lets her in; its cookie is no help to another name."""
    client, stranger = serve(), serve()
    enter(client)
    client.post("/logout")
    for _ in range(4):
        enter(stranger, password="wrong horse battery")
    assert enter(stranger).status_code == 429
    device = client.cookies["studybot_device"]
    stranger.cookies.set("studybot_device", device[:-1] + ("0" if device[-1] != "0" else "1"))
    assert enter(stranger).status_code == 429
    assert enter(client).status_code == 303


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/coverage", "//evil.example/coverage", "/\\evil.example", "/study", ""]
)
def test_a_login_leads_to_no_other_place(serve: Serve, ada: User, wanted: str) -> None:
    """`next` leads to an instructors' page of this server, whatever it says."""
    assert enter(serve(), params={"next": wanted}).headers["location"] == "/coverage"


def test_a_form_of_another_site_is_not_looked_at(serve: Serve, ada: User) -> None:
    """A login that another site sends is refused; a logout that it sends ends nothing."""
    client = serve()
    assert enter(client, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    enter(client)
    kept = dict(client.cookies)
    client.post("/logout", headers={"sec-fetch-site": "same-site"})
    client.cookies.update(kept)
    assert client.get("/coverage").status_code == 200


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"name=" + b"a" * 60_000, b"name=%00&password=%00", b"password=x"])
def test_odd_forms(serve: Serve, ada: User, content: bytes) -> None:
    """An empty, broken or endless form is a failed login."""
    assert serve().post("/login", content=content).status_code == 401


def test_the_login_page_is_quiet(serve: Serve) -> None:
    """The page names no other machine, forbids to be framed, escapes what was typed, and says when nobody can log in."""
    client = serve()
    page = client.get("/login")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "studybot users add" in page.text
    assert "<script>alert" not in enter(client, name='"><script>alert(1)</script>').text


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:7860", "http://localhost:7860", "http://[::1]:7860"])
def test_a_local_server_is_open(serve: Serve, base_url: str) -> None:
    """Who sits at the machine needs no login."""
    client = serve("127.0.0.1", base_url)
    assert client.get("/coverage").status_code == 200
    assert [link[1] for link in client.get("/session").json()["links"]] == [page.path for page in INSTRUCTOR_PAGES]
    assert any("html" in act(client, surface, "begin") for surface in SURFACES)


@pytest.mark.parametrize(
    ("base_url", "headers"),
    [
        ("http://studybot.example", {}),
        ("http://127.0.0.1:7860", {"x-forwarded-for": "203.0.113.7"}),
        ("http://localhost", {"forwarded": "for=203.0.113.7"}),
    ],
)
def test_behind_a_proxy_a_local_server_is_not_local(serve: Serve, base_url: str, headers: dict[str, str]) -> None:
    """A request that a proxy passed on, or that names a foreign host, needs the login although the server is local."""
    client = serve("127.0.0.1", base_url)
    assert client.get("/coverage", headers=headers).status_code == 303
    assert client.get("/session", headers=headers).json() == {"links": [], "name": ""}
