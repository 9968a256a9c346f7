"""The key of a database: what signs learners' ids and hides them in the question log."""

import hmac

from sqlalchemy import select

from studybot.store.database import Database
from studybot.store.schema import keys


def learners_key(database: Database) -> str:
    """Return the key that everything about learners' ids is made with; it is as old as the database."""
    return str(database.rows(select(keys.c.value).where(keys.c.name == "learners"))[0][0])


def pseudonym(key: str, learner: str) -> str:
    """Return what the question log calls a learner: always the same, and without the key no way back to the id."""
    return hmac.digest(key.encode(), f"log/{learner}".encode(), "sha256").hex()[:32]
