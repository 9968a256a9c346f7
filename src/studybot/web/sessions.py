"""Who is logged in: random tokens that a browser keeps in a cookie, known here by their hashes, until they expire."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from studybot.store import User

LASTS = timedelta(hours=12)


class _Session(NamedTuple):
    user: User
    until: datetime


class Sessions:
    """The logins of one running server; a restart ends them all."""

    def __init__(self) -> None:
        self._sessions: dict[str, _Session] = {}
        self._lock = Lock()

    def begin(self, user: User, at: datetime) -> str:
        """Log a user in and return the token that proves it for LASTS from `at`."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._sessions = {key: one for key, one in self._sessions.items() if one.until > at}
            self._sessions[_key(token)] = _Session(user, at + LASTS)
        return token

    def user(self, token: str, at: datetime) -> User | None:
        """Return the user as they were when they logged in; None for an unknown or expired token."""
        session = self._sessions.get(_key(token))
        return session.user if session and session.until > at else None

    def end(self, token: str) -> None:
        """Log out; an unknown token is nothing to end."""
        with self._lock:
            self._sessions.pop(_key(token), None)


def _key(token: str) -> str:
    return sha256(token.encode()).hexdigest()
