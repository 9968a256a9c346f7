"""The open store: every method is one transaction of the module that its noun names."""

from collections.abc import Callable, Collection
from datetime import datetime
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection

from studybot.store import (
    cards,
    conversations,
    exams,
    feedback,
    instructors,
    keys,
    learners,
    notes,
    practice,
    preferences,
    question_log,
    shares,
    transfer,
    turns,
)
from studybot.store.database import Database, open_database
from studybot.store.rows import (
    CardState,
    CitedCount,
    ExamRow,
    FailedLogin,
    Learner,
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
from studybot.types import Answer, Conversation, Feedback, Outcome, Thumb, Turn

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Store:
    """An open database, for many threads and processes at once.

    What a method returned for is on the disk. Every method raises StoreError, with what to do, when the database cannot be
    read or written; then nothing of that call was written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str, *, patience: float = 5.0) -> Self:
        """Open a SQLAlchemy URL; a missing SQLite file and its folder are created, an older schema is brought up to date.

        `patience` is how many seconds a lock held by another process is waited for.
        """
        return cls(open_database(url, patience))

    def close(self) -> None:
        """Close every connection; an open store needs no closing to keep what it was given."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _read(self, job: Callable[Concatenate[Connection, _P], _T], *given: _P.args, **named: _P.kwargs) -> _T:
        with self._database.read() as connection:
            return job(connection, *given, **named)

    def _write(self, job: Callable[Concatenate[Connection, _P], _T], *given: _P.args, **named: _P.kwargs) -> _T:
        with self._database.write() as connection:
            return job(connection, *given, **named)

    def add_conversation(self, conversation: Conversation) -> None:
        """Add a conversation; Conflict when its id exists."""
        self._write(conversations.add, conversation)

    def conversation(self, conversation: str) -> Conversation:
        """Return one conversation; NotFound when there is none."""
        return self._read(conversations.find, conversation)

    def conversations(
        self, learner: str, *, search: str = "", limit: int = 50, offset: int = 0, shelf: conversations.Shelf | None = "open"
    ) -> list[Conversation]:
        """Return a page of a learner's conversations of one shelf (None: of all), pinned ones first, then the newest.

        `search` looks into titles, questions and answers.
        """
        return self._read(conversations.of_learner, learner, search, limit, offset, shelf)

    def mark_conversation(
        self, conversation: str, learner: str, *, pinned: bool | None = None, archived: bool | None = None
    ) -> Conversation:
        """Pin or archive a learner's conversation, or no longer; NotFound when it is not theirs."""
        return self._write(conversations.mark, conversation, learner, pinned, archived)

    def bin_conversation(self, conversation: str, learner: str, at: datetime | None) -> None:
        """Put a learner's conversation into the bin, or with no time back from it; NotFound when it is not theirs."""
        self._write(conversations.put_away, conversation, learner, at)

    def empty_bin(self, learner: str, before: datetime) -> int:
        """Delete what a learner put into the bin before a time, and return how many conversations that were."""
        return self._write(conversations.empty_bin, learner, before)

    def share(self, conversation: str, learner: str, token: str, at: datetime) -> str:
        """Let whoever has a token read a learner's conversation; return `token`, or the one that it has already."""
        return self._write(shares.share, conversation, learner, token, at)

    def unshare(self, conversation: str, learner: str) -> None:
        """Let nobody read a learner's conversation any more."""
        self._write(shares.unshare, conversation, learner)

    def share_token(self, conversation: str) -> str:
        """Return the token by which a conversation can be read, empty when it is not shared."""
        return self._read(shares.token_of, conversation)

    def shared(self, token: str) -> Conversation:
        """Return the conversation that a token opens; NotFound when it opens none."""
        return self._read(shares.shared, token)

    def notes(self, learner: str, *, topic: str | None = None) -> list[Note]:
        """Return a learner's notes in the order they were made, of all topics or of one."""
        return self._read(notes.of_learner, learner, topic)

    def keep_note(self, note: Note) -> None:
        """Keep a note in place of the one with its id; NotFound when that is somebody else's."""
        self._write(notes.keep, note)

    def delete_note(self, note: str, learner: str) -> None:
        """Delete a learner's note; NotFound when it is not theirs."""
        self._write(notes.remove, note, learner)

    def preferences(self, learner: str) -> Preferences | None:
        """Return what a learner chose, None when that is nothing."""
        return self._read(preferences.find, learner)

    def choose_preferences(self, learner: str, chosen: Preferences) -> None:
        """Keep what a learner chose."""
        self._write(preferences.choose, learner, chosen)

    def rename_conversation(self, conversation: str, title: str) -> None:
        """Give a conversation another title; NotFound when there is none."""
        self._write(conversations.rename, conversation, title)

    def delete_conversation(self, conversation: str, learner: str) -> None:
        """Delete a learner's conversation with its turns, feedback and log lines; NotFound when it is not theirs."""
        self._write(conversations.remove, conversation, learner)

    def record(self, turn: Turn, *, log: QuestionLog = "normal", new: Conversation | None = None) -> Turn:
        """Keep a turn, with the `new` conversation that it opens, and return it as kept. `log` is what instructors see.

        A taken position gives way to the next free one.
        """
        return self._write(turns.record, turn, log, new)

    def log_question(self, id: str, answer: Answer, *, at: datetime, log: QuestionLog = "normal") -> None:
        """Write a line of the question log for an answer that is not kept; `log` is what instructors see."""
        self._write(question_log.add_alone, id, answer, at, log)

    def turn(self, turn: str) -> Turn:
        """Return one turn with its whole answer; NotFound when there is none."""
        return self._read(turns.find, turn)

    def turns(self, conversation: str) -> list[Turn]:
        """Return a conversation's turns in order; none when it does not exist."""
        return self._read(turns.of_conversation, conversation)

    def set_feedback(self, given: Feedback) -> None:
        """Keep a learner's feedback on a turn in place of an earlier one; NotFound without the turn."""
        self._write(feedback.give, given)

    def clear_feedback(self, turn: str) -> None:
        """Take the feedback of a turn back; nothing happens when there is none."""
        self._write(feedback.clear, turn)

    def feedback(self, conversation: str) -> dict[str, Feedback]:
        """Return a conversation's feedback by turn id."""
        return self._read(feedback.of_conversation, conversation)

    def turn_rows(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        outcome: Outcome | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[TurnRow]:
        """Return a page of the question log, newest first, of `since` <= time < `until`."""
        return self._read(question_log.rows, since, until, outcome, limit, offset)

    def turn_count(
        self, *, since: datetime | None = None, until: datetime | None = None, outcome: Outcome | None = None
    ) -> int:
        """Return how many lines `turn_rows` would give without a page."""
        return self._read(question_log.count, since, until, outcome)

    def topic_counts(self) -> dict[str, int]:
        """Return how many lines of the question log are about each topic."""
        return self._read(question_log.topic_counts)

    def feedback_rows(self, *, thumb: Thumb | None = None, limit: int = 100, offset: int = 0) -> list[TurnRow]:
        """Return a page of the question log's lines with feedback, latest feedback first."""
        return self._read(question_log.rated_rows, thumb, limit, offset)

    def cited_counts(self, *, since: datetime | None = None, until: datetime | None = None) -> list[CitedCount]:
        """Return every cited passage with the number of log lines that cite it, most cited first."""
        return self._read(question_log.cited_counts, since, until)

    def learner(self, learner: str) -> Learner:
        """Return a learner; a browser that has chosen no name yet is a learner without one."""
        return self._read(learners.find, learner)

    def set_learner_name(self, learner: str, name: str) -> None:
        """Keep the name that a learner chose."""
        self._write(learners.set_name, learner, name)

    def move_learner(self, former: str, learner: str) -> dict[str, int]:
        """Give everything of learner `former` to another one and return how many rows of each table there were."""
        return self._write(learners.move, former, learner)

    def learner_behind(self, name: str) -> str:
        """Return the id of the learner that has this id or goes by this name in the question log; `name` when nobody does."""
        return self._read(learners.behind, name)

    def learners_key(self) -> str:
        """Return the key with which learners' ids are signed."""
        return self._read(keys.learners_key)

    def delete_learner(self, learner: str) -> dict[str, int]:
        """Delete everything of one learner at once, log lines included, and return how many rows of each table there were."""
        counts = self._write(learners.remove, learner)
        self._database.forget()
        return counts

    def export_learner(self, learner: str) -> dict[str, Any]:
        """Return everything of one learner, ready for `json.dumps`."""
        return self._read(transfer.gather, learner).model_dump(mode="json")

    def import_learner(self, data: object, *, into: str | None = None) -> dict[str, int]:
        """Merge an exported file into learner `into` (the file's own when None) and return how many rows were added.

        A second import adds nothing. DatasetError when `data` is no such file.
        """
        file = transfer.parse(data)
        return self._write(transfer.merge, file, into or file.learner.id)

    def card_states(self, learner: str, *, among: Collection[str] | None = None) -> list[CardState]:
        """Return the schedules of the cards that a learner has touched, by card id: of all, or of those `among` some ids."""
        return self._read(cards.states, learner, among)

    def touched_cards(self, learner: str, at: datetime) -> dict[str, bool]:
        """Return each card that a learner has touched with whether it is to be asked at `at`, in the order to ask them."""
        return self._read(cards.touched, learner, at)

    def card_state(self, learner: str, card: str) -> CardState | None:
        """Return the schedule of one card, None for a card that the learner has not touched."""
        return self._read(cards.state, learner, card)

    def due_cards(self, learner: str, at: datetime, *, limit: int = 100) -> list[CardState]:
        """Return up to `limit` cards due at `at`, the longest waiting first; suspended cards are never due."""
        return self._read(cards.due, learner, at, limit)

    def save_review(self, review: Review) -> None:
        """Keep a review and its card's new schedule; Conflict when the card is no longer as `review.before` says."""
        self._write(cards.save_review, review)

    def undo_review(self, learner: str) -> Review | None:
        """Take the review saved last back and return it; None without one, Conflict when the card changed since."""
        return self._write(cards.undo_review, learner)

    def reviews(self, learner: str, *, since: datetime | None = None) -> list[Review]:
        """Return a learner's reviews in the order they were saved, of all time or of `since` <= time."""
        return self._read(cards.history, learner, since)

    def suspend_card(self, learner: str, card: str, at: datetime, *, suspended: bool = True) -> CardState:
        """Let a card rest (or no longer) and return its schedule; an untouched card gets one with an empty `state`."""
        return self._write(cards.suspend, learner, card, suspended, at)

    def add_quiz_result(self, result: QuizResult) -> None:
        """Keep one answered quiz item; Conflict when its id exists."""
        self._write(practice.add_result, result)

    def quiz_results(self, learner: str, *, topic: str | None = None) -> list[QuizResult]:
        """Return a learner's quiz results in the order they were saved, of all topics or of one."""
        return self._read(practice.results, learner, topic)

    def set_reading(self, place: Reading) -> None:
        """Keep how far a learner is in a section, in place of what was kept before."""
        self._write(practice.set_reading, place)

    def reading(self, learner: str, *, topic: str | None = None) -> list[Reading]:
        """Return how far a learner is in each section, the last read first, of all topics or of one."""
        return self._read(practice.places, learner, topic)

    def save_exam(self, exam: ExamRow) -> None:
        """Keep an exam in place of the one with its id."""
        self._write(exams.save, exam)

    def exam(self, learner: str, exam: str) -> ExamRow:
        """Return a learner's exam; NotFound when it is not theirs."""
        return self._read(exams.find, learner, exam)

    def change_exam(self, learner: str, exam: str, how: exams.Change) -> ExamRow:
        """Put what `how` makes of a learner's exam in its place and return it; NotFound when it is not theirs."""
        return self._write(exams.change, learner, exam, how)

    def exams(self, learner: str) -> list[ExamRow]:
        """Return a learner's exams, the last begun first."""
        return self._read(exams.of_learner, learner)

    def delete_exam(self, learner: str, exam: str) -> None:
        """Forget a learner's exam; NotFound when it is not theirs."""
        self._write(exams.remove, learner, exam)

    def add_user(self, user: User) -> None:
        """Add a user; Conflict when the name is taken."""
        self._write(instructors.add_user, user)

    def user(self, name: str) -> User:
        """Return one user; NotFound when there is none."""
        return self._read(instructors.find_user, name)

    def users(self) -> list[User]:
        """Return all users by name."""
        return self._read(instructors.all_users)

    def delete_user(self, name: str) -> None:
        """Delete a user; NotFound when there is none."""
        self._write(instructors.delete_user, name)

    def add_failed_login(self, failed: FailedLogin) -> None:
        """Log a refused login."""
        self._write(instructors.add_failed_login, failed)

    def begin_login(self, attempt: FailedLogin, since: datetime, decide: instructors.Decide) -> int:
        """Count an attempt as refused unless `decide` says that it has to wait; return how many seconds (see there)."""
        return self._write(instructors.begin_login, attempt, since, decide)

    def end_login(self, attempt: FailedLogin) -> None:
        """Take an attempt back that turned out to be right."""
        self._write(instructors.end_login, attempt)

    def failed_logins(self, *, limit: int = 100) -> list[FailedLogin]:
        """Return the last `limit` refused logins, the last first."""
        return self._read(instructors.refused, limit)

    def mark_work(self, mark: WorkMark) -> None:
        """Keep an instructor's mark on a group of questions in place of the one with the same key."""
        self._write(instructors.mark_work, mark)

    def work_marks(self, *, status: WorkStatus | None = None) -> dict[str, WorkMark]:
        """Return the marks by key, all or those of one status."""
        return self._read(instructors.marks, status)
