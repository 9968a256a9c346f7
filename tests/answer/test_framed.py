"""Questions in another language are read in the form of English, and shown as they were typed."""

import json
from importlib.resources import files

import pytest

from studybot.answer.framed import SLOT, framed, typed_again, within
from studybot.answer.told import tongue
from studybot.answer.understand import kind_of, parts_of
from studybot.text import ENGLISH, STOPWORDS, function_words, speaking, stem

LANGUAGES = [
    file.name.removesuffix(".json") for file in files("studybot").joinpath("languages").iterdir() if file.name[-5:] == ".json"
]


@pytest.mark.parametrize("code", LANGUAGES)
def test_frames_have_the_slots_of_their_english(code: str) -> None:
    """What stands in a question stands in its English form as well."""
    assert [form for form, english in function_words(code).frames.items() if form.count(SLOT) != english.count(SLOT)] == []
    assert function_words(code).frames == json.loads(
        files("studybot").joinpath("languages", f"{code}.json").read_text(encoding="utf-8")
    ).get("frames", {})


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("was ist ein Filter?", "what is a Filter?"),
        ("Wozu braucht man den?", "what is it used for?"),
        ("welche Arten von Filtern gibt es", "which Arten von Filtern are there"),
        (
            "was ist der Unterschied zwischen Tee und Kaffee",
            "what is the difference between Tee und Kaffee".replace("und", "and"),
        ),
        ("und die zweite?", "and the second one?"),
        ("erklär den dritten", "explain the third one"),
        ("frag mich zu Tee ab", "quiz me on Tee"),
        ("was ist Tee und wie funktioniert ein Filter?", "what is Tee and how does a Filter work?"),
        ("Tee kochen", "Tee kochen"),
    ],
)
def test_the_frame_of_a_question_is_english_and_its_words_stay(typed: str, english: str) -> None:
    """Ways to ask are exchanged, what is asked about is not."""
    assert framed(typed, "de") == english
    assert framed(typed, "en") == typed


def test_what_was_understood_is_shown_as_it_was_typed() -> None:
    """Nobody reads an English frame around German words."""
    typed = "welche Arten von Tee gibt es"
    assert (
        typed_again(framed(f"{typed} — und die zweite?", "de"), [typed, "und die zweite?"], "de")
        == f"{typed} — und die zweite?"
    )
    assert typed_again("what is a Kanne?", ["und eine Kanne?"], "de") == "was ist Kanne?"
    assert typed_again("what is a Kanne?", ["what is a Kanne?"], "de") == "what is a Kanne?"


def test_the_frame_is_no_content() -> None:
    """What only asks is neither searched nor missed."""
    assert within("woraus besteht ein Filter", "de") == "ein Filter"
    assert within("what does a Filter consist of?", "de") == "a Filter"


def test_kinds_and_sides_are_told_in_german() -> None:
    """A comparison is one in any language that has frames."""
    asked = framed("was ist der Unterschied zwischen Tee und Kaffee", "de")
    assert kind_of(asked) == "comparison"
    assert parts_of(asked) == ["Tee", "Kaffee"]


def test_words_that_say_nothing_are_those_of_the_course_language() -> None:
    """Stop words follow the language that is spoken; German texts mix in English ones, but for pieces of short forms."""
    assert "wofür" not in STOPWORDS
    assert frozenset(STOPWORDS) == ENGLISH
    with speaking("de"):
        assert {"wofür", "braucht", "the"} <= STOPWORDS | frozenset[str]()
        assert "ll" not in STOPWORDS


def test_german_verbs_have_one_stem_with_their_nouns() -> None:
    """What is inherited and inheriting is one word."""
    with speaking("de"):
        assert stem("vererbt") == stem("vererben") == stem("vererbung")
        assert stem("dauert") == stem("dauer")
        assert stem("initialisiert") == stem("initialisieren")


@pytest.mark.parametrize(
    ("text", "course", "spoken"),
    [
        ("what is a filter", "de", "en"),
        ("was ist ein filter", "de", "de"),
        ("filter", "de", "de"),
        ("was ist ein filter", "en", "de"),
        ("what is a filter", "en", "en"),
        ("what is a filter", "ja", "ja"),
    ],
)
def test_an_answer_is_in_the_language_of_its_question(text: str, course: str, spoken: str) -> None:
    """Where that is not sure it is that of the course."""
    assert tongue(text, course) == spoken
