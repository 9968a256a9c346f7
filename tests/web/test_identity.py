import re
from typing import Any

from fastapi.testclient import TestClient

from studybot.served import Served
from studybot.store import Store

from .conftest import Open

HTML = {"accept": "text/html"}
FORMER = "ab" * 16


def signed(client: TestClient) -> str:
    """The cookie that says who the learner is."""
    return next(value for name, value in client.cookies.items() if name.startswith("studybot_learner_"))


def act(client: TestClient, action: str, **data: Any) -> Any:
    """Call an action of the Ask page as its script does."""
    body = {"surface": "ask", "data": {"action": action} | data}
    return client.post("/gradio_api/component_server", json=body).json()


def test_a_learner_is_a_signed_cookie_that_no_script_reads(browser: Open) -> None:
    """A page gives a browser its cookie, for the server alone; what the browser says of itself beside it is not heard."""
    client, other = browser(), browser()
    cookie = client.get("/", headers=HTML).headers["set-cookie"].lower()
    assert cookie.startswith("studybot_learner_") and "httponly" in cookie and "samesite=lax" in cookie
    other.get("/", headers=HTML)
    assert signed(client) != signed(other)
    said = act(client, "say", text="what is EBS?", learner=FORMER)
    assert said["conversation"] in act(client, "list")["list"]
    for learner in ({}, {"learner": FORMER}, {"learner": signed(client).partition(".")[0]}):
        assert said["conversation"] not in act(other, "list", **learner)["list"]
        assert "error" in act(other, "export", conversation=said["conversation"], **learner)


def test_a_cookie_that_was_not_signed_here_is_replaced(browser: Open) -> None:
    """A cookie with another's id and no matching signature is nobody's."""
    client, thief = browser(), browser()
    client.get("/", headers=HTML)
    said = act(client, "say", text="what is EBS?")
    learner, _, proof = signed(client).partition(".")
    for forged in (learner, f"{learner}.", f"{learner}.{'0' * 64}", f"{'0' * 32}.{proof}"):
        thief.cookies.clear()
        thief.cookies.set(next(iter(client.cookies)), forged)
        assert said["conversation"] not in act(thief, "list")["list"]


def test_an_id_brings_nothing_over(browser: Open, tiny_studybot: Served) -> None:
    """Whoever learned a learner's id, from a file that was handed on or as an instructor, gets nothing of theirs by it."""
    turn = tiny_studybot.chat.say("what is EBS?", learner=FORMER)
    thief = browser()
    thief.get("/", headers=HTML)
    for base in ("", "/c/course"):
        assert thief.post(f"{base}/learner", json={"former": FORMER}).status_code == 404
    assert turn.conversation not in act(thief, "list")["list"]
    assert tiny_studybot.store.conversations.find(turn.conversation).learner == FORMER


def test_the_question_log_holds_no_learners_id(browser: Open, tiny_studybot: Served) -> None:
    """The log tells browsers apart without the id that opens their data; who runs the server finds the learner by it."""
    client = browser()
    client.get("/", headers=HTML)
    act(client, "say", text="what is EBS?")
    act(client, "say", text="what is Lambda?")
    learner = signed(client).partition(".")[0]
    store: Store = tiny_studybot.store
    named = {row.learner for row in store.log.rows()}
    assert len(named) == 1 and learner not in named
    assert all(re.fullmatch(r"[0-9a-f]{32}", str(one)) for one in named)
    assert store.learners.behind(str(named.pop())) == (learner,)
    assert store.learners.behind(learner) == (learner,)
