"""What practice sends and receives over HTTP; a key leaves the server only as the verdict on an answer."""

from pydantic import BaseModel, Field

from studybot.api.values import ProofReply, Request
from studybot.study.card import CardKind
from studybot.study.item import ItemKind


class QuestionReply(BaseModel):
    """A question of a quiz; `options` stand in the order in which an answer counts them, from 0.

    Of an `ordered` one all are given in order, beside the labels in `left` where there are some.
    """

    item: str
    number: int
    kind: ItemKind
    topic: str
    prompt: str
    options: list[str]
    left: list[str]
    code: bool
    ordered: bool


class QuizReply(BaseModel):
    """A quiz; the same seed, length, topics and kinds give the same one."""

    seed: int
    questions: list[QuestionReply]


class GradeRequest(Request):
    """An answer to one question: the indexes of the options as shown; [1] or [0] for an open question graded by oneself."""

    seed: int = Field(ge=0, le=10**12)
    item: str = Field(max_length=100)
    given: list[int] = Field(max_length=100)


class GradeReply(BaseModel):
    """The verdict: the right indexes as shown, the key in words, and its proof."""

    item: str
    correct: bool
    right: list[int]
    key: str
    proof: ProofReply


class CardReply(BaseModel):
    """A flashcard; `id` stays the same when its wording changes."""

    id: str
    kind: CardKind
    topic: str
    front: str
    back: str
    source: str
    code: bool
    proof: ProofReply
