"""The audit log: who changed what as an instructor, and when. Lines are added; only the name of a deleted person goes."""

from sqlalchemy import insert, select, update

from studybot.store.database import Database
from studybot.store.rows import Change
from studybot.store.schema import audit

ADDED, TAKEN_OUT, REMOVED = "Added {name} as {role}", "Took {name} out of the course", "Removed {name}"
ROLE, PASSWORD, HANDED = "Gave {name} the role of {role}", "Set a new password of {name}", "Handed over everything of {name}"
OF_PEOPLE = (ADDED, TAKEN_OUT, REMOVED, ROLE, PASSWORD, HANDED)
"""What is written of a person: whoever deletes one takes the name out of these lines."""


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

    def forget(self, name: str, instead: str) -> int:
        """Put `instead` in the place of a person's name in the lines that say what was done with that person."""
        changed = 0
        for sentence in OF_PEOPLE:
            before, after = sentence.split("{name}")
            opening, behind = f"{before}{name}", after.partition("{")[0]
            fits = audit.c.change.startswith(f"{opening}{behind}", autoescape=True) if behind else audit.c.change == opening
            for row in self._database.rows(select(audit.c.sequence, audit.c.change).where(fits)):
                told = f"{before}{instead}{row.change.removeprefix(opening)}"
                changed += self._database.change(update(audit).where(audit.c.sequence == row.sequence).values(change=told))
        return changed
