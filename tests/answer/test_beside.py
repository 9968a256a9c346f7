"""Things that the course never compares are described side by side, and it is said so."""

from fakes import hit_on, passages_of
from studybot.answer.shown import Shown, side_by_side, side_questions
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.types import Citation, Question, Statement, Understanding, Verdict

HARBOUR = """# Harbour

## Crane

A crane is a machine that lifts cargo.

## Pilot

A pilot is a guide who knows the water.

## Crane and pilot

Ships wait for the tide.
"""


def asked(text: str) -> Understanding:
    """A question as it is understood."""
    return understand(Question(text=text), Vocabulary.of(passages_of(HARBOUR), []))


def test_each_side_is_described_in_its_own_words() -> None:
    """Both defining sentences are shown, and that the course does not compare the two."""
    crane, pilot, _ = passages_of(HARBOUR)
    sides = side_questions(asked("crane vs pilot"))
    found = side_by_side(sides, [[hit_on(crane, "lifts")], [hit_on(pilot, "guide")]], "en")
    assert found is not None
    assert [statement.text for statement in found.statements] == [
        "A crane is a machine that lifts cargo.",
        "A pilot is a guide who knows the water.",
    ]
    assert found.told.endswith("does not compare them directly.")


def shown(*quotes: str, lead: str = "", confidence: float = 0.9) -> Shown:
    """What is shown of a comparison as sure as this, by some sentences of the harbour."""
    passages = passages_of(HARBOUR)
    found = [next(one for one in passages if quote in one.text) for quote in quotes]
    cited = [
        Citation(passage=one, start=one.start + one.text.index(quote), end=one.start + one.text.index(quote) + len(quote))
        for one, quote in zip(found, quotes, strict=True)
    ]
    said = tuple(Statement(text=one.quote, citations=(one,), lead=lead) for one in cited)
    hits = [hit_on(one, quote) for one, quote in zip(found, quotes, strict=True)]
    return Shown(Verdict(outcome="covered", confidence=confidence), hits, said)


def test_a_sure_answer_that_begins_with_neither_side_has_both_in_front() -> None:
    """What else was found follows, nothing is shown twice, and it is not said that nothing is compared."""
    question = asked("crane vs pilot")
    answer = shown("Ships wait for the tide.", "A pilot is a guide who knows the water.", lead="Crane and pilot")
    assert answer.is_doubtful(question)
    crane, pilot, _ = passages_of(HARBOUR)
    beside = side_by_side(side_questions(question), [[hit_on(crane, "lifts")], [hit_on(pilot, "guide")]], "en")
    assert beside is not None
    both = answer.with_sides(beside)
    assert [statement.text for statement in both.statements] == [
        "A crane is a machine that lifts cargo.",
        "A pilot is a guide who knows the water.",
        "Ships wait for the tide.",
    ]
    assert (both.said, both.verdict) == ("", answer.verdict)
    assert {one.passage.id for statement in both.statements for one in statement.citations} <= {
        hit.passage.id for hit in both.hits
    }


def test_an_answer_that_compares_stays() -> None:
    """One side in its first sentence and the other there, behind it or as its heading is a comparison."""
    question = asked("crane vs pilot")
    assert not shown("A pilot is a guide who knows the water.", "A crane is a machine that lifts cargo.").is_doubtful(question)
    assert not shown("A pilot is a guide who knows the water.", lead="Crane").is_doubtful(question)
    assert shown("A pilot is a guide who knows the water.").is_doubtful(question)


def test_the_side_that_the_course_does_not_have_is_named() -> None:
    """Where one side is missing nothing is shown, and the answer says which one it is."""
    crane, pilot, _ = passages_of(HARBOUR)
    sides = side_questions(asked("crane vs tugboat"))
    found = side_by_side(sides, [[hit_on(crane, "lifts")], [hit_on(pilot, "guide")]], "en")
    assert found is not None and not found.statements
    assert found.told == "The course describes crane, but does not say what tugboat is."


def test_only_a_comparison_of_things_has_sides() -> None:
    """A question for one thing, and a comparison by an aspect in many words, are no comparison of two things."""
    assert side_questions(asked("what is a crane")) == []
    assert side_questions(asked("compare crane and pilot: price")) == []
    assert side_questions(asked("price of a used harbour crane on rails in winter vs pilot")) == []
