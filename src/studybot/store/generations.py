"""Which index a course has now, as its servers tell each other: a shared folder may show them the old one for a minute."""

from sqlalchemy import select

from studybot.store.database import Database
from studybot.store.schema import keys

_NAME = "index"


class Generations:
    """What was announced last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def announced(self) -> str:
        """Return the digest of the index that was announced last, "" when none was."""
        rows = self._database.rows(select(keys.c.value).where(keys.c.name == _NAME))
        return str(rows[0].value) if rows else ""

    def announce(self, digest: str) -> None:
        """Tell all servers of this database that there is a new index."""
        with self._database.write():
            if self.announced() != digest:
                self._database.put(keys, {"name": _NAME, "value": digest})
