import math
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from time import sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core.core_schema import no_info_plain_validator_function

import studybot
from fakes import passages_of
from studybot.types import (
    Answer,
    Citation,
    Conversation,
    Entry,
    Feedback,
    Hit,
    Match,
    Question,
    Span,
    Statement,
    Timings,
    Topic,
    Turn,
    Value,
)

TEXT = """# Storage

## EBS

EBS is block storage. A volume lives in one Zone.

| Kind | IOPS |
| --- | --- |
| gp3 | 16,000 |
"""
(PASSAGE,) = passages_of(TEXT)
CITATION = Citation(passage=PASSAGE, start=PASSAGE.start, end=PASSAGE.start + 21)
STATEMENT = Statement(text="EBS is block storage.", citations=(CITATION,))
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
QUESTION = Question(text="what is EBS?")


def covered(**changes: Any) -> Answer:
    """A covered answer with some fields changed."""
    fields: dict[str, Any] = {
        "question": QUESTION,
        "understood": "what is EBS?",
        "outcome": "covered",
        "statements": (STATEMENT,),
    }
    return Answer(**fields | changes)


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (lambda: Span(start=3, end=2), "behind its end"),
        (lambda: Span(start=-1, end=2), "greater than or equal"),
        (lambda: Question(text=""), "at least 1"),
        (lambda: Question(text="x" * 2001), "at most 2000"),
        (lambda: Entry(kind="unit", passage="p", text="", start=0, end=1), "at least 1"),
        (lambda: Entry(kind="other", passage="p", text="x", start=0, end=1), "Input should be"),
        (lambda: Hit(passage=PASSAGE, rank=0, score=1.0), "greater than or equal"),
        (lambda: Hit(passage=PASSAGE, rank=1, score=math.nan), "finite"),
        (lambda: Hit(passage=PASSAGE, rank=1, score=1.0, signals={"dense": math.inf}), "finite"),
        (lambda: Match(start=0, end=1, kind="unit", score=math.nan), "finite"),
        (lambda: Citation(passage=PASSAGE, start=PASSAGE.start - 1, end=PASSAGE.end), "outside passage"),
        (lambda: Citation(passage=PASSAGE, start=PASSAGE.start, end=PASSAGE.end + 1), "outside passage"),
        (lambda: Citation(passage=PASSAGE, start=PASSAGE.start, end=PASSAGE.start), "outside passage"),
        (lambda: Statement(text="EBS is cheap.", citations=()), "at least 1"),
        (lambda: Statement(text="", citations=(CITATION,)), "at least 1"),
        (lambda: covered(statements=()), "does not go with 0 statements"),
        (lambda: covered(outcome="not_covered"), "does not go with 1 statements"),
        (lambda: covered(outcome="outside"), "does not go with 1 statements"),
        (lambda: covered(certainty="not_covered"), "does not go with the certainty"),
        (lambda: covered(act="greeting", statements=()), "does not go with 0 statements"),
        (lambda: covered(outcome="outside", statements=(), certainty="closest"), "does not go with the certainty"),
        (lambda: covered(confidence=1.1), "less than or equal"),
        (lambda: covered(unknown=1), "Extra inputs"),
        (lambda: Turn(id="t", conversation="c", position=0, at=NOW, answer=covered()), "greater than or equal"),
        (lambda: Turn(id="t", conversation="c", position=1, at=NOW.replace(tzinfo=None), answer=covered()), "time zone"),
        (lambda: Feedback(turn="t", at=NOW.replace(tzinfo=None), thumb="up"), "time zone"),
        (lambda: Feedback(turn="t", at=NOW, thumb="sideways"), "Input should be"),
        (lambda: PASSAGE.model_validate(PASSAGE.model_dump() | {"text": ""}), "at least 1"),
    ],
)
def test_what_cannot_be_built(build: Any, reason: str) -> None:
    """A value that would be a lie or a trap is refused when it is built, with the reason."""
    with pytest.raises(ValidationError, match=reason):
        build()


def test_values_do_not_change() -> None:
    """A value is frozen: what was proved stays as it was proved."""
    with pytest.raises(ValidationError, match="frozen"):
        CITATION.start = 0  # type: ignore[misc]


def test_a_quote_is_cut_from_its_passage() -> None:
    """The quote is the passage's text between the offsets of the document."""
    assert CITATION.quote == "EBS is block storage." == TEXT[CITATION.start : CITATION.end]
    assert PASSAGE.context == f"Storage > EBS: {PASSAGE.text}"


def test_times_keep_their_instant() -> None:
    """A time in another zone is the same instant after JSON."""
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    conversation = Conversation(id="c", learner="l", title="t", created=there, updated=there)
    assert Conversation.model_validate_json(conversation.model_dump_json()).created == NOW


WORDS = st.text(max_size=30)
SPANS = st.tuples(st.integers(PASSAGE.start, PASSAGE.end - 1), st.integers(PASSAGE.start + 1, PASSAGE.end)).filter(
    lambda span: span[0] < span[1]
)
CITATIONS = SPANS.map(lambda span: Citation(passage=PASSAGE, start=span[0], end=span[1]))
STATEMENTS = st.builds(
    Statement,
    text=st.text(min_size=1, max_size=40),
    citations=st.lists(CITATIONS, min_size=1, max_size=3).map(tuple),
    lead=WORDS,
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
HITS = st.builds(
    Hit,
    passage=st.just(PASSAGE),
    rank=st.integers(1, 50),
    score=FINITE,
    signals=st.dictionaries(WORDS, FINITE, max_size=3),
    nearest=WORDS,
    matches=st.lists(
        st.builds(lambda span, score: Match(start=span[0], end=span[1], kind="unit", score=score), span=SPANS, score=FINITE),
        max_size=2,
    ).map(tuple),
)
ANSWERS = st.builds(
    lambda statements, outcome, **fields: Answer(
        statements=statements if outcome == "covered" else (), outcome=outcome, **fields
    ),
    statements=st.lists(STATEMENTS, min_size=1, max_size=3).map(tuple),
    outcome=st.sampled_from(["covered", "not_covered", "outside"]),
    question=st.builds(Question, text=st.text(min_size=1, max_size=100), topic=st.none() | WORDS),
    understood=WORDS,
    confidence=st.floats(0, 1),
    reason=WORDS,
    hits=st.lists(HITS, max_size=2).map(tuple),
    more=st.lists(WORDS, max_size=2).map(tuple),
    suggestions=st.lists(WORDS, max_size=2).map(tuple),
    timings=st.builds(Timings, encode=st.floats(0, 1e6), total=st.floats(0, 1e6)),
)


@given(ANSWERS)
def test_an_answer_survives_json(answer: Answer) -> None:
    """An answer written as JSON and read again is the same answer, quotes included."""
    again = Answer.model_validate_json(answer.model_dump_json())
    assert again == answer
    assert [one.quote for statement in again.statements for one in statement.citations] == [
        one.quote for statement in answer.statements for one in statement.citations
    ]


def test_topic_needs_only_id_and_title() -> None:
    """All else of a topic may be missing."""
    assert Topic(id="a", title="A").model_dump(exclude_defaults=True) == {"id": "a", "title": "A"}


def test_an_answer_kept_before_there_were_acts_and_bands_is_read_as_one() -> None:
    """Without the newer fields an answer is a sure answer, and a refusal a sure refusal."""
    old = covered().model_dump(mode="json", exclude={"act", "certainty", "said", "choices", "exercises"})
    assert (Answer.model_validate(old).act, Answer.model_validate(old).certainty) == ("answer", "answered")
    refused = old | {"outcome": "not_covered", "statements": []}
    assert Answer.model_validate(refused).certainty == "not_covered"


def test_a_reply_that_is_no_answer_needs_no_statement_but_a_word() -> None:
    """A greeting or a quiz stands without statements as long as it says something."""
    greeting = covered(act="greeting", statements=(), said="Hello!")
    assert greeting.outcome == "covered"
    assert Answer.model_validate_json(greeting.model_dump_json()) == greeting


def _kinds(kind: type[Value]) -> Iterator[type[Value]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


def test_every_model_can_be_built() -> None:
    """What a model checks is built for its first value, so that a start pays for no other; none is found broken only then."""
    for module in pkgutil.walk_packages(studybot.__path__, "studybot."):
        if not any(part in module.name for part in ("__main__", "migrations", "export")):
            import_module(module.name)
    own = [kind for kind in _kinds(Value) if kind.__module__.startswith("studybot.")]
    assert len(own) > 200
    assert [kind for kind in own if kind.model_rebuild() is False or not kind.__pydantic_complete__] == []


def test_threads_that_need_a_model_first_build_it_one_at_a_time() -> None:
    """Two that build a model at once may find half of it: the first questions of a server come side by side."""
    building: list[int] = []

    class Slow(int):
        @classmethod
        def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
            building.append(1)
            sleep(0.05)
            return no_info_plain_validator_function(int)

    class Sized(Value):
        size: Slow

    with ThreadPoolExecutor(4) as threads:
        assert [value.size for value in threads.map(lambda size: Sized(size=size), [Slow(2)] * 4)] == [2] * 4
    assert len(building) == 1
