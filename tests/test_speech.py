"""What studybot says in the languages of learners: every message is translated, and fits what the code fills into it."""

import importlib.util
import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from studybot.speech import ENGLISH, LANGUAGES, PATTERNS, day_text, phrase, speaking_in, t, tn, wished

_spec = importlib.util.spec_from_file_location("languages_script", Path(__file__).parents[1] / "scripts" / "languages.py")
assert _spec is not None and _spec.loader is not None
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)

OTHERS = [name for name in LANGUAGES if name != ENGLISH]
_PLACES = re.compile(r"\{\w*\}|</?\w+>")


def _all(language: str) -> list[Message]:
    return [message for message in made.catalogue(language) if message.id]


@pytest.mark.long
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_that_studybot_says_is_untranslated(language: str) -> None:
    """The catalogues hold every message of the code as it is, each translated, and what is compiled is made of them."""
    for name, body in made.written(language).items():
        assert (made.PLACE / name).read_bytes() == body, f"{name} is not current: run 'make languages'"
    assert [message.id for message in _all(language) if not all(made.forms(message.string))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_and_marks_what_the_message_does(language: str) -> None:
    """Each form has the {names} and elements of the English one, and no sign that would end an attribute in HTML."""
    for message in _all(language):
        for english, form in zip(made.forms(message.id), made.forms(message.string), strict=True):
            assert sorted(_PLACES.findall(form)) == sorted(_PLACES.findall(english)), message.id
            assert '"' not in form, message.id


def test_a_message_is_said_in_the_language_of_the_reader() -> None:
    """Sentences, numbers of things and dates come in the language that is spoken, and in English outside."""
    with speaking_in("de"):
        assert t("Exam on {day}", day=day_text(date(2027, 3, 1))) == "Prüfung am 1. März 2027"
        assert [tn("{n} day left.", "{n} days left.", n) for n in (1, 2)] == ["Noch 1 Tag.", "Noch 2 Tage."]
        assert t(phrase("Settings")) == "Einstellungen"
    with speaking_in("es"):
        assert day_text(date(2027, 3, 1), "whole") == "lunes, 1 de marzo de 2027"
    with speaking_in("hi"):
        assert day_text(date(2027, 3, 1), "month") == "मार्च 2027"
    with speaking_in("tlh"):
        assert t("Exam on {day}", day=day_text(date(2027, 3, 1))) == "Exam on 1 March 2027"
    assert tn("{n} day left.", "{n} days left.", 1) == "1 day left."
    assert {day_text(date(2027, 3, 1), pattern) for pattern in PATTERNS} >= {"March 2027", "Mar", "Monday, 1 March 2027"}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("fr;q=1, hi-IN;q=0.7, es;q=0.9", "es"),
        ("fr, en;q=0.5, de;q=0.1", "en"),
        ("de;q=0", "en"),
        ("*", "en"),
        (";;;,,, q=1, de;q=x", "en"),
    ],
)
def test_a_browser_gets_the_language_it_likes_best(accepted: str, language: str) -> None:
    """Of what Accept-Language names the best that there is counts; what cannot be read, and what is not wanted, does not."""
    assert wished(accepted) == language


@pytest.mark.parametrize("language", ["es", "hi"])
def test_no_translation_is_that_of_another_language(language: str) -> None:
    """A sentence of three words or more is not the German one, and Hindi is written in its own letters."""
    german = {message.id: message.string for message in made.catalogue("de")}
    own = {message.id: message.string for message in made.catalogue(language)}
    same = [name for name, said in own.items() if name and said == german[name] and len(str(name).split()) > 2]
    assert same == []
    if language == "hi":
        whole = {name: str(said) for name, said in own.items() if len(str(name).split()) > 2}
        assert [name for name, said in whole.items() if not re.search("[\u0900-\u097f]", said)] == []
