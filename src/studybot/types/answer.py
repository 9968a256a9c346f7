"""An answer and its proof."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from studybot.types.course import Passage
from studybot.types.question import QUESTION_LIMIT, Hit, Question
from studybot.types.value import Span, Value

Outcome = Literal["covered", "not_covered", "outside"]
Act = Literal[
    "answer",
    "summary",
    "quiz",
    "questions",
    "cards",
    "outline",
    "plan",
    "next",
    "simpler",
    "more",
    "example",
    "why",
    "shorter",
    "sure",
    "translate",
    "greeting",
    "thanks",
    "help",
    "refuse",
    "clarify",
]
Certainty = Literal["answered", "closest", "not_covered"]


class Citation(Span):
    """A proof: a span of a passage's document. `quote` is cut from the passage when the citation is built."""

    passage: Passage

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not (self.passage.start <= self.start < self.end <= self.passage.end):
            raise ValueError(f"citation {self.start}-{self.end} lies outside passage {self.passage.id!r}")
        return self

    @property
    def quote(self) -> str:
        """The cited text, cut from the passage, never typed again."""
        return self.passage.cut(self)

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells one proof from another: its passage's id, start and end."""
        return self.passage.id, self.start, self.end


class Statement(Value):
    """Markdown in the course's words, proved by at least one citation. `lead` is studybot's own connecting text.

    `part` is the half of a double question that this and the next statements answer. A `framed` one is made from a fact:
    each of its words stands in a citation, in the heading path of one, or in the frame.
    """

    text: str = Field(min_length=1)
    citations: tuple[Citation, ...] = Field(min_length=1)
    lead: str = ""
    framed: bool = False
    part: str = ""


class Draft(Value):
    """What a composer proposes before it is proved."""

    statements: tuple[Statement, ...] = ()


class Verdict(Value):
    """The judge's decision with the probability that the course answers, and the reason in words when it does not."""

    outcome: Outcome
    confidence: float = Field(ge=0, le=1)
    reason: str = ""


class Timings(Value):
    """Milliseconds spent on each step of one answer."""

    encode: float = 0.0
    search: float = 0.0
    compose: float = 0.0
    total: float = 0.0


class Choice(Value):
    """Something to press: what stands on it, and what is asked by pressing it, `everywhere` without the topic's filter."""

    label: str = Field(min_length=1)
    ask: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    everywhere: bool = False


class Exercise(Value):
    """A question to try oneself, with the key of the item that grades it; `options` are empty where one types or recalls."""

    key: str
    topic: str
    prompt: str = Field(min_length=1)
    options: tuple[str, ...] = ()


class Answer(Value):
    """An answer with its proof. Statements exist only when the outcome is `covered`; `more` names what the course has.

    `act` is the kind of reply, `certainty` the band that a reader sees, `said` what studybot says in its own words (a refusal,
    a greeting, what was left out), `choices` the readings or next steps to press, `language` the one
    (ISO 639-1) in which that is said where it is not told anew to each reader, `exercises` what there is to try.
    """

    question: Question
    understood: str
    outcome: Outcome
    act: Act = "answer"
    certainty: Certainty = "answered"
    confidence: float = Field(default=1.0, ge=0, le=1)
    reason: str = ""
    said: str = ""
    statements: tuple[Statement, ...] = ()
    hits: tuple[Hit, ...] = ()
    more: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    language: str = ""
    exercises: tuple[Exercise, ...] = ()
    composer: str = "extractive"
    timings: Timings = Timings()

    @model_validator(mode="before")
    @classmethod
    def _with_certainty(cls, data: Any) -> Any:
        """An answer that was kept before there were bands is certain when it answers."""
        if isinstance(data, dict) and "certainty" not in data:
            return data | {"certainty": "answered" if data.get("outcome") == "covered" else "not_covered"}
        return data

    @model_validator(mode="after")
    def _statements_only_when_covered(self) -> Self:
        spoken = self.act != "answer" and bool(self.said)
        if bool(self.statements) != (self.outcome == "covered") and not (spoken and not self.statements):
            raise ValueError(f"outcome {self.outcome!r} does not go with {len(self.statements)} statements")
        if (self.outcome == "covered") != (self.certainty != "not_covered"):
            raise ValueError(f"outcome {self.outcome!r} does not go with the certainty {self.certainty!r}")
        return self
