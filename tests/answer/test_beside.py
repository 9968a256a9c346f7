"""Things that the course never compares are described side by side, and it is said so."""

from fakes import hit_on, passages_of
from studybot.answer.shown import side_by_side, side_questions
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.types import Question, Understanding

HARBOUR = """# Harbour

## Crane

A crane is a machine that lifts cargo.

## Pilot

A pilot is a guide who knows the water.
"""


def asked(text: str) -> Understanding:
    """A question as it is understood."""
    return understand(Question(text=text), Vocabulary.of(passages_of(HARBOUR), []))


def test_each_side_is_described_in_its_own_words() -> None:
    """Both defining sentences are shown, and that the course does not compare the two."""
    crane, pilot = passages_of(HARBOUR)
    sides = side_questions(asked("crane vs pilot"))
    found = side_by_side(sides, [[hit_on(crane, "lifts")], [hit_on(pilot, "guide")]], "en")
    assert found is not None
    assert [statement.text for statement in found.statements] == [
        "A crane is a machine that lifts cargo.",
        "A pilot is a guide who knows the water.",
    ]
    assert found.told.endswith("does not compare them directly.")


def test_the_side_that_the_course_does_not_have_is_named() -> None:
    """Where one side is missing nothing is shown, and the answer says which one it is."""
    crane, pilot = passages_of(HARBOUR)
    sides = side_questions(asked("crane vs tugboat"))
    found = side_by_side(sides, [[hit_on(crane, "lifts")], [hit_on(pilot, "guide")]], "en")
    assert found is not None and not found.statements
    assert found.told == "The course describes crane, but does not say what tugboat is."


def test_only_a_comparison_of_things_has_sides() -> None:
    """A question for one thing, and a comparison by an aspect in many words, are no comparison of two things."""
    assert side_questions(asked("what is a crane")) == []
    assert side_questions(asked("compare crane and pilot: price")) == []
    assert side_questions(asked("price of a used harbour crane on rails in winter vs pilot")) == []
