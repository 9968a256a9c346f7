"""The instructors' work list: the marks that they put on groups of questions."""

from sqlalchemy import select

from studybot.store.database import Database
from studybot.store.rows import WorkMark
from studybot.store.schema import work_marks


class Work:
    """Marks by the key of a group."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(self, mark: WorkMark) -> None:
        """Keep an instructor's mark on a group of questions in place of the one with the same key."""
        self._database.put(work_marks, mark.model_dump())

    def marks(self) -> dict[str, WorkMark]:
        """Return the marks by key."""
        query = select(work_marks).order_by(work_marks.c.key)
        return {mark.key: mark for mark in self._database.values(query, WorkMark)}
