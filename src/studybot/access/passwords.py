"""Passwords: kept as Argon2id hashes, failed logins slowed down and logged."""

import math
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from types import MappingProxyType
from unicodedata import name as character_name
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from studybot.errors import Conflict, NotFound, UsageError
from studybot.store import DEVICE, EVERY_COURSE, Accounts, FailedLogin, Role, Seat, User
from studybot.types import Value

SHORTEST = 10  # characters of a password
LONGEST = 1024
FREE = 3  # failures within WINDOW that cost no waiting
FREE_PLACE = 10  # the same for one address, behind which there may be many people
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = 60  # seconds
NAME_LIMIT = 80
_ALIKE = frozenset({"CYRILLIC", "GREEK"})  # scripts with letters that are taken for Latin ones
INSTRUCTOR: Mapping[str, Role] = MappingProxyType({EVERY_COURSE: "instructor"})  # of every course


class Login(Value):
    """What came of a login: `user` when it was let in; else `wait` is how many seconds the next try has to wait."""

    user: str = ""
    wait: int = 0
    message: str = ""


def add_person(
    accounts: Accounts,
    name: str,
    password: str,
    roles: Mapping[str, Role],
    *,
    at: datetime,
    learner: str = "",
    hasher: PasswordHasher | None = None,
) -> User:
    """Add a person with a role in each of some courses; Conflict when the name is taken, UsageError when it cannot be used.

    `learner` is the id of what the person did as a learner before, if it belongs to nobody else.
    """
    clean = spelled(name)
    if not clean or len(clean) > NAME_LIMIT or not clean.isprintable():
        raise UsageError(f"user name {name[:NAME_LIMIT]!r} cannot be used: choose 1 to {NAME_LIMIT} letters, digits or signs")
    _check(clean, password)
    if "LATIN" in (scripts := _scripts(clean)) and scripts & _ALIKE:
        raise UsageError(f"user name {clean!r} mixes letters that look alike: write it in one script")
    same = next((user.name for user in accounts.all() if user.name != clean and _looks(user.name) == _looks(clean)), None)
    if same is not None:
        raise Conflict(f"user name {clean!r} looks like {same!r}, who is somebody else: choose another name")
    if not learner or accounts.of_learner(learner) is not None:
        learner = secrets.token_hex(16)
    hashed = (hasher or PasswordHasher()).hash(password)
    user = User(name=clean, learner=learner, password_hash=hashed, created=at)
    accounts.add(user, [Seat(user=clean, course=course, role=role) for course, role in roles.items()])
    return user


def _check(name: str, password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password of {len(password)} characters cannot be used: choose one of {SHORTEST} or more")
    if password.casefold() == name.casefold():
        raise UsageError("the password is the user's name: choose another one")


def change_password(accounts: Accounts, name: str, password: str, *, hasher: PasswordHasher | None = None) -> None:
    """Give somebody another password: whoever is logged in by that name is logged out."""
    _check(name, password)
    accounts.set_password(name, (hasher or PasswordHasher()).hash(password))


def spelled(name: str) -> str:
    """Return a name as it is kept: signs that a keyboard writes in several ways are one (Unicode's NFKC)."""
    return normalize("NFKC", name).strip()


def _scripts(name: str) -> set[str]:
    """The scripts of a name's letters, as Unicode calls them."""
    return {character_name(sign, "").partition(" ")[0] for sign in name if sign.isalpha()}


def _looks(name: str) -> str:
    """What two names that people take for each other have in common: letters without case and marks, no signs between."""
    plain = normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def log_in(
    accounts: Accounts, name: str, password: str, *, at: datetime, place: str = "", hasher: PasswordHasher | None = None
) -> Login:
    """Check a password. After some failures within WINDOW each try has to wait longer, up to LONGEST_WAIT seconds.

    A try counts as failed before the password is looked at, by name and by `place` (an address), so that many at once gain
    nothing; one that comes too early is refused without a look. From a device that the name logged in from before
    (`place` begins with DEVICE) only its own failures count, so that nobody can lock it out.
    Unknown names cost the same time as known ones.
    """
    user = _called(accounts, name)
    attempt = FailedLogin(name=user.name if user else spelled(name)[:NAME_LIMIT], at=at, place=place)
    wait = accounts.begin_login(attempt, at - WINDOW, lambda as_name, from_place: _early(attempt, as_name, from_place))
    if wait:
        return Login(wait=wait, message=f"too many failed logins: try again in {wait} seconds")
    if _verified(user, password[: LONGEST + 1], hasher or PasswordHasher()):
        accounts.end_login(attempt)
        return Login(user=attempt.name)
    return Login(message="name or password is wrong")


def _early(attempt: FailedLogin, as_name: Sequence[datetime], from_place: Sequence[datetime]) -> int:
    """Return how many seconds an attempt has to wait."""
    if attempt.place.startswith(DEVICE):
        return _left(from_place, attempt.at, FREE)
    return max(_left(as_name, attempt.at, FREE), _left(from_place, attempt.at, FREE_PLACE) if attempt.place else 0)


def _left(failures: Sequence[datetime], at: datetime, free: int) -> int:
    """Return how much is left of the wait after the last failure."""
    if not failures:
        return 0
    return max(0, math.ceil(waiting_time(len(failures), free) - (at - failures[0]).total_seconds()))


def waiting_time(failures: int, free: int = FREE) -> int:
    """Return how many seconds must lie between the last of some failures and the next try: 0, then 2, 4, 8 and so on."""
    return 0 if failures < free else min(LONGEST_WAIT, 2 ** min(failures - free + 1, 10))


def _called(accounts: Accounts, name: str) -> User | None:
    """Return who goes by a name: spelled as it is typed, which old names may need, else as names are kept."""
    for text in dict.fromkeys((name.strip(), spelled(name))):
        with suppress(NotFound):
            return accounts.find(text)
    return None


def _verified(user: User | None, password: str, hasher: PasswordHasher) -> bool:
    if user is None:
        hasher.hash(password)  # as long as a verification, so that the time does not tell which names exist
        return False
    try:
        return hasher.verify(user.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
