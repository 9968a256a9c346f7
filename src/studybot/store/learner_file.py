"""One learner as a file."""

from typing import Literal

from pydantic import Field, JsonValue

from studybot.store.rows import CardState, ExamRow, Learner, Note, Preferences, QuizResult, Reading, Review
from studybot.types import Conversation, Feedback, Turn, Value


class LearnerFile(Value):
    """Everything of one learner as one file that another browser or server can import.

    `seals` prove of turns, by their ids, that they were answered by the server that wrote the file.
    `others` are rows of other tables, for the learner to read: their account, what they shared, their lines of the log.
    """

    format: Literal["studybot-learner"] = "studybot-learner"
    version: Literal[1] = 1
    learner: Learner
    conversations: tuple[Conversation, ...] = ()
    turns: tuple[Turn, ...] = ()
    seals: dict[str, str] = Field(default_factory=dict)
    feedback: tuple[Feedback, ...] = ()
    card_states: tuple[CardState, ...] = ()
    reviews: tuple[Review, ...] = ()
    quiz_results: tuple[QuizResult, ...] = ()
    reading: tuple[Reading, ...] = ()
    exams: tuple[ExamRow, ...] = ()
    notes: tuple[Note, ...] = ()
    preferences: Preferences | None = None
    others: dict[str, tuple[dict[str, JsonValue], ...]] = Field(default_factory=dict)
