"""The instructors' desk: people with a password, refused logins, marks on the work list."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from studybot.errors import Conflict, NotFound
from studybot.store.rows import FailedLogin, User, WorkMark, WorkStatus
from studybot.store.schema import failed_logins, users, work_marks
from studybot.store.statements import exists, put, read_all, read_one

DEVICE = "device:"  # how a place begins that is a device from which somebody logged in before
Decide = Callable[[Sequence[datetime], Sequence[datetime]], int]


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


def begin_login(connection: Connection, attempt: FailedLogin, since: datetime, decide: Decide) -> int:
    """Count an attempt as refused unless `decide` says that it has to wait; return how many seconds that is.

    `decide` gets the times of the refused logins, the last first, as this name from places that are no known devices, and
    from this place. Lines that are older than `since` are deleted, and so are those of a clock that was ahead.
    """
    connection.execute(delete(failed_logins).where(or_(failed_logins.c.at < since, failed_logins.c.at > attempt.at)))
    times = select(failed_logins.c.at).order_by(failed_logins.c.at.desc())
    as_name = times.where(failed_logins.c.name == attempt.name, failed_logins.c.place.not_like(f"{DEVICE}%"))
    from_place = times.where(failed_logins.c.place == attempt.place)
    wait = decide(connection.execute(as_name).scalars().all(), connection.execute(from_place).scalars().all())
    if not wait:
        add_failed_login(connection, attempt)
    return wait


def end_login(connection: Connection, attempt: FailedLogin) -> None:
    """Take an attempt back that turned out to be right, and what its device got wrong before."""
    mine = (failed_logins.c.name == attempt.name) & (failed_logins.c.place == attempt.place)
    if not attempt.place.startswith(DEVICE):
        mine &= failed_logins.c.at == attempt.at
    connection.execute(delete(failed_logins).where(mine))


def refused(connection: Connection, limit: int) -> list[FailedLogin]:
    """Return the last `limit` refused logins, the last first."""
    query = (
        select(failed_logins.c.name, failed_logins.c.at, failed_logins.c.place)
        .order_by(failed_logins.c.sequence.desc())
        .limit(limit)
    )
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
