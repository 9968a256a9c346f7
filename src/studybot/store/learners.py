"""Learners: their name, and everything that is theirs: exported, or deleted."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, delete, select, union, update

from studybot.store.audit import Audit
from studybot.store.database import Database
from studybot.store.learner_file import parse, sealed
from studybot.store.log import Log
from studybot.store.owned import Person, column_of_learner, learners_key, own_tables, pseudonym, rows_of
from studybot.store.rows import Learner
from studybot.store.schema import audit, conversations, learners, turns, users
from studybot.store.transfer import Transfer

DELETED = "(deleted)"  # who changed something, after that person's data was deleted


class Learners:
    """Everybody who learns here, and what is theirs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._log = Log(database)

    def find(self, learner: str) -> Learner:
        """Return a learner; a browser that has chosen no name yet is a learner without one."""
        query = select(learners).where(learners.c.id == learner)
        return self._database.value(query, Learner) or Learner(id=learner)

    def set_name(self, learner: str, name: str) -> None:
        """Keep the name that a learner chose."""
        self._database.put(learners, {"id": learner, "name": name})

    def names(self) -> list[str]:
        """Return the names that learners gave."""
        return [row.name for row in self._database.rows(select(learners.c.name).where(learners.c.name != "").order_by("name"))]

    def key(self) -> str:
        """Return the key with which learners' ids are signed."""
        return learners_key(self._database)

    def person(self, learner: str) -> Person:
        """Return what a learner goes by in every table."""
        names = self._database.rows(select(users.c.name).where(users.c.learner == learner))
        return Person(learner, pseudonym(self.key(), learner), names[0].name if names else "")

    def remove(self, learner: str) -> dict[str, int]:
        """Delete everything of one learner at once, log lines and account included, and return how many rows went from where.

        What they changed as an instructor stays in the audit log, without their name.
        """
        talks = select(conversations.c.id).where(conversations.c.learner == learner)
        said = select(turns.c.id).where(turns.c.conversation.in_(talks))
        with self._database.write():
            person = self.person(learner)
            names = {*person, self.find(learner).name} - {""}
            counts = {"question_log": self._log.remove(row.id for row in self._database.rows(said))}
            for table, mine in rows_of(person):
                gone = update(table).where(mine).values(user=DELETED) if table is audit else delete(table).where(mine)
                counts[table.name] = self._database.change(gone)
            for name in names:
                counts[audit.name] += Audit(self._database).forget(name, DELETED)
        self._database.forget()
        return {name: count for name, count in counts.items() if count}

    def behind(self, name: str) -> tuple[str, ...]:
        """Return the ids of whoever goes by a name: an id, the question log's word for one, a chosen name, a user's name.

        The ids are given in order; none when nobody does.
        """
        owners = union(
            *(select(cast("ColumnElement[str]", column_of_learner(table)).label("learner")) for table in own_tables()),
            select(users.c.learner),
        )
        key = self.key()
        with self._database.read():
            ids = {row.learner for row in self._database.rows(select(owners.subquery().c.learner))}
            chosen = {row.id for row in self._database.rows(select(learners.c.id).where(learners.c.name == name))}
            chosen |= {row.learner for row in self._database.rows(select(users.c.learner).where(users.c.name == name))}
        return tuple(sorted({one for one in ids if name in (one, pseudonym(key, one))} | (chosen if name else set())))

    def export(self, learner: str) -> dict[str, Any]:
        """Return everything of one learner, ready for `json.dumps`."""
        with self._database.read():
            return Transfer(self._database).gather(self.find(learner), self.person(learner)).model_dump(mode="json")

    def merge(self, data: object, *, into: str | None = None) -> dict[str, int]:
        """Merge an exported file into learner `into` (the file's own when None) and return how many rows were added.

        A second import adds nothing. Turns that this server cannot prove to have answered are kept as imported.
        DatasetError when `data` is no such file.
        """
        file = parse(data)
        owner = into or file.learner.id
        with self._database.write():
            if file.learner.name and not self.find(owner).name:
                self.set_name(owner, file.learner.name)
            return Transfer(self._database).merge(file, owner, sealed(self.key(), cast("Mapping[str, Any]", data)))
