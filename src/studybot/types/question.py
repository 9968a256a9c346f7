"""A question, what is made of it, and what is found for it."""

from typing import Literal

from pydantic import Field, FiniteFloat

from studybot.types.course import EntryKind, Passage
from studybot.types.value import Span, Value

QUESTION_LIMIT = 2000
QuestionKind = Literal["definition", "fact", "command", "procedure", "comparison", "situation", "yes_no"]


class Question(Value):
    """A question as typed, with an optional topic (id) to search in."""

    text: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    topic: str | None = None


class Understanding(Value):
    """What studybot makes of a question. `text` is searched; `parts` holds one text for each side of a comparison or
    double question (empty for a single one); `asked` is the sentence that asks where others tell how things are;
    a `brief` one wants no more said than answers.
    """

    question: Question
    text: str
    kind: QuestionKind = "fact"
    terms: tuple[str, ...] = ()
    focus: str = ""
    parts: tuple[str, ...] = ()
    asked: str = ""
    brief: bool = False


class Match(Span):
    """A span inside a hit that matched, with the kind of entry that found it and its score."""

    kind: EntryKind
    score: FiniteFloat

    def scored(self, score: float) -> "Match":
        """Return the same span with another score."""
        return self.model_copy(update={"score": score})


class Decided(Span):
    """A question of the course's bank that yes or no answers (`says`), where, and how near (cosine) it is to what was asked."""

    text: str
    says: bool
    score: FiniteFloat


class Hit(Value):
    """A passage found: rank from 1, a score, named signals, and the spans that matched best (best first).

    `nearest` is the question of the course's bank that led here, the one most like what was asked ("" when there is none);
    `decided` are those of yes or no that are near, the nearest first.
    """

    passage: Passage
    rank: int = Field(ge=1)
    score: FiniteFloat
    signals: dict[str, FiniteFloat] = Field(default_factory=dict)
    nearest: str = ""
    matches: tuple[Match, ...] = ()
    decided: tuple[Decided, ...] = ()
