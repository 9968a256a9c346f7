"""A refused question in other words: with the name of what was spoken of, in short or in full."""

from collections.abc import Sequence

import pytest

from fakes import passages_of
from studybot.answer.otherwise import or_otherwise, reworded
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.shown import JOINT
from studybot.spelled import short_forms
from studybot.types import Answer, Citation, Question, Statement, Understanding

USUAL = {"high fire kiln": "HFK", "GA": "glaze ash", "ER": "earthen rim"}


def said(asked: str, understood: str = "") -> Answer:
    """A refused answer to a question that was understood so."""
    return Answer(question=Question(text=asked), understood=understood or asked, outcome="not_covered", certainty="not_covered")


def none(_: str) -> Sequence[str]:
    """A course without names."""
    return ()


@pytest.mark.parametrize(
    ("before", "text", "first"),
    [
        ("What is glazing?", "where does that happen?", "where does glazing happen?"),
        ("what is a wood kiln", "is that dangerous?", "is wood kiln dangerous?"),
        ("What is a kiln?", "what are its limits?", "what are kiln's limits?"),
        ("tell me about shards", "why do they cut?", "why do shards cut?"),
        ("What is lead poisoning?", "what are the symptoms", "what are the symptoms of lead poisoning?"),
        ("how do kilns work", "what about stoves?", "What is stoves?"),
        ("how do I load a kiln?", "why does that help?", ""),  # "that" is what is done, and no thing
        ("which pots crack?", "where is it fired?", ""),  # no one thing was spoken of
        ("What is a kiln?", "where do potters live?", ""),
    ],
)
def test_a_question_that_leans_is_asked_of_the_thing(before: str, text: str, first: str) -> None:
    """What a pronoun stands for takes its place, also where nothing stands for it; "what about X" asks what X is."""
    assert reworded(text, [said(before)], none, {})[:1] == ([first] if first else [])


def test_what_was_asked_of_a_thing_is_not_the_thing() -> None:
    """After "how do you treat it?" a "that" is the treatment, whatever it is, but "it" is still the thing."""
    history = [said("how do you treat it?", f"What is lead poisoning{JOINT}how do you treat it?")]
    assert reworded("why does that help?", history, none, {}) == []
    assert reworded("does it hurt?", history, none, {}) == ["does lead poisoning hurt?"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("how hot is a high fire kiln?", "how hot is a HFK?"),
        ("what burns in high-fire kilns", "what burns in HFK"),
        ("how hot is the HFK?", ""),  # so it is mostly called
        ("how grey is GA?", "how grey is glaze ash?"),
        ("how grey is gas?", ""),
        ("how hot is a fire", ""),
        ("does he wear it", ""),  # in capitals alone it is an abbreviation
    ],
)
def test_an_abbreviation_stands_for_its_term_and_the_term_for_it(text: str, other: str) -> None:
    """Where the course goes on in short after it said a term in full, or the other way round, both find it."""
    assert reworded(text, [], none, USUAL) == ([other] if other else [])


def test_what_a_course_mostly_calls_a_thing_is_counted() -> None:
    """The long form stands for the short one where that is rare, and the other way round."""
    kiln = "A high-fire kiln (HFK) is hot. An HFK glows, and the HFK cracks. The HFK cools."
    text = f"# Pots\n\n{kiln}\n\nGlaze ash (GA) is grey. Glaze ash melts.\n"
    assert Vocabulary.of(passages_of(text)).usual == {"high fire kiln": "HFK", "GA": "glaze ash"}


def test_letters_that_stand_for_something_are_asked_for_by_themselves() -> None:
    """The verb is no part of the name, and what the letters are used with no part of what they mean."""
    assert reworded("What does HOTS stand for with kilns?", [], none, {}) == ["what does HOTS mean?", "what is HOTS?"]
    assert reworded("what does a shelf stand on", [], none, {}) == []


def test_only_a_refusal_is_asked_otherwise_and_keeps_its_subject() -> None:
    """An answer is left as it is; the first reading that is answered takes the place of a refusal, as it was understood."""
    (passage,) = passages_of("# Pots\n\nA kiln glows.\n", topic="pots", title="Pots")
    proof = Citation(passage=passage, start=passage.start, end=passage.end)
    covered = said("x").model_copy(
        update={"outcome": "covered", "certainty": "answered", "statements": (Statement(text=proof.quote, citations=(proof,)),)}
    )
    vocabulary = Vocabulary.of([passage])
    readings = [understand(Question(text=text), vocabulary) for text in ("does a brick glow?", "does a kiln glow?")]
    asked: list[str] = []

    def answer(meant: Sequence[Understanding]) -> Answer:
        asked.append(meant[0].text)
        found = covered if "kiln" in meant[0].text else said(meant[0].text)
        return found.model_copy(update={"understood": meant[0].text})

    refused = said("does it glow?", f"what is a kiln{JOINT}does it glow?")
    found = or_otherwise(refused, readings, answer)
    assert (found.outcome, found.understood, asked) == ("covered", refused.understood, [one.text for one in readings])
    other = or_otherwise(said("what about kilns?", "why does clay glow?"), readings, answer)
    assert (other.understood, other.certainty) == (asked[-1], "closest")
    assert or_otherwise(covered, readings, answer) is covered
    assert or_otherwise(refused, readings[:1], answer) == refused


def test_the_short_forms_of_a_course_are_what_it_writes_in_brackets() -> None:
    """Each stands behind the words that its letters begin; the first place counts, and what is no abbreviation does not."""
    texts = (
        "A high-fire kiln (HFK) is hot.",
        "Use the glaze ash (GA). A big kiln (hot) or a great arch (GA).",
        "See it (NOTE).",
    )
    assert short_forms(texts) == {"HFK": "high fire kiln", "GA": "glaze ash"}


def test_words_that_only_colour_a_thing_may_go() -> None:
    """A refused question is asked again without them, last of all."""
    assert reworded("when was the famous big fire?", [], none, {}) == ["when was the fire?"]
    assert reworded("when was the great?", [], none, {}) == []  # no word behind, "great?" stays
