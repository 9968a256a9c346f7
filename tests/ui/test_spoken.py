"""The pages in the language of whoever reads them."""

import re

import pytest
from fastapi.testclient import TestClient

from studybot.served import Served
from studybot.speech import speaking_in, t
from studybot.ui.find.everything import commands
from studybot.ui.frame.assets import assets
from studybot.ui.settings.page import choose, read
from studybot.web.language import CHOSEN
from studybot.wiring import open_studybot

from .builders import pages

ANN = "a" * 32
GERMAN = {"accept": "text/html", "accept-language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.fixture
def client(tiny_studybot: Served) -> TestClient:
    """The pages of the tiny course over HTTP."""
    return pages(tiny_studybot)


def test_a_page_speaks_what_the_browser_likes_best(client: TestClient) -> None:
    """The page says its language, its header and title come in it, and its scripts find their words before they run."""
    html = client.get("/settings", headers=GERMAN).text
    assert '<html lang="de">' in html and "<title>Einstellungen" in html and ">Üben</a>" in html
    scripts = re.findall(r'<script [^>]*src="(/ui/[\w.-]+)"', html)
    words = assets()["words-de.js"]
    assert scripts[0] == words.address and len(scripts) == 3
    assert client.get(words.address).text.startswith("globalThis.studybotWords = {")


def test_what_was_chosen_counts_before_what_the_browser_likes(client: TestClient, tiny_studybot: Served) -> None:
    """A learner's language is kept with the other choices, and the cookie that the page sets decides what is sent."""
    reply = client.get("/settings", headers=GERMAN | {"cookie": f"{CHOSEN}=hi"})
    assert '<html lang="hi">' in reply.text
    assert '<html lang="de">' in client.get("/settings", headers=GERMAN | {"cookie": f"{CHOSEN}=xx"}).text
    choose(tiny_studybot, {"learner": ANN, "text_size": "normal", "answer_length": "normal", "daily_goal": 0, "language": "es"})
    assert read(tiny_studybot, {"learner": ANN})["language"] == "es"


def test_an_action_answers_in_the_language_of_the_page(client: TestClient) -> None:
    """What a script calls says what it did in the same language as the page."""
    data = {"action": "choose", "text_size": "normal", "answer_length": "normal", "daily_goal": 0}
    client.get("/settings", headers=GERMAN)
    reply = client.post("/gradio_api/component_server", json={"surface": "settings", "data": data}, headers=GERMAN)
    assert reply.json() == {"said": "Gespeichert."}


def test_the_words_of_a_course_are_marked_where_the_page_speaks_another_language(client: TestClient) -> None:
    """What is quoted says that it is English on a German page, for whoever listens; an English page needs no such mark."""
    data = {"action": "read", "topic": "lambda"}
    for headers, mark in ((GERMAN, ' lang="en"'), (GERMAN | {"accept-language": "en"}, "")):
        client.get("/study", headers=headers)
        reply = client.post("/gradio_api/component_server", json={"surface": "study", "data": data}, headers=headers).json()
        assert f'<div class="sb-material"{mark}>' in reply["html"]


def test_pages_for_instructors_and_programs_get_english(tiny_studybot: Served) -> None:
    """Whatever the browser likes: Coverage is an English page, and so are the errors of the API."""
    settings = tiny_studybot.settings.model_copy(update={"instructors": "everybody"})
    client = pages(open_studybot(settings))
    html = client.get("/coverage", headers=GERMAN).text
    assert '<html lang="en">' in html and ">Practise</a>" in html and "words-" not in html
    english = client.get("/api/nothing").json()
    assert client.get("/api/nothing", headers={"accept-language": "de"}).json() == english


def test_an_english_page_brings_no_words(client: TestClient) -> None:
    """Whoever reads English pays nothing for the other languages."""
    html = client.get("/", headers={"accept": "text/html", "accept-language": "en-GB"}).text
    assert '<html lang="en">' in html and "words-" not in html


def test_what_is_done_from_the_search_has_a_name_in_each_language() -> None:
    """Each command of the search is called by a name of the language that is spoken."""
    with speaking_in("hi"):
        assert [one.label for one in commands() if t(one.label) == one.label] == []
