"""The tables. A change here, or of a value in `rows`, needs a new file in `migrations/versions` and a new `HEAD`."""

from collections.abc import Iterator
from datetime import datetime
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from studybot.store.rows import (
    CardState,
    Change,
    ExamRow,
    FailedLogin,
    Job,
    JoinCode,
    Learner,
    Note,
    QuizResult,
    Reading,
    Review,
    Seat,
    TurnRow,
    User,
    WorkMark,
)
from studybot.store.times import UtcDateTime
from studybot.types import Conversation, Feedback, Value

HEAD = "0011"
"""The newest revision of the schema; opening a database that already stands at it needs no migration library."""

metadata = MetaData()
PROSE = frozenset("title question understood reason given note text exact prefix suffix change".split())  # of any length
_KINDS: dict[Any, TypeEngine[Any]] = {
    str: String(),
    Literal: String(),
    int: Integer(),
    float: Float(),
    bool: Boolean(),
    datetime: UtcDateTime(),
}


def table(
    name: str, row: type[Value], key: str, *more: SchemaItem, arrives: bool = False, unique: str = "", of: str = ""
) -> Table:
    """Return the table of a kind of row: what a row holds is said once, by its value. The primary key is the fields in `key`.

    With `arrives` rows are numbered as they come (column `sequence`); `unique` names a field that no two rows share; `of` is
    the column ("turns.id") that the first field refers to, with which its rows go.
    """
    sequence = [Column("sequence", Integer, primary_key=True, autoincrement=True)] if arrives else []
    return Table(name, metadata, *sequence, *_columns(row, key.split(), unique, of), *more)


def _columns(row: type[Value], key: list[str], unique: str, of: str) -> Iterator[Column[Any]]:
    for place, (name, field) in enumerate(row.model_fields.items()):
        kind, optional = _kind(name, field)
        refers = [ForeignKey(of, ondelete="CASCADE")] if of and not place else []
        yield Column(name, kind, *refers, primary_key=name in key, nullable=optional, unique=name == unique or None)


def _kind(name: str, field: FieldInfo) -> tuple[TypeEngine[Any], bool]:
    parts = get_args(field.annotation) if NoneType in get_args(field.annotation) else (field.annotation,)
    optional, kind = len(parts) > 1, parts[0]
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if name in PROSE:
        return Text(), optional
    return _KINDS.get(get_origin(kind) or kind) or JSON(none_as_null=optional), optional


learners = table("learners", Learner, "id")
conversations = table("conversations", Conversation, "id", Index("conversations_by_learner", "learner", "updated"))
turns = Table(
    "turns",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("imported", Boolean, nullable=False),
    UniqueConstraint("conversation", "position", name="turns_by_position"),
)
feedback = table("feedback", Feedback, "turn", of="turns.id")
proofs = Table("proofs", metadata, Column("key", String, primary_key=True), Column("passage", Text, nullable=False))
shares = Table(
    "shares",
    metadata,
    Column("token", String, primary_key=True),
    Column("conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Index("shares_by_conversation", "conversation", unique=True),
)
# The question log stands apart from the turns: it is small enough to scan, and an anonymous line does not lead to a learner.
asked = table(
    "asked",
    TurnRow,
    "id",
    Index("asked_by_time", "at", "id"),
    Index("asked_by_outcome", "outcome", "at", "id"),
    Index("asked_by_topic", "topic", "at"),
    Index("asked_by_thumb", "thumb", "rated"),
)
cited = Table(
    "cited",
    metadata,
    Column("asked", String, ForeignKey("asked.id", ondelete="CASCADE"), primary_key=True),
    Column("passage", String, primary_key=True),
    Column("topic", String, nullable=False),
    Index("cited_by_passage", "passage", "topic"),
)
card_states = table("card_states", CardState, "learner card", Index("card_states_by_due", "learner", "suspended", "due"))
# `sequence` is the order in which reviews arrived: a clock may go backwards, and the last one must still be known.
reviews = table(
    "reviews",
    Review,
    "sequence",
    Index("reviews_by_learner", "learner", "sequence"),
    Index("reviews_by_time", "learner", "at"),
    arrives=True,
    unique="id",
)
by_learner = Index("quiz_results_by_learner", "learner", "topic", "sequence")
quiz_results = table("quiz_results", QuizResult, "sequence", by_learner, arrives=True, unique="id")
reading = table("reading", Reading, "learner topic section")
# `ends` is when the time is over (None for an exam without a limit); what was asked and answered stands in `data`.
exams = table("exams", ExamRow, "id", Index("exams_by_learner", "learner", "started"))
notes = table("notes", Note, "id", Index("notes_by_learner", "learner", "topic", "created"))
preferences = Table(
    "preferences",
    metadata,
    Column("learner", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
)
keys = Table("keys", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))
work_marks = table("work_marks", WorkMark, "key")
users = table("users", User, "name", UniqueConstraint("learner", name="users_by_learner"))
seats = table("seats", Seat, "user course", of="users.name")  # `course` is the name of a course, or EVERY_COURSE
join_codes = table("join_codes", JoinCode, "course", unique="code")
# What instructors changed: the line of a person who was deleted stays, without the name.
audit = table("audit", Change, "sequence", Index("audit_by_course", "course", "sequence"), arrives=True)
failed_logins = table(
    "failed_logins",
    FailedLogin,
    "sequence",
    Index("failed_logins_by_name", "name", "at"),
    Index("failed_logins_by_place", "place", "at"),
    arrives=True,
)
# `key` is a hash of what the browser holds; `proof` one of the user as they were, so that a new password ends it.
sessions = Table(
    "sessions",
    metadata,
    Column("key", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("proof", String, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
# One row a room: the work that is done there, or the last that was. Whose `owner` is not heard of `until` then has lost it.
jobs = table("jobs", Job, "room")
# `key` is a keyed hash of who sent something and when: nobody is read from it, and it is deleted when it counts no more.
rates = Table(
    "rates",
    metadata,
    Column("key", String, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
