"""Notes, each held to its place by the words that stand there, and what else learners chose: their preferences."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from studybot.errors import NotFound, StoreError
from studybot.speech import t
from studybot.store.database import Database
from studybot.store.rows import Note, Preferences
from studybot.store.schema import notes, preferences


class Notes:
    """Every learner's notes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_learner(self, learner: str) -> list[Note]:
        """Return a learner's notes in the order they were made."""
        query = select(notes).where(notes.c.learner == learner)
        return self._database.values(query.order_by(notes.c.created, notes.c.id), Note)

    def keep(self, note: Note) -> None:
        """Keep a note in place of the one with its id; NotFound when that one is somebody else's."""
        with self._database.write():
            if any(
                row.learner != note.learner for row in self._database.rows(select(notes.c.learner).where(notes.c.id == note.id))
            ):
                raise _missing()
            self._database.put(notes, note.model_dump())

    def remove(self, note: str, learner: str) -> None:
        """Delete a learner's note; NotFound when it is not theirs."""
        if self._database.change(delete(notes).where(notes.c.id == note, notes.c.learner == learner)) == 0:
            raise _missing()


def _missing() -> NotFound:
    return NotFound(t("This note does not exist (any more): reload the page."))


class Chosen:
    """What every learner chose on the settings page, and the plan to an exam."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, learner: str) -> Preferences | None:
        """Return what a learner chose, None when that is nothing."""
        for row in self._database.rows(select(preferences.c.value).where(preferences.c.learner == learner)):
            try:
                return Preferences.model_validate(row.value)
            except ValueError as error:
                raise StoreError(f"the preferences of a learner are damaged ({error}): choose them again") from error
        return None

    def choose(self, learner: str, chosen: Preferences) -> None:
        """Keep what a learner chose in place of what they chose before."""
        row = {"learner": learner, "value": chosen.model_dump(mode="json"), "updated": chosen.updated}
        self._database.put(preferences, row)

    def change(self, learner: str, changed: Mapping[str, object], *, at: datetime) -> None:
        """Keep some of what a learner chose in place of before; everything else stays."""
        with self._database.write():
            before = self.find(learner) or Preferences(updated=at)
            self.choose(learner, before.model_copy(update={**changed, "updated": at}))
