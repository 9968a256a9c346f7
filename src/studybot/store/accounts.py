"""Accounts: people with a password, what they may do in which course, codes to join one, refused logins, who is logged in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, insert, or_, select, update

from studybot.errors import Conflict, NotFound
from studybot.store.database import Database
from studybot.store.rows import EVERY_COURSE, FailedLogin, JoinCode, Role, Seat, User
from studybot.store.schema import failed_logins, join_codes, seats, sessions, users

DEVICE = "device:"  # how a place begins that is a device from which somebody logged in before
Decide = Callable[[Sequence[datetime], Sequence[datetime]], int]


class Accounts:
    """Who may log in and what that opens, and whose login was refused."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, user: User, given: Sequence[Seat] = ()) -> None:
        """Add a user with some seats; Conflict when the name is taken."""
        with self._database.write():
            if self._database.has(users.c.name, user.name):
                raise Conflict(f"user {user.name!r} exists already: choose another name or delete that user first")
            self._database.change(insert(users).values(user.model_dump()))
            for seat in given:
                self.seat(seat)

    def find(self, name: str) -> User:
        """Return one user; NotFound when there is none."""
        user = self._database.value(select(users).where(users.c.name == name), User)
        if user is None:
            raise _missing(name)
        return user

    def set_password(self, name: str, password_hash: str) -> None:
        """Give a user another password, which ends their logins; NotFound when there is none."""
        if self._database.change(update(users).where(users.c.name == name).values(password_hash=password_hash)) == 0:
            raise _missing(name)

    def of_learner(self, learner: str) -> User | None:
        """Return the user whose learner's id this is; None when it is nobody's."""
        return self._database.value(select(users).where(users.c.learner == learner), User)

    def all(self) -> list[User]:
        """Return all users by name."""
        return self._database.values(select(users).order_by(users.c.name), User)

    def remove(self, name: str) -> None:
        """Delete a user with every seat; NotFound when there is none."""
        with self._database.write():
            self._database.change(delete(seats).where(seats.c.user == name))
            if self._database.change(delete(users).where(users.c.name == name)) == 0:
                raise _missing(name)

    def seat(self, seat: Seat) -> None:
        """Give a user a seat, in place of the one that they have in this course."""
        with self._database.write():
            self.find(seat.user)
            self._database.put(seats, seat.model_dump())

    def unseat(self, name: str, course: str) -> None:
        """Take a user's seat in a course away; NotFound when they have none in just this one."""
        if self._database.change(delete(seats).where(seats.c.user == name, seats.c.course == course)) == 0:
            raise NotFound(f"{name!r} has no seat of their own in {course!r}: see 'studybot users list'")

    def seats(self, *, user: str | None = None, course: str | None = None) -> list[Seat]:
        """Return seats by user and course: of one user, or those that count in one course, or all."""
        query = select(seats).order_by(seats.c.user, seats.c.course)
        if user is not None:
            query = query.where(seats.c.user == user)
        if course is not None:
            query = query.where(seats.c.course.in_((course, EVERY_COURSE)))
        return self._database.values(query, Seat)

    def roles(self, user: str, course: str) -> set[Role]:
        """Return what a user is in a course."""
        return {seat.role for seat in self.seats(user=user, course=course)}

    def set_code(self, code: JoinCode) -> None:
        """Let a course be joined by a code, and no longer by the one before."""
        self._database.put(join_codes, code.model_dump())

    def drop_code(self, course: str) -> bool:
        """Let nobody join a course any more; False when there was no code."""
        return self._database.change(delete(join_codes).where(join_codes.c.course == course)) > 0

    def code_of(self, course: str) -> JoinCode | None:
        """Return the code of a course, None when it has none."""
        return self._database.value(select(join_codes).where(join_codes.c.course == course), JoinCode)

    def find_code(self, code: str) -> JoinCode | None:
        """Return a code that lets in, None for any other text."""
        return self._database.value(select(join_codes).where(join_codes.c.code == code), JoinCode)

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


class Sessions:
    """Who is logged in, by a hash of what the browser holds, which is of no use to a thief."""

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
