"""The values that only the store knows: rows of the question log, study progress and the instructors' desk."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, JsonValue, StringConstraints, model_validator

from studybot.types import Act, Certainty, Outcome, Thumb, UtcTime, Value

QuestionLog = Literal["normal", "anonymous", "off"]
Stage = Literal["waiting", "running", "finished", "cancelled", "failed"]
WorkStatus = Literal["open", "will_add", "out_of_scope", "answered"]
Role = Literal["instructor", "learner"]
EVERY_COURSE = "*"


class Learner(Value):
    """A learner: the random id kept in a browser, and the name they chose (empty for none)."""

    id: str = Field(min_length=1)
    name: str = ""


class Damage(Value):
    """What is broken in a database file: SQLite's own words, and the pages that it names (the first ones)."""

    file: str
    what: str
    pages: tuple[int, ...] = ()


class TurnRow(Value):
    """One line of the question log. `turn` and `learner` are None, and times are whole hours, when it was logged anonymously.

    `topic` and `passage` are those of the first citation, or of the first hit when nothing is cited; empty without hits.
    """

    id: str
    turn: str | None
    at: UtcTime
    learner: str | None
    question: str
    understood: str
    outcome: Outcome
    act: Act = "answer"
    certainty: Certainty = "answered"
    confidence: float
    topic: str
    passage: str
    thumb: Thumb | None = None
    reason: str = ""
    rated: UtcTime | None = None


class CitedCount(Value):
    """How many logged turns cite one passage."""

    passage: str
    topic: str
    turns: int


class CardState(Value):
    """The schedule of one card for one learner; `state` is the scheduler's, `passage_digest` what the card was made from."""

    learner: str
    card: str
    state: dict[str, JsonValue]
    due: UtcTime
    suspended: bool = False
    passage_digest: str = ""
    updated: UtcTime


class Review(Value):
    """One rating of a card, with the card's schedule before (None for a new card) and after it."""

    id: str
    learner: str
    card: str
    topic: str
    at: UtcTime
    rating: int
    kind: str = ""
    before: CardState | None
    after: CardState

    @model_validator(mode="after")
    def _one_card(self) -> Self:
        for state in (self.before, self.after):
            if state and (state.learner, state.card) != (self.learner, self.card):
                raise ValueError(f"review of card {self.card!r} holds the schedule of {state.card!r} of {state.learner!r}")
        return self


class QuizResult(Value):
    """One answered quiz item; `given` is what the learner chose or typed."""

    id: str
    learner: str
    item: str
    topic: str
    at: UtcTime
    correct: bool
    kind: str = ""
    given: str = ""


class Reading(Value):
    """How far a learner is in one section: `position` from 0 to 1, and when."""

    learner: str
    topic: str
    section: str
    position: FiniteFloat = Field(ge=0, le=1)
    read_at: UtcTime


class ExamRow(Value):
    """One exam of a learner: `data` is what was asked and answered; without `ends` it has no time limit."""

    id: str
    learner: str
    started: UtcTime
    ends: UtcTime | None = None
    finished: UtcTime | None = None
    data: dict[str, JsonValue]


class User(Value):
    """A person with a password; `password_hash` is never the password itself, `learner` the id of what they do as a learner."""

    name: str = Field(min_length=1)
    learner: str = Field(pattern=r"^[0-9a-f]{32}$")
    password_hash: str
    created: UtcTime


class Seat(Value):
    """What a person is in one course, or in every course."""

    user: str
    course: str
    role: Role


class JoinCode(Value):
    """A code with which whoever has it becomes a learner of a course."""

    course: str
    code: str
    created: UtcTime


class Change(Value):
    """What somebody changed as an instructor, in a sentence; `user` is empty for whoever needed no login."""

    at: UtcTime
    user: str
    course: str
    change: str


class FailedLogin(Value):
    """One refused login; `place` is the address or the known device that it came from."""

    name: str
    at: UtcTime
    place: str = ""


class WorkMark(Value):
    """An instructor's mark on a group of questions of the work list; `passage` is set when `status` is `answered`."""

    key: str = Field(min_length=1)
    status: WorkStatus
    passage: str = ""
    note: str = ""
    updated: UtcTime


class Job(Value):
    """Work that takes long: what a page asked for, how far it is, and which server does it until when.

    It belongs to a `room`, in which one thing is done at a time. `text` says how it ended.
    """

    room: str
    id: str
    kind: str
    arguments: dict[str, JsonValue] = Field(default_factory=dict)
    stage: Stage = "waiting"
    done: int = 0
    total: int = 0
    text: str = ""
    owner: str = ""
    until: UtcTime | None = None
    tries: int = 0
    stop: bool = False


class Note(Value):
    """What a learner marked, wrote or bookmarked in a section of the course.

    The place is the words themselves: `exact` with what stands before and after it (TextQuoteSelector of the W3C's Web
    Annotation Data Model), so that a note outlives a new index. A bookmark has none of them: it is of its section. A card
    asks its `text`, and `exact` is the answer.
    """

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    learner: str
    topic: str = Field(min_length=1, max_length=500)
    section: str = Field(max_length=1000)
    kind: Literal["highlight", "note", "bookmark", "card"]
    exact: str = Field(default="", max_length=4000)
    prefix: str = Field(default="", max_length=100)
    suffix: str = Field(default="", max_length=100)
    text: str = Field(default="", max_length=4000)
    created: UtcTime
    updated: UtcTime


class Preferences(Value):
    """What a learner chose; `daily_goal` counts answered questions and cards, 0 means no goal and no streak."""

    text_size: Literal["small", "normal", "large", "huge"] = "normal"
    answer_length: Literal["short", "normal"] = "normal"
    daily_goal: int = Field(default=0, ge=0, le=500)
    exam: date | None = None
    exam_topics: tuple[Annotated[str, StringConstraints(max_length=200)], ...] = Field(default=(), max_length=2000)
    language: str = Field(default="", max_length=20)
    updated: UtcTime
