"""Values that the tests of the store keep and read back."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from studybot.store import CardState, Note, QuizResult, Reading, Review
from studybot.types import (
    Answer,
    Block,
    Citation,
    Conversation,
    Hit,
    Match,
    Outcome,
    Passage,
    Question,
    Span,
    Statement,
    Timings,
    Turn,
)

NOON = datetime(2026, 3, 1, 12, 34, 56, 789012, tzinfo=UTC)


def later(**parts: float) -> datetime:
    """Return a time after NOON."""
    return NOON + timedelta(**parts)


def passage(name: str = "lambda/limits-1", topic: str = "lambda") -> Passage:
    """Return a passage whose text does not start at 0 and holds what databases trip over."""
    text = "Timeout | 15 minutes\nMemory | 10 GB – 'quoted' \"twice\" ; -- \U0001f600 \\ % _"
    return Passage(
        id=name,
        document="d1",
        source="05-lambda.md",
        topic=topic,
        path=("Lambda", "Lambda Limits"),
        kind="table",
        text=text,
        start=100,
        end=100 + len(text),
        blocks=(Block(start=100, end=120, kind="table", units=(Span(start=100, end=120),)),),
    )


def answer(
    text: str = "how long can a lambda function run?", outcome: Outcome = "covered", about: Passage | None = None
) -> Answer:
    """Return an answer with citations, hits, signals and timings."""
    source = about or passage()
    statement = Statement(text="**15 minutes**", citations=(Citation(passage=source, start=110, end=120),), lead="At most:")
    return Answer(
        question=Question(text=text, topic="lambda"),
        understood=f"{text} (understood)",
        outcome=outcome,
        confidence=0.1 + 0.2,
        reason="" if outcome == "covered" else "nothing near",
        statements=(statement,) if outcome == "covered" else (),
        hits=(
            Hit(
                passage=source,
                rank=1,
                score=1 / 3,
                signals={"dense": 0.1, "bm25": 7.25},
                matches=(Match(start=110, end=120, kind="unit", score=1e-9),),
            ),
        ),
        more=("Lambda > Pricing",),
        suggestions=("What does it cost?",),
        timings=Timings(encode=1.5, search=0.25, compose=0.125, total=2.0),
    )


def conversation(name: str = "c1", learner: str = "ann", title: str = "Lambda", at: datetime = NOON) -> Conversation:
    """Return a conversation."""
    return Conversation(id=name, learner=learner, title=title, created=at, updated=at, topic="lambda")


def turn(name: str = "t1", talk: str = "c1", position: int = 1, at: datetime = NOON, given: Answer | None = None) -> Turn:
    """Return a turn."""
    return Turn(id=name, conversation=talk, position=position, at=at, answer=given or answer())


def card_state(card: str = "card1", learner: str = "ann", step: int = 1, due: datetime = NOON) -> CardState:
    """Return a card's schedule."""
    scheduler = {"step": step, "stability": 0.1 + 0.2, "difficulty": None, "due": due.isoformat(), "log": [1, 2]}
    return CardState(learner=learner, card=card, state=scheduler, due=due, passage_digest="abc", updated=due)


def review(name: str, before: CardState | None, after: CardState, at: datetime = NOON) -> Review:
    """Return the review that leads from one schedule to the next."""
    return Review(
        id=name, learner=after.learner, card=after.card, topic="lambda", at=at, rating=3, kind="due", before=before, after=after
    )


def quiz_result(name: str = "q1", learner: str = "ann", topic: str = "lambda", correct: bool = True) -> QuizResult:
    """Return an answered quiz item."""
    return QuizResult(id=name, learner=learner, item="item1", topic=topic, at=NOON, correct=correct, kind="cloze", given="15")


def place(section: str = "Lambda Limits", learner: str = "ann", topic: str = "lambda", at: datetime = NOON) -> Reading:
    """Return a reading position."""
    return Reading(learner=learner, topic=topic, section=section, position=0.25, read_at=at)


def note(learner: str = "ann", exact: str = "15 minutes", text: str = "learn this") -> Note:
    """Return a note, its id by its learner and words."""
    name = sha256(f"{learner}/{exact}/{text}".encode()).hexdigest()[:32]
    place = {"topic": "lambda", "section": "Lambda > Lambda Limits"}
    return Note(id=name, learner=learner, kind="note", exact=exact, text=text, created=NOON, updated=NOON, **place)
