"""The tables. A change here needs a new file in `migrations/versions` and a new `HEAD`."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from studybot.store.times import UtcDateTime

HEAD = "0009"
"""The newest revision of the schema; opening a database that already stands at it needs no migration library."""


metadata = MetaData()

learners = Table(
    "learners",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("topic", String),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("archived", Boolean, nullable=False, server_default=false()),
    Column("binned", UtcDateTime),
    Index("conversations_by_learner", "learner", "updated"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("said", Text, nullable=False, server_default=""),
    UniqueConstraint("conversation", "position", name="turns_by_position"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("turn", String, ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("thumb", String, nullable=False),
    Column("reason", Text, nullable=False),
)

# The question log stands apart from the turns: it is small enough to scan, and an anonymous line does not lead to a learner.
asked = Table(
    "asked",
    metadata,
    Column("id", String, primary_key=True),
    Column("turn", String),
    Column("at", UtcDateTime, nullable=False),
    Column("learner", String),
    Column("question", Text, nullable=False),
    Column("understood", Text, nullable=False),
    Column("outcome", String, nullable=False),
    Column("act", String, nullable=False),
    Column("certainty", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("topic", String, nullable=False),
    Column("passage", String, nullable=False),
    Column("thumb", String),
    Column("reason", Text, nullable=False),
    Column("rated", UtcDateTime),
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

card_states = Table(
    "card_states",
    metadata,
    Column("learner", String, primary_key=True),
    Column("card", String, primary_key=True),
    Column("state", JSON, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("passage_digest", String, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Index("card_states_by_due", "learner", "suspended", "due"),
)

# `sequence` is the order in which reviews arrived: a clock may go backwards, and the last one must still be known.
reviews = Table(
    "reviews",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("learner", String, nullable=False),
    Column("card", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("rating", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON, nullable=False),
    Index("reviews_by_learner", "learner", "sequence"),
    Index("reviews_by_time", "learner", "at"),
)

quiz_results = Table(
    "quiz_results",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("learner", String, nullable=False),
    Column("item", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("kind", String, nullable=False),
    Column("given", Text, nullable=False),
    Index("quiz_results_by_learner", "learner", "topic", "sequence"),
)

reading = Table(
    "reading",
    metadata,
    Column("learner", String, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("section", String, primary_key=True),
    Column("position", Float, nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
)

# `ends` is when the time is over (None for an exam without a limit); what was asked and answered stands in `data`.
exams = Table(
    "exams",
    metadata,
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("started", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime),
    Column("finished", UtcDateTime),
    Column("data", JSON, nullable=False),
    Index("exams_by_learner", "learner", "started"),
)

keys = Table(
    "keys",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

work_marks = Table(
    "work_marks",
    metadata,
    Column("key", String, primary_key=True),
    Column("status", String, nullable=False),
    Column("passage", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
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
jobs = Table(
    "jobs",
    metadata,
    Column("room", String, primary_key=True),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("stage", String, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", String, nullable=False),
    Column("until", UtcDateTime),
    Column("tries", Integer, nullable=False),
    Column("stop", Boolean, nullable=False),
)
