"""Instructors' accounts: people with a password, and refused logins."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, or_, select

from studybot.errors import Conflict, NotFound
from studybot.store.database import Database
from studybot.store.rows import FailedLogin, User
from studybot.store.schema import failed_logins, users

DEVICE = "device:"  # how a place begins that is a device from which somebody logged in before
Decide = Callable[[Sequence[datetime], Sequence[datetime]], int]


class Accounts:
    """Who may log in, and whose login was refused."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, user: User) -> None:
        """Add a user; Conflict when the name is taken."""
        with self._database.write():
            if self._database.has(users.c.name, user.name):
                raise Conflict(f"user {user.name!r} exists already: choose another name or delete that user first")
            self._database.change(insert(users).values(user.model_dump()))

    def find(self, name: str) -> User:
        """Return one user; NotFound when there is none."""
        user = self._database.value(select(users).where(users.c.name == name), User)
        if user is None:
            raise _missing(name)
        return user

    def all(self) -> list[User]:
        """Return all users by name."""
        return self._database.values(select(users).order_by(users.c.name), User)

    def remove(self, name: str) -> None:
        """Delete a user; NotFound when there is none."""
        if self._database.change(delete(users).where(users.c.name == name)) == 0:
            raise _missing(name)

    def begin_login(self, attempt: FailedLogin, since: datetime, decide: Decide) -> int:
        """Count an attempt as refused unless `decide` says that it has to wait; return how many seconds that is.

        `decide` gets the times of the refused logins, the last first, as this name from places that are no known devices, and
        from this place. Lines that are older than `since` are deleted, and so are those of a clock that was ahead.
        """
        with self._database.write():
            self._database.change(delete(failed_logins).where(or_(failed_logins.c.at < since, failed_logins.c.at > attempt.at)))
            times = select(failed_logins.c.at).order_by(failed_logins.c.at.desc())
            as_name = times.where(failed_logins.c.name == attempt.name, failed_logins.c.place.not_like(f"{DEVICE}%"))
            from_place = times.where(failed_logins.c.place == attempt.place)
            wait = decide(*([row.at for row in self._database.rows(query)] for query in (as_name, from_place)))
            if not wait:
                self.add_failed_login(attempt)
        return wait

    def add_failed_login(self, failed: FailedLogin) -> None:
        """Log a refused login."""
        self._database.change(insert(failed_logins).values(failed.model_dump()))

    def end_login(self, attempt: FailedLogin) -> None:
        """Take an attempt back that turned out to be right, and what its device got wrong before."""
        mine = (failed_logins.c.name == attempt.name) & (failed_logins.c.place == attempt.place)
        if not attempt.place.startswith(DEVICE):
            mine &= failed_logins.c.at == attempt.at
        self._database.change(delete(failed_logins).where(mine))

    def failed_logins(self, *, limit: int = 100) -> list[FailedLogin]:
        """Return the last `limit` refused logins, the last first."""
        columns = (failed_logins.c.name, failed_logins.c.at, failed_logins.c.place)
        query = select(*columns).order_by(failed_logins.c.sequence.desc()).limit(limit)
        return self._database.values(query, FailedLogin)


def _missing(name: str) -> NotFound:
    return NotFound(f"user {name!r} does not exist: run 'studybot users add NAME --role instructor'")
