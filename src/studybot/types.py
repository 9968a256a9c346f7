"""The values that cross floors: frozen, complete when built, free of behaviour beyond their own invariants."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, model_validator

QUESTION_LIMIT = 2000

BlockKind = Literal["prose", "list", "steps", "table", "code", "callout"]
# What a part of the material is for, by its form: only teaching text is evidence of the first rank.
Role = Literal["teaching", "note", "exercise", "objective", "reference", "administrative"]
EntryKind = Literal["passage", "unit", "bank", "gap"]
QuestionKind = Literal["definition", "fact", "command", "procedure", "comparison", "situation", "yes_no"]
Outcome = Literal["covered", "not_covered", "outside"]
Act = Literal[
    "answer",
    "summary",
    "quiz",
    "questions",
    "outline",
    "next",
    "simpler",
    "more",
    "example",
    "why",
    "greeting",
    "thanks",
    "help",
    "refuse",
    "clarify",
]
Certainty = Literal["answered", "closest", "not_covered"]
Thumb = Literal["up", "down"]


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("time must carry a time zone (UTC)")
    return value


UtcTime = Annotated[datetime, AfterValidator(_aware)]


class Value(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(Value):
    """One topic of a course; `card_title` and `card_category` are what the course's list of cards calls it."""

    id: str
    title: str
    icon: str = ""
    category: str = ""
    order: int = 0
    card_title: str = ""
    card_category: str = ""


class Course(Value):
    """A course: its name, its author's line and its topics in order."""

    id: str
    title: str
    author: str = ""
    topics: tuple[Topic, ...] = ()
    language: str = "en"  # ISO 639-1: which stemmer and function words the course is searched with


class Span(Value):
    """A half-open range of offsets in a document's Markdown."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start > self.end:
            raise ValueError(f"span starts at {self.start}, behind its end {self.end}")
        return self


class Block(Span):
    """One block of a document; `units` are its smallest citable parts (sentence, bullet, row, step, command)."""

    kind: BlockKind
    language: str = ""
    units: tuple[Span, ...] = ()
    role: Role = "teaching"
    place: str = ""


class Section(Span):
    """The blocks under one heading; `path` runs from the topic's title down to this heading."""

    path: tuple[str, ...]
    level: int = Field(default=1, ge=1, le=6)
    blocks: tuple[Block, ...] = ()


class Document(Value):
    """One file of the course as Markdown. `id` is a hash of its content, `source` its path below the corpus folder."""

    id: str
    source: str
    topic: Topic
    text: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()


class Passage(Span):
    """What is cited and shown: whole blocks of one section and one role. `document.text[start:end] == text`.

    `place` is where it stands in the file as its reader knows it: "page 3", "slide 4", "00:12:05".
    """

    id: str
    document: str
    source: str
    topic: str
    path: tuple[str, ...]
    kind: BlockKind
    text: str = Field(min_length=1)
    blocks: tuple[Block, ...] = ()
    role: Role = "teaching"
    place: str = ""

    @property
    def heading(self) -> str:
        """The heading path in one line."""
        return " > ".join(self.path)

    @property
    def context(self) -> str:
        """The text with its heading path in front, which is what is embedded."""
        return f"{self.heading}: {self.text}"

    def cut(self, span: Span) -> str:
        """Return the text that stands at a span of the document."""
        return self.text[span.start - self.start : span.end - self.start]


class Entry(Span):
    """One text by which a passage is found: itself, a window or unit of it, or a learner's question that it answers.

    A `gap` is the opposite: a question that learners ask here and that the course does not answer.

    `text` is what is embedded and indexed (heading path in front); `start` and `end` are the span that it stands for.
    """

    kind: EntryKind
    passage: str
    text: str = Field(min_length=1)


class Question(Value):
    """A question as typed, with an optional topic (id) to search in."""

    text: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    topic: str | None = None


class Understanding(Value):
    """What studybot makes of a question. `text` is searched; `parts` holds one text for each side of a comparison or
    double question (empty for a single one); `corrections` pairs what was typed with what was taken.
    """

    question: Question
    text: str
    kind: QuestionKind = "fact"
    terms: tuple[str, ...] = ()
    focus: str = ""
    parts: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


class Match(Span):
    """A span inside a hit that matched, with the kind of entry that found it and its score."""

    kind: EntryKind
    score: FiniteFloat


class Hit(Value):
    """A passage found: rank from 1, a score, named signals, and the spans that matched best (best first).

    `nearest` is the question of the course's bank that led here, the one most like what was asked ("" when there is none).
    """

    passage: Passage
    rank: int = Field(ge=1)
    score: FiniteFloat
    signals: dict[str, FiniteFloat] = {}
    nearest: str = ""
    matches: tuple[Match, ...] = ()


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
    """What a composer proposes before it is proved. `confidence` is the composer's, 0 to 1."""

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
    a greeting, what was left out), `choices` the readings or next steps to press, `exercises` what there is to try.
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


class Turn(Value):
    """One question and answer of a conversation as stored."""

    id: str
    conversation: str
    position: int = Field(ge=1)
    at: UtcTime
    answer: Answer


class Conversation(Value):
    """A learner's conversation; `binned` is when it was put into the bin."""

    id: str
    learner: str
    title: str
    created: UtcTime
    updated: UtcTime
    topic: str | None = None
    pinned: bool = False
    archived: bool = False
    binned: UtcTime | None = None


class Feedback(Value):
    """A learner's thumb on one turn, with the reason given."""

    turn: str
    at: UtcTime
    thumb: Thumb
    reason: str = ""


class FileReceipt(Value):
    """What indexing made of one file; a file that could not be read carries the reason as `error`.

    `left_out` is the reason why a file is no text to learn from, such as a picture: named, but no error.
    """

    source: str
    passages: int = 0
    entries: int = 0
    embedded: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    left_out: str = ""


class Receipt(Value):
    """The receipt of one indexing run, a row per file; `language` is the course's, as said or found (ISO 639-1)."""

    files: tuple[FileReceipt, ...]
    seconds: float
    unchanged: bool = False
    language: str = "en"
    warnings: tuple[str, ...] = ()
