"""Notes: what learners marked, wrote and bookmarked in the course, each held to its place by the words that stand there."""

from sqlalchemy import Column, Connection, Index, String, Table, Text, delete, select

from studybot.errors import NotFound
from studybot.store.rows import Note
from studybot.store.schema import UtcDateTime, metadata
from studybot.store.statements import put, read_all

notes = Table(
    "notes",
    metadata,
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("section", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("exact", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("suffix", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Index("notes_by_learner", "learner", "topic", "created"),
)


def of_learner(connection: Connection, learner: str, topic: str | None) -> list[Note]:
    """Return a learner's notes in the order they were made, of all topics or of one."""
    query = select(notes).where(notes.c.learner == learner)
    if topic is not None:
        query = query.where(notes.c.topic == topic)
    return read_all(connection, query.order_by(notes.c.created, notes.c.id), Note)


def keep(connection: Connection, note: Note) -> None:
    """Keep a note in place of the one with its id; NotFound when that one is somebody else's."""
    owner = connection.execute(select(notes.c.learner).where(notes.c.id == note.id)).scalar()
    if owner not in (None, note.learner):
        raise _missing()
    put(connection, notes, note.model_dump())


def remove(connection: Connection, note: str, learner: str) -> None:
    """Delete a learner's note; NotFound when it is not theirs."""
    if connection.execute(delete(notes).where(notes.c.id == note, notes.c.learner == learner)).rowcount == 0:
        raise _missing()


def _missing() -> NotFound:
    return NotFound("This note does not exist (any more): reload the page.")
