"""The instructors' desk: people with a password, refused logins, marks on the work list."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from studybot.errors import Conflict, NotFound
from studybot.store import statements
from studybot.store.rows import FailedLogin, User, WorkMark, WorkStatus
from studybot.store.schema import failed_logins, users, work_marks
from studybot.store.statements import exists, put, read_all, read_one


def add_user(connection: Connection, user: User) -> None:
    """Add a user; Conflict when the name is taken."""
    if exists(connection, users.c.name, user.name):
        raise Conflict(f"user {user.name!r} exists already: choose another name or delete that user first")
    connection.execute(insert(users).values(user.model_dump()))


def find_user(connection: Connection, name: str) -> User:
    """Return one user; NotFound when there is none."""
    user = read_one(connection, select(users).where(users.c.name == name), User)
    if user is None:
        raise _missing(name)
    return user


def all_users(connection: Connection) -> list[User]:
    """Return all users by name."""
    return read_all(connection, select(users).order_by(users.c.name), User)


def delete_user(connection: Connection, name: str) -> None:
    """Delete a user; NotFound when there is none."""
    if connection.execute(delete(users).where(users.c.name == name)).rowcount == 0:
        raise _missing(name)


def _missing(name: str) -> NotFound:
    return NotFound(f"user {name!r} does not exist: run 'studybot users add NAME --role instructor'")


def add_failed_login(connection: Connection, failed: FailedLogin) -> None:
    """Log a refused login."""
    connection.execute(insert(failed_logins).values(failed.model_dump()))


def count_failed_logins(connection: Connection, name: str, since: datetime) -> int:
    """Return how many logins as `name` were refused at `since` or later."""
    return statements.count(
        connection, select(failed_logins.c.at).where(failed_logins.c.name == name, failed_logins.c.at >= since)
    )


def refused(connection: Connection, limit: int) -> list[FailedLogin]:
    """Return the last `limit` refused logins, the last first."""
    query = select(failed_logins.c.name, failed_logins.c.at).order_by(failed_logins.c.sequence.desc()).limit(limit)
    return read_all(connection, query, FailedLogin)


def mark_work(connection: Connection, mark: WorkMark) -> None:
    """Keep an instructor's mark in place of the one with the same key."""
    put(connection, work_marks, mark.model_dump())


def marks(connection: Connection, status: WorkStatus | None) -> dict[str, WorkMark]:
    """Return the marks by key, all or those of one status."""
    query = select(work_marks).order_by(work_marks.c.key)
    if status:
        query = query.where(work_marks.c.status == status)
    return {mark.key: mark for mark in read_all(connection, query, WorkMark)}
