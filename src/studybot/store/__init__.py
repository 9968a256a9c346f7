"""What learners and instructors did, kept in a database: conversations, feedback, study progress, the question log."""

from studybot.store.instructors import DEVICE
from studybot.store.rows import (
    CardState,
    CitedCount,
    ExamRow,
    FailedLogin,
    Learner,
    LearnerFile,
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
    "QuestionLog",
    "QuizResult",
    "Reading",
    "Review",
    "Store",
    "TurnRow",
    "User",
    "WorkMark",
    "WorkStatus",
]
