"""What goes over HTTP, as the interface's description shows it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from studybot.types import Act, BlockKind, Certainty, Outcome, Thumb


class Request(BaseModel):
    """A request body; an unknown key is refused rather than overlooked."""

    model_config = ConfigDict(extra="forbid")


class AskRequest(Request):
    """A question. With a token of /api/token it is kept, and a follow-up is understood from what was said before."""

    question: str = Field(examples=["how long may an exam take?"])
    topic: str | None = Field(default=None, description="search in this topic only (id or title)")
    conversation: str | None = Field(default=None, max_length=100, description="go on with this conversation")


class FeedbackRequest(Request):
    """A thumb on one turn; a later one replaces it."""

    turn: str = Field(max_length=100)
    thumb: Thumb
    reason: str = Field(default="", max_length=2000)


class TokenRequest(Request):
    """Who asks for a token: a name where learners are `named`, a password too where they are `closed`."""

    name: str = Field(default="", max_length=80)
    password: str = Field(default="", max_length=1024)


class JoinRequest(Request):
    """A join code of a course, with the name and password that a new learner chooses."""

    code: str = Field(max_length=40)
    name: str = Field(max_length=80)
    password: str = Field(max_length=1024)


class ReadyReply(BaseModel):
    """The server can answer and keep what it answered."""

    status: Literal["ready"]
    digest: str


class TokenReply(BaseModel):
    """A learner's token: send it as 'authorization: Bearer TOKEN', and let nobody else see it."""

    token: str


class StatementReply(BaseModel):
    """One statement of an answer with the numbers of its citations."""

    text: str
    citations: list[int]


class ProofReply(BaseModel):
    """A span that proves something: `text` is what stands at `start` to `end` of the source's Markdown."""

    passage_id: str
    topic: str
    section: str
    source: str
    start: int
    end: int
    text: str


class CitationReply(ProofReply):
    """A proof of an answer, with its number."""

    n: int


class HitReply(BaseModel):
    """A passage that was found."""

    passage_id: str
    topic: str
    section: str
    rank: int
    score: float
    text: str


class ChoiceReply(BaseModel):
    """A reading or a next step: what to show, what to ask when it is chosen, and whether without the topic asked within."""

    label: str
    ask: str
    everywhere: bool


class ExerciseReply(BaseModel):
    """A question to try; `key` is what `/api/quiz/grade` takes."""

    key: str
    topic: str
    prompt: str
    options: list[str]


class AskReply(BaseModel):
    """An answer; `turn` and `conversation` are there when it was kept."""

    id: str
    question: str
    understood: str
    act: Act = Field(description="the kind of reply: an answer, a summary, a quiz, a greeting, ...")
    outcome: Outcome
    certainty: Certainty = Field(description="answered, closest (the nearest that the course has) or not_covered")
    abstained: bool
    confidence: float
    said: str = Field(description="studybot's own words: a refusal, a greeting, what was left out")
    answer: str = Field(
        description="Markdown without HTML elements; [n] is a citation, never the course's own words. "
        "`text` of statements, citations and hits is the course's as it stands, raw HTML included: clean it before it is shown"
    )
    statements: list[StatementReply]
    citations: list[CitationReply]
    hits: list[HitReply]
    more: list[str]
    suggestions: list[str]
    choices: list[ChoiceReply]
    exercises: list[ExerciseReply]
    composer: str
    timings_ms: dict[str, float]
    turn: str | None = None
    conversation: str | None = None


class TopicReply(BaseModel):
    """A topic of the course."""

    id: str
    title: str
    icon: str
    category: str
    order: int
    passages: int


class PassageReply(BaseModel):
    """A passage of the course: `text` is what stands at `start` to `end` of the source's Markdown."""

    id: str
    topic: str
    section: str
    source: str
    kind: BlockKind
    start: int
    end: int
    text: str
    questions: list[str]


class FeedbackReply(BaseModel):
    """The feedback as kept."""

    turn: str
    thumb: Thumb
    reason: str


class HealthReply(BaseModel):
    """What is served."""

    status: Literal["ok"]
    version: str
    course: str
    model: str
    index: dict[str, int]
    digest: str


class ErrorReply(BaseModel):
    """Why a request was refused, in a sentence."""

    error: str
