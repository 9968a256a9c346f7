"""Questions in another language than the course's, word for word."""

import json
from pathlib import Path

import pytest

from studybot.answer.gloss import glosses, in_english
from studybot.served import Served
from studybot.types import Question

EVALUATION = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai" / "evaluation"


def knows(word: str) -> bool:
    """The words of a small course."""
    return word in ("volcano", "magma", "tectonic", "plate", "crater")


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("¿Qué es un volcano?", "what is a volcano?"),
        ("Welche Typen von Magma gibt es?", "which types of Magma are there?"),
        ("magma aur crater me kya farak hai", "difference between magma and crater"),
        ("magma kya hota hai?", "what is magma?"),
        ("cuánto tiempo dura la erupción", "how long last the eruption"),
        ("Was ist eine Magmagruppe?", "what is a magma group?"),
        ("Wird ein Crater geprüft und ueberwacht?", "will a Crater check and monitor?"),  # as it is inflected or typed
        ("¿Puedo compartirlo o bloquearlo?", "can share or block?"),
        ("Welche Aufgabe hat das ER?", "which task have the ER?"),  # a name in capitals is no pronoun
        ("WAS IST EIN CRATER?", "what is a CRATER?"),  # unless all of it is
    ],
)
def test_everyday_words_become_english(text: str, english: str) -> None:
    """Question words, everyday words, shared endings and the parts of compounds; the course's names stay as typed."""
    assert in_english(text, knows) == english


def test_what_a_course_writes_as_a_name_is_no_word_of_a_language() -> None:
    """What is "near" in Hindi may be PaaS, however it is typed; beside it the rest is understood."""
    assert in_english("iaas vs paas vs saas", knows, ("paas",)) == "iaas vs paas vs saas"
    assert in_english("magma paas kya hota hai?", knows, ("paas",)) == "what is magma paas?"
    assert "near" in in_english("magma paas kya hota hai?", knows)


CAPITALS = ["rough ER vs smooth ER", "smooth er vs rough er", "ES or IN", "UN resolutions vs MAN diesel", "AN and UND?"]


@pytest.mark.parametrize(
    "text", ["what is the die for?", "use me to do no la la land", "is it in or on", "que?", "¿", "", *CAPITALS]
)
def test_english_stays_as_it_is(text: str) -> None:
    """Words that are English too tell no other language."""
    assert in_english(text, knows) == text


def test_no_question_of_the_course_is_taken_for_another_language() -> None:
    """None of a thousand English questions of learners is changed."""
    lines = [
        line for name in ("train", "dev") for line in (EVALUATION / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    ]
    asked = [row["question"] for row in map(json.loads, filter(None, lines)) if row["answerable"]]
    assert len(asked) > 1000
    assert [text for text in asked if in_english(text, knows) != text] == []


def test_the_data_are_phrases_in_lower_case() -> None:
    """Each phrase can be found as it is looked up, and its English is ASCII."""
    assert len(glosses()) >= 3
    for gloss in glosses():
        assert all(phrase == phrase.lower().strip() and len(phrase.split()) <= 4 for phrase in gloss.words)
        assert all(english.isascii() for english in gloss.words.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("lambda ki maximum memory kitni hoti hai", "10,240"),
        ("Wie lange darf eine Lambda Funktion laufen?", "15 minutes"),
        ("¿qué balanceador de carga soporta UDP?", "NLB"),
    ],
)
def test_the_course_answers_in_its_own_words(real_studybot: Served, text: str, fact: str) -> None:
    """A question in Hinglish, German or Spanish is answered as the English one, and what was understood is shown."""
    answer = real_studybot.assistant.ask(Question(text=text))
    assert fact in " ".join(statement.lead + statement.text for statement in answer.statements)
    assert answer.understood != text
