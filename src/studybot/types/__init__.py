"""The values that cross floors: frozen, complete when built, free of behaviour beyond their own invariants."""

from studybot.types.answer import (
    Act,
    Answer,
    Certainty,
    Choice,
    Citation,
    Draft,
    Exercise,
    Outcome,
    Statement,
    Timings,
    Verdict,
)
from studybot.types.course import (
    ASKING,
    PRINTED,
    Block,
    BlockKind,
    Course,
    Document,
    Entry,
    EntryKind,
    Passage,
    Role,
    Section,
    Topic,
)
from studybot.types.question import QUESTION_LIMIT, Decided, Hit, Match, Question, QuestionKind, Understanding
from studybot.types.receipt import FileReceipt, Receipt
from studybot.types.turn import IMPORTED, Conversation, Feedback, Thumb, Turn
from studybot.types.value import Span, UtcTime, Value
