"""Codes with which whoever has one becomes a learner of a course: made, taken back, used."""

import secrets
from datetime import datetime

from studybot.access.passwords import add_person
from studybot.errors import UsageError
from studybot.store import Accounts, JoinCode, Seat, User

_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another one
_HALF = 4  # signs before and after the dash


def new_code(accounts: Accounts, course: str, *, at: datetime) -> JoinCode:
    """Make the code of a course anew; the one before lets nobody in any more."""
    first, second = ("".join(secrets.choice(_SIGNS) for _ in range(_HALF)) for _ in range(2))
    code = JoinCode(course=course, code=f"{first}-{second}", created=at)
    accounts.set_code(code)
    return code


def spelled(text: str) -> str:
    """Return a code as it is kept, however it was typed."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return f"{signs[:_HALF]}-{signs[_HALF:]}"


def course_of(accounts: Accounts, code: str) -> str:
    """Return the course that a code opens; UsageError when it opens none."""
    found = accounts.find_code(spelled(code))
    if found is None:
        raise UsageError("This code opens no course (any more): ask your instructor for the present one.")
    return found.course


def join(accounts: Accounts, course: str, name: str, password: str, *, learner: str, at: datetime) -> User:
    """Add a learner of a course, who keeps what was done as `learner` before."""
    return add_person(accounts, name, password, {course: "learner"}, at=at, learner=learner)


def join_too(accounts: Accounts, user: User, course: str) -> None:
    """Let somebody who is known here into a course; who is something there already stays that."""
    if not accounts.roles(user.name, course):
        accounts.seat(Seat(user=user.name, course=course, role="learner"))
