"""The key of a database: what signs learners' ids and hides them in the question log."""

import hmac
import secrets

from sqlalchemy import Connection, select

from studybot.store.schema import keys
from studybot.store.statements import put

_LEARNERS = "learners"


def learners_key(connection: Connection) -> str:
    """Return the key that everything about learners' ids is made with; it is as old as the database."""
    return str(connection.execute(select(keys.c.value).where(keys.c.name == _LEARNERS)).scalar_one())


def make(connection: Connection) -> str:
    """Give a database its key and return it."""
    value = secrets.token_hex(32)
    put(connection, keys, {"name": _LEARNERS, "value": value})
    return value


def pseudonym(key: str, learner: str) -> str:
    """Return what the question log calls a learner: always the same, and without the key no way back to the id."""
    return hmac.digest(key.encode(), f"log/{learner}".encode(), "sha256").hex()[:32]
