"""Learners: their name, and everything that is theirs: moved to another id, exported, or deleted."""

from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select, union, update

from studybot.store.database import Database
from studybot.store.keys import learners_key, pseudonym
from studybot.store.log import Log
from studybot.store.notes import notes
from studybot.store.preferences import preferences
from studybot.store.rows import Learner
from studybot.store.schema import (
    asked,
    card_states,
    conversations,
    exams,
    feedback,
    learners,
    quiz_results,
    reading,
    reviews,
    turns,
)
from studybot.store.transfer import Transfer, parse

_OWNED = (card_states, reviews, quiz_results, reading, exams, notes, preferences)


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

    def key(self) -> str:
        """Return the key with which learners' ids are signed."""
        return learners_key(self._database)

    def remove(self, learner: str) -> dict[str, int]:
        """Delete everything of one learner at once, log lines included, and return how many rows of each table there were."""
        talks = select(conversations.c.id).where(conversations.c.learner == learner)
        said = select(turns.c.id).where(turns.c.conversation.in_(talks))
        change = self._database.change
        with self._database.write():
            counts = {"question_log": self._log.remove(row.id for row in self._database.rows(said))}
            counts["feedback"] = change(delete(feedback).where(feedback.c.turn.in_(said)))
            counts["turns"] = change(delete(turns).where(turns.c.conversation.in_(talks)))
            counts |= {
                table.name: change(delete(table).where(table.c.learner == learner)) for table in (conversations, *_OWNED)
            }
            counts["learners"] = change(delete(learners).where(learners.c.id == learner))
        self._database.forget()
        return counts

    def move(self, former: str, learner: str) -> dict[str, int]:
        """Give everything of `former` to `learner`, whose own stays, and return how many rows of each table were moved."""
        if former == learner:
            return {}
        counts = {}
        with self._database.write():
            for table in (conversations, *_OWNED, learners):
                name = table.c.id if table is learners else table.c.learner
                if table in (card_states, reading, preferences, learners):
                    self._database.change(delete(table).where(name == former, _has_too(table, learner)))
                counts[table.name] = self._database.change(update(table).where(name == former).values({name: learner}))
            hidden, shown = pseudonym(self.key(), former), pseudonym(self.key(), learner)
            counts[asked.name] = self._database.change(update(asked).where(asked.c.learner == hidden).values(learner=shown))
            self._rename_reviews(former, learner)
        return counts

    def _rename_reviews(self, former: str, learner: str) -> None:
        """A review holds two schedules, which name their learner too."""
        query = select(reviews.c.sequence, reviews.c.before, reviews.c.after).where(reviews.c.learner == learner)
        for row in self._database.rows(query):
            if row.after.get("learner") == former:
                before = row.before and row.before | {"learner": learner}
                changed = {"before": before, "after": row.after | {"learner": learner}}
                self._database.change(update(reviews).where(reviews.c.sequence == row.sequence).values(changed))

    def behind(self, name: str) -> str:
        """Return the id of the learner that has this id or goes by this name in the question log; `name` when nobody does."""
        owners = union(*(select(table.c.learner) for table in (conversations, *_OWNED)))
        key = self.key()
        ids = (row.learner for row in self._database.rows(select(owners.subquery().c.learner)))
        return next((learner for learner in ids if pseudonym(key, learner) == name), name)

    def export(self, learner: str) -> dict[str, Any]:
        """Return everything of one learner, ready for `json.dumps`."""
        with self._database.read():
            return Transfer(self._database).gather(self.find(learner)).model_dump(mode="json")

    def merge(self, data: object, *, into: str | None = None) -> dict[str, int]:
        """Merge an exported file into learner `into` (the file's own when None) and return how many rows were added.

        A second import adds nothing. DatasetError when `data` is no such file.
        """
        file = parse(data)
        owner = into or file.learner.id
        with self._database.write():
            if file.learner.name and not self.find(owner).name:
                self.set_name(owner, file.learner.name)
            return Transfer(self._database).merge(file, owner)


def _has_too(table: Table, learner: str) -> ColumnElement[bool]:
    """Whether `learner` has a row for the same thing as the row at hand."""
    if table is learners:
        return select(learners.c.id).where(learners.c.id == learner).exists()
    other = table.alias()
    same = [other.c[column.name] == column for column in table.primary_key.columns if column.name != "learner"]
    return select(other.c.learner).where(other.c.learner == learner, *same).exists()
