"""What learners and instructors did, kept in a database: conversations, feedback, study progress, the question log."""

from studybot.store.conversations import Shelf
from studybot.store.instructors import DEVICE
from studybot.store.rows import (
    CardState,
    CitedCount,
    ExamRow,
    FailedLogin,
    Learner,
    LearnerFile,
    Note,
    Preferences,
    QuestionLog,
    QuizResult,
    Reading,
    Review,
    TurnRow,
    User,
    WorkMark,
    WorkStatus,
)
from studybot.store.store import Store

__all__ = [
    "DEVICE",
    "CardState",
    "CitedCount",
    "ExamRow",
    "FailedLogin",
    "Learner",
    "LearnerFile",
    "Note",
    "Preferences",
    "QuestionLog",
    "QuizResult",
    "Reading",
    "Review",
    "Shelf",
    "Store",
    "TurnRow",
    "User",
    "WorkMark",
    "WorkStatus",
]
