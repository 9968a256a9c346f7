"""Access to the instructors' pages: passwords as Argon2id hashes, failed logins slowed down and logged."""

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from studybot.errors import NotFound, UsageError
from studybot.store import FailedLogin, Store, User
from studybot.types import Value

SHORTEST = 10  # characters of a password
LONGEST = 1024
FREE = 3  # failures within WINDOW that cost no waiting
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = 60  # seconds
NAME_LIMIT = 80


class Login(Value):
    """What came of a login: `user` when it was let in; else `wait` is how many seconds the next try has to wait."""

    user: str = ""
    wait: int = 0
    message: str = ""


def add_instructor(store: Store, name: str, password: str, *, at: datetime, hasher: PasswordHasher | None = None) -> User:
    """Add an instructor; Conflict when the name is taken, UsageError when name or password cannot be used."""
    clean = name.strip()
    if not clean or len(clean) > NAME_LIMIT or not clean.isprintable():
        raise UsageError(f"user name {name[:NAME_LIMIT]!r} cannot be used: choose 1 to {NAME_LIMIT} letters, digits or signs")
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password of {len(password)} characters cannot be used: choose one of {SHORTEST} or more")
    if password.casefold() == clean.casefold():
        raise UsageError("the password is the user's name: choose another one")
    user = User(name=clean, role="instructor", password_hash=(hasher or PasswordHasher()).hash(password), created=at)
    store.add_user(user)
    return user


def log_in(store: Store, name: str, password: str, *, at: datetime, hasher: PasswordHasher | None = None) -> Login:
    """Check a password. After FREE failures within WINDOW each try has to wait longer, up to LONGEST_WAIT seconds.

    A try that comes too early is refused without a look at the password. Unknown names cost the same time as known ones.
    """
    clean = name.strip()[:NAME_LIMIT]
    wait = waiting_time(store, clean, at=at)
    if wait and store.failed_login_count(clean, at - timedelta(seconds=wait)):
        return Login(wait=wait, message=f"too many failed logins: try again in {wait} seconds")
    if _verified(store, clean, password[: LONGEST + 1], hasher or PasswordHasher()):
        return Login(user=clean)
    store.add_failed_login(FailedLogin(name=clean, at=at))
    return Login(wait=waiting_time(store, clean, at=at), message="name or password is wrong")


def waiting_time(store: Store, name: str, *, at: datetime) -> int:
    """Return how many seconds must lie between a failed login as `name` and the next one: 0, then 2, 4, 8 and so on."""
    failures = store.failed_login_count(name, at - WINDOW)
    return 0 if failures < FREE else min(LONGEST_WAIT, 2 ** min(failures - FREE + 1, 10))


def _verified(store: Store, name: str, password: str, hasher: PasswordHasher) -> bool:
    try:
        stored = store.user(name).password_hash
    except NotFound:
        hasher.hash(password)  # as long as a verification, so that the time does not tell which names exist
        return False
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
