"""What learners and instructors did, kept in a database: conversations, feedback, study progress, the question log."""

from studybot.store.accounts import DEVICE, Accounts
from studybot.store.audit import Audit
from studybot.store.cards import Cards
from studybot.store.conversations import Conversations, Shelf
from studybot.store.exams import Exams
from studybot.store.jobs import Jobs
from studybot.store.learner_file import LearnerFile
from studybot.store.learners import Learners
from studybot.store.log import Log
from studybot.store.notes import Notes
from studybot.store.practice import Practice
from studybot.store.preferences import Chosen
from studybot.store.rates import Rates
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
from studybot.store.sessions import Sessions
from studybot.store.shares import Shares
from studybot.store.store import Store
from studybot.store.work import Work
