"""Who is logged in, as every server knows it: kept by a hash of what the browser holds, which is of no use to a thief."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, insert, select

from studybot.store.database import Database
from studybot.store.rows import User
from studybot.store.schema import sessions, users


class Sessions:
    """The logins of instructors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, token: str, user: User, at: datetime, until: datetime) -> None:
        """Log a user in, whose browser holds a random token; what has expired is deleted."""
        with self._database.write():
            self._database.change(delete(sessions).where(sessions.c.until <= at))
            row = {"key": _key(token), "name": user.name, "proof": _proof(user), "until": until}
            self._database.change(insert(sessions).values(row))

    def user(self, token: str, at: datetime) -> User | None:
        """Return who is logged in; None when unknown or expired, or the user was removed or added anew meanwhile."""
        with self._database.read():
            found = self._database.rows(
                select(sessions.c.name, sessions.c.proof).where(sessions.c.key == _key(token), sessions.c.until > at)
            )
            user = self._database.value(select(users).where(users.c.name == found[0].name), User) if found else None
        return user if user and _proof(user) == found[0].proof else None

    def end(self, token: str) -> None:
        """Log out; an unknown token is nothing to end."""
        self._database.change(delete(sessions).where(sessions.c.key == _key(token)))


def _key(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _proof(user: User) -> str:
    return sha256(user.model_dump_json().encode()).hexdigest()
