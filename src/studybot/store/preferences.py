"""Preferences: what a learner chose on the settings page, and the plan to an exam."""

from sqlalchemy import JSON, Column, Connection, String, Table, select

from studybot.errors import StoreError
from studybot.store.rows import Preferences
from studybot.store.schema import UtcDateTime, metadata
from studybot.store.statements import put

preferences = Table(
    "preferences",
    metadata,
    Column("learner", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
)


def find(connection: Connection, learner: str) -> Preferences | None:
    """Return what a learner chose, None when that is nothing."""
    value = connection.execute(select(preferences.c.value).where(preferences.c.learner == learner)).scalar()
    if value is None:
        return None
    try:
        return Preferences.model_validate(value)
    except ValueError as error:
        raise StoreError(f"the preferences of a learner are damaged ({error}): choose them again") from error


def choose(connection: Connection, learner: str, chosen: Preferences) -> None:
    """Keep what a learner chose in place of what they chose before."""
    put(connection, preferences, {"learner": learner, "value": chosen.model_dump(mode="json"), "updated": chosen.updated})
