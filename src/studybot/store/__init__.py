"""What learners and instructors did, kept in a database: conversations, feedback, study progress, the question log."""

from studybot.store.accounts import DEVICE, Accounts, Sessions
from studybot.store.audit import Audit
from studybot.store.cards import Cards
from studybot.store.conversations import Conversations, Shares, Shelf
from studybot.store.jobs import Jobs, Rates
from studybot.store.learner_file import LearnerFile
from studybot.store.learners import Learners
from studybot.store.log import Log, Work
from studybot.store.notes import Chosen, Notes
from studybot.store.practice import Exams, Practice
from studybot.store.rows import (
    EVERY_COURSE,
    CardState,
    Change,
    CitedCount,
    ExamRow,
    FailedLogin,
    Job,
    JoinCode,
    Learner,
    Note,
    Preferences,
    QuestionLog,
    QuizResult,
    Reading,
    Review,
    Role,
    Seat,
    Stage,
    TurnRow,
    User,
    WorkMark,
    WorkStatus,
)
from studybot.store.store import Store
