"""Whose a row is: worked out from the tables themselves, so that a new table is nobody's that is forgotten.

A table with a column `learner` belongs to learners, one with a column `user` to people with a password, and one that refers to
such a table belongs to whom that row belongs to. A test fills every table and looks for what a deletion leaves behind.
"""

import hmac
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, false, select

from studybot.store.database import Database
from studybot.store.schema import asked, failed_logins, keys, learners, metadata, sessions, users

_LEARNERS = {learners: "id"}
_USERS = {users: "name", failed_logins: "name", sessions: "name"}


def learners_key(database: Database) -> str:
    """Return the key that everything about learners' ids is made with; it is as old as the database."""
    return str(database.rows(select(keys.c.value).where(keys.c.name == "learners"))[0][0])


def pseudonym(key: str, learner: str) -> str:
    """Return what the question log calls a learner: always the same, and without the key no way back to the id."""
    return hmac.digest(key.encode(), f"log/{learner}".encode(), "sha256").hex()[:32]


class Person(NamedTuple):
    """What a person goes by: the learner's id, what the question log calls it, and the user's name ("" for none)."""

    learner: str
    pseudonym: str
    user: str = ""


def column_of_learner(table: Table) -> ColumnElement[str] | None:
    """Return the column that holds learners' ids as they are, None where there is none."""
    return None if table is asked else table.c.get(_LEARNERS.get(table, "learner"))


def own_tables() -> Iterator[Table]:
    """Yield each table that holds what a learner did, under the learner's id."""
    return (table for table in metadata.sorted_tables if table is not users and column_of_learner(table) is not None)


def rows_of(person: Person) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Yield each table that may hold something of a person with what its rows have to fulfil, what refers to others first."""
    for table in reversed(metadata.sorted_tables):
        mine = _mine(table, person)
        if mine is not None:
            yield table, mine


def _mine(table: Table, person: Person) -> ColumnElement[bool] | None:
    if table is asked:
        return asked.c.learner == person.pseudonym
    learner = column_of_learner(table)
    if learner is not None:
        return learner == person.learner
    user = table.c.get(_USERS.get(table, "user"))
    if user is not None:
        return user == person.user if person.user else false()
    for key in table.foreign_keys:
        held = _mine(key.column.table, person)
        if held is not None:
            return key.parent.in_(select(key.column).where(held))
    return None
