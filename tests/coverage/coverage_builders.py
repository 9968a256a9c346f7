"""Values that the tests of coverage share: findings, lines of the question log, a store with them."""

from datetime import UTC, datetime, timedelta

from fakes import passages_of
from studybot.coverage.decide import Finding, Label
from studybot.coverage.syllabus import Objective
from studybot.store import TurnRow
from studybot.types import (
    Answer,
    Citation,
    Conversation,
    Hit,
    Outcome,
    Passage,
    Question,
    Statement,
    Thumb,
    Turn,
)

NOON = datetime(2026, 3, 2, 12, 34, 56, tzinfo=UTC)  # a Monday


def passage(text: str = "EBS is block storage for one instance.", *, topic: str = "storage", title: str = "Storage") -> Passage:
    """Return the only passage of a topic with one section."""
    return passages_of(f"# {title}\n\n## Basics\n\n{text}\n", topic=topic, title=title)[0]


def cite(source: Passage) -> Citation:
    """Return a citation of a whole passage."""
    return Citation(passage=source, start=source.start, end=source.end)


def finding(
    text: str,
    label: Label,
    *cited: Passage,
    domain: str = "",
    weight: float | None = None,
    topics: dict[str, float] | None = None,
    reached: tuple[str, ...] = (),
) -> Finding:
    """Return a finding with its passages; each of their topics speaks fully of it unless `topics` says otherwise."""
    objective = Objective(text=text, domain=domain, weight=weight, line=1)
    missing = () if label == "covered" else ("word",)
    return Finding(
        objective=objective,
        label=label,
        confidence=0.75,
        passages=tuple(cite(one) for one in cited),
        topics={one.topic: 1.0 for one in cited} if topics is None else topics,
        reached=reached,
        missing=missing,
    )


def line(
    name: str,
    question: str,
    *,
    outcome: Outcome = "not_covered",
    topic: str = "storage",
    passage: str = "",
    thumb: Thumb | None = None,
    reason: str = "",
    hours: float = 0,
    learner: str | None = "ann",
) -> TurnRow:
    """Return one line of the question log."""
    return TurnRow(
        id=name,
        turn=f"t{name}",
        at=NOON + timedelta(hours=hours),
        learner=learner,
        question=question,
        understood=question,
        outcome=outcome,
        confidence=0.5,
        topic=topic,
        passage=passage,
        thumb=thumb,
        reason=reason,
    )


def answer(text: str, outcome: Outcome, source: Passage) -> Answer:
    """Return an answer about a passage."""
    statement = Statement(text=source.text, citations=(cite(source),))
    return Answer(
        question=Question(text=text),
        understood=text,
        outcome=outcome,
        statements=(statement,) if outcome == "covered" else (),
        hits=(Hit(passage=source, rank=1, score=0.5),),
    )


def conversation(name: str = "c1", learner: str = "ann") -> Conversation:
    """Return a learner's conversation."""
    return Conversation(id=name, learner=learner, title="Storage", created=NOON, updated=NOON)


def turn(name: str, position: int, given: Answer, *, talk: str = "c1", hours: float = 0) -> Turn:
    """Return a turn of a conversation."""
    return Turn(id=name, conversation=talk, position=position, at=NOON + timedelta(hours=hours), answer=given)
