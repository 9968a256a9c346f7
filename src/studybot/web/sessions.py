"""Who is logged in: random tokens that a browser keeps in a cookie, known by their hashes, until they expire."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from studybot.store import Sessions as Kept
from studybot.store import User

LASTS = timedelta(hours=12)


class Sessions:
    """The logins of all servers on one database."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def begin(self, user: User, at: datetime) -> str:
        """Log a user in and return the token that proves it for LASTS from `at`."""
        token = secrets.token_urlsafe(32)
        self._kept.begin(_key(token), user, at, at + LASTS)
        return token

    def user(self, token: str, at: datetime) -> User | None:
        """Return who is logged in; None for a token that is unknown or expired, or of a user who was removed or added anew."""
        return self._kept.user(_key(token), at)

    def end(self, token: str) -> None:
        """Log out; an unknown token is nothing to end."""
        if token:
            self._kept.end(_key(token))


def _key(token: str) -> str:
    return sha256(token.encode()).hexdigest()
