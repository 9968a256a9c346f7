"""What is kept of a conversation."""

from typing import Literal

from pydantic import Field

from studybot.types.answer import Answer
from studybot.types.value import UtcTime, Value

Thumb = Literal["up", "down"]
IMPORTED = "From a file: whether studybot gave this answer cannot be proved here."


class Turn(Value):
    """One question and answer of a conversation as stored; `imported` when a file says so that was not written here."""

    id: str
    conversation: str
    position: int = Field(ge=1)
    at: UtcTime
    answer: Answer
    imported: bool = False


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
