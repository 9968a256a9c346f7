"""Preferences: what a learner chose on the settings page, and the plan to an exam."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from studybot.errors import StoreError
from studybot.store.database import Database
from studybot.store.rows import Preferences
from studybot.store.schema import preferences


class Chosen:
    """What every learner chose."""

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
