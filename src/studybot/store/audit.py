"""The audit log: who changed what as an instructor, and when. Lines are added, never changed."""

from sqlalchemy import insert, select

from studybot.store.database import Database
from studybot.store.rows import Change
from studybot.store.schema import audit


class Audit:
    """What instructors changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, change: Change) -> None:
        """Write a line."""
        self._database.change(insert(audit).values(change.model_dump()))

    def rows(self, *, course: str | None = None, limit: int = 100, offset: int = 0) -> list[Change]:
        """Return a page of lines, of one course or of all, the last first."""
        columns = (audit.c.at, audit.c.user, audit.c.course, audit.c.change)
        query = select(*columns).order_by(audit.c.sequence.desc())
        if course is not None:
            query = query.where(audit.c.course == course)
        return self._database.values(query.limit(limit).offset(offset), Change)

    def count(self, *, course: str | None = None) -> int:
        """Return how many lines there are."""
        query = select(audit.c.sequence)
        return self._database.count(query if course is None else query.where(audit.c.course == course))
