"""Rates: how much somebody sent to all servers together, a number for each window of time."""

import hmac
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from studybot.store.database import Database
from studybot.store.owned import learners_key
from studybot.store.schema import rates


class Rates:
    """What the servers tell each other of how much they were sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counted: Mapping[str, int], at: datetime, until: datetime) -> dict[str, int]:
        """Add to some numbers and return what they are now; they count `until` then, and what does not `at` present goes."""
        with self._database.write():
            secret = learners_key(self._database).encode()
            names = {hmac.digest(secret, f"rate/{key}".encode(), "sha256").hex(): key for key in counted}
            self._database.change(delete(rates).where(rates.c.until <= at))
            for name, key in names.items():
                self._add(name, counted[key], until)
            rows = self._database.rows(select(rates.c.key, rates.c.count).where(rates.c.key.in_(names)))
        return {names[row.key]: row.count for row in rows}

    def _add(self, key: str, count: int, until: datetime) -> None:
        more = update(rates).where(rates.c.key == key).values(count=rates.c.count + count)
        if count and not self._database.change(more):
            self._database.change(insert(rates).values(key=key, count=count, until=until))
