"""Notes: what learners marked, wrote and bookmarked in the course, each held to its place by the words that stand there."""

from sqlalchemy import delete, select

from studybot.errors import NotFound
from studybot.speech import t
from studybot.store.database import Database
from studybot.store.rows import Note
from studybot.store.schema import notes


class Notes:
    """Every learner's notes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_learner(self, learner: str) -> list[Note]:
        """Return a learner's notes in the order they were made."""
        query = select(notes).where(notes.c.learner == learner)
        return self._database.values(query.order_by(notes.c.created, notes.c.id), Note)

    def keep(self, note: Note) -> None:
        """Keep a note in place of the one with its id; NotFound when that one is somebody else's."""
        with self._database.write():
            if any(
                row.learner != note.learner for row in self._database.rows(select(notes.c.learner).where(notes.c.id == note.id))
            ):
                raise _missing()
            self._database.put(notes, note.model_dump())

    def remove(self, note: str, learner: str) -> None:
        """Delete a learner's note; NotFound when it is not theirs."""
        if self._database.change(delete(notes).where(notes.c.id == note, notes.c.learner == learner)) == 0:
            raise _missing()


def _missing() -> NotFound:
    return NotFound(t("This note does not exist (any more): reload the page."))
