import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from studybot.store import Change, FailedLogin, LearnerFile, Seat, Store, User
from studybot.store.learners import DELETED
from studybot.store.owned import rows_of
from studybot.store.schema import audit, metadata

from .builders import NOON
from .test_learners import fill

NOBODYS = {
    "jobs",
    "keys",
    "proofs",
    "join_codes",
    "work_marks",
    "rates",
}  # what is of the server, the course, or a group of questions
IDS = {"ann": "a" * 32, "bob": "b" * 32}


@pytest.fixture
def full(store: Store) -> Store:
    """A store in which two people left something in each table that is anybody's."""
    for name, learner in IDS.items():
        fill(store, learner)
        user = User(name=name, learner=learner, password_hash="x", created=NOON)
        store.accounts.add(user, [Seat(user=name, course="cells", role="instructor")])
        store.accounts.add_failed_login(FailedLogin(name=name, at=NOON))
        store.sessions.begin(f"key-{name}", user, NOON, NOON + timedelta(days=1))
        store.audit.add(Change(at=NOON, user=name, course="cells", change="Made a new join code"))
        store.shares.share(f"{learner}-c", learner, f"token-{name}", NOON)
    return store


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    return {
        table.name: [row._asdict() for row in store.learners._database.rows(select(table))] for table in metadata.sorted_tables
    }


def test_each_table_is_somebodys_or_said_to_be_nobodys(full: Store) -> None:
    """A table is found to hold what people did, and both people have a row in it, or it is listed here as nobody's."""
    ann = full.learners.person(IDS["ann"])
    held = dict(rows_of(ann))
    assert {table.name for table in held} | NOBODYS == set(metadata.tables)
    for table, mine in held.items():
        assert full.learners._database.rows(select(table).where(mine)), f"fill {table.name!r} in this test"


def test_nothing_of_a_person_is_left_in_any_table(full: Store) -> None:
    """Neither id, name nor their word in the question log stands anywhere; what the other did is there to the last row."""
    before = everything(full)
    ann = full.learners.person(IDS["ann"])
    counts = full.learners.remove(IDS["ann"])
    after = everything(full)
    text = json.dumps(after, default=str)
    assert not [word for word in (ann.learner, ann.pseudonym, '"ann"', "token-ann") if word in text]
    bob = full.learners.person(IDS["bob"])
    for table, mine in rows_of(bob):
        assert full.learners._database.rows(select(table).where(mine)), table.name
    gone = {name for name in before if len(before[name]) > len(after[name])}
    assert gone == {table.name for table, _ in rows_of(ann)} - {audit.name}
    assert {row["user"] for row in after["audit"]} == {DELETED, "bob"} and counts["audit"] == 1


def test_what_was_done_with_a_person_stays_without_the_name(full: Store) -> None:
    """Who was added, taken out or removed is named no more; who has a longer name, and what only looks like one, stays."""
    store = full
    done = [
        "Added ann as learner",
        "Took ann out of the course",
        "Removed ann",
        "Removed anna",
        "Added ann.md",
        "Added bob as learner",
    ]
    for change in done:
        store.audit.add(Change(at=NOON, user="bob", course="cells", change=change))
    store.learners.remove(IDS["ann"])
    left = [one.change for one in store.audit.rows(course="cells")][: len(done)][::-1]
    named = [f"Added {DELETED} as learner", f"Took {DELETED} out of the course", f"Removed {DELETED}"]
    assert left == [*named, "Removed anna", "Added ann.md", "Added bob as learner"]


def test_everything_of_a_person_is_handed_over(full: Store) -> None:
    """The file has a part for each table that holds something of theirs, nothing of anybody else, and no password."""
    file = full.learners.export(IDS["ann"])
    ann = full.learners.person(IDS["ann"])
    parts = {name for name, value in file.items() if value} | set(file["others"]) | {"learners"}
    assert {table.name for table, _ in rows_of(ann)} <= parts
    assert file["learner"]["name"] and len(file["others"]["asked"]) == 2  # one was logged without a name
    text = json.dumps(file)
    assert IDS["bob"] not in text and '"bob"' not in text and "password_hash" not in text
    assert LearnerFile.model_validate(file).others


def test_a_person_is_found_by_every_name(full: Store) -> None:
    """By the login's name, the name that was chosen, the id and the log's word for it; by another's name nobody is."""
    ann = full.learners.person(IDS["ann"])
    full.learners.set_name(IDS["ann"], "Ann B")
    for name in ("ann", "Ann B", ann.learner, ann.pseudonym):
        assert full.learners.behind(name) == (IDS["ann"],)
    full.learners.set_name(IDS["bob"], "Ann B")
    assert full.learners.behind("Ann B") == (IDS["ann"], IDS["bob"])
    assert full.learners.behind("eve") == () and full.learners.behind("") == ()
