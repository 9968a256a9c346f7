"""What a place to come back to keeps: the bin, pins, the archive, shared links, notes, preferences."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from store.builders import NOON, answer, conversation, later, note, turn
from studybot.errors import NotFound
from studybot.store import Preferences, Store
from studybot.store.migrate import upgrade

NOTE = note()


def talked(store: Store, *names: str) -> None:
    """Keep a conversation with one turn for each name, the last one the newest."""
    for number, name in enumerate(names):
        store.conversations.add(conversation(name, at=later(minutes=number)))
        store.conversations.record(turn(f"t-{name}", name, at=later(minutes=number)))


def test_the_bin_keeps_what_was_deleted_until_it_is_emptied(store: Store) -> None:
    """A binned conversation is on no other shelf, comes back whole, and is gone with its turns when its time is over."""
    talked(store, "c1", "c2")
    store.conversations.put_away("c1", "ann", NOON)
    assert [one.id for one in store.conversations.of_learner("ann")] == ["c2"]
    assert [one.id for one in store.conversations.of_learner("ann", shelf="bin")] == ["c1"]
    store.conversations.put_away("c1", "ann", None)
    assert [one.id for one in store.conversations.of_learner("ann")] == ["c2", "c1"]
    store.conversations.put_away("c1", "ann", NOON)
    assert store.conversations.empty_bin("ann", NOON) == 0
    assert store.conversations.empty_bin("bob", NOON + timedelta(days=1)) == 0
    assert store.conversations.empty_bin("ann", NOON + timedelta(days=1)) == 1
    assert store.conversations.turns("c1") == []
    assert len(store.log.rows()) == 1


def test_pins_come_first_and_the_archive_apart(store: Store) -> None:
    """A pinned conversation stands above newer ones; an archived one is listed with the archive alone."""
    talked(store, "c1", "c2", "c3")
    assert store.conversations.mark("c1", "ann", pinned=True).pinned
    assert store.conversations.mark("c2", "ann", archived=True).archived
    assert [one.id for one in store.conversations.of_learner("ann")] == ["c1", "c3"]
    assert [one.id for one in store.conversations.of_learner("ann", shelf="archive")] == ["c2"]
    assert {one.id for one in store.conversations.of_learner("ann", shelf=None)} == {"c1", "c2", "c3"}
    store.conversations.mark("c1", "ann", pinned=False)
    assert [one.id for one in store.conversations.of_learner("ann")] == ["c3", "c1"]


def test_nobody_changes_what_is_somebody_elses(store: Store) -> None:
    """Bin, pin, share and notes of another learner's things are refused as if they did not exist, and nothing changes."""
    talked(store, "c1")
    store.notes.keep(NOTE)
    for attempt in (
        lambda: store.conversations.put_away("c1", "bob", NOON),
        lambda: store.conversations.mark("c1", "bob", pinned=True),
        lambda: store.shares.share("c1", "bob", "token", NOON),
        lambda: store.shares.unshare("c1", "bob"),
        lambda: store.notes.remove(NOTE.id, "bob"),
        lambda: store.notes.keep(NOTE.model_copy(update={"learner": "bob", "text": "mine"})),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert store.conversations.find("c1") == conversation("c1")
    assert store.notes.of_learner("ann") == [NOTE]


def test_answers_are_searched_too(store: Store) -> None:
    """Words of an answer lead to its conversation, whatever marks stood between them; other text of the answer does not."""
    store.conversations.add(conversation("c1"))
    given = answer("what is it?")
    parts = (given.statements[0].model_copy(update={"text": "It is **logically** isolated."}),)
    store.conversations.record(turn(talk="c1", given=given.model_copy(update={"statements": parts})))
    assert [one.id for one in store.conversations.of_learner("ann", search="LOGICALLY isolated")] == ["c1"]
    assert store.conversations.of_learner("ann", search="Memory") == []  # stands in the passages that were found only


def test_a_shared_link_opens_until_it_is_taken_back(store: Store) -> None:
    """Sharing twice gives one link; it opens nothing once taken back, binned or deleted."""
    talked(store, "c1")
    assert store.shares.share("c1", "ann", "first", NOON) == "first"
    assert store.shares.share("c1", "ann", "second", NOON) == "first"
    assert store.shares.shared("first").id == "c1"
    store.conversations.put_away("c1", "ann", NOON)
    with pytest.raises(NotFound):
        store.shares.shared("first")
    store.conversations.put_away("c1", "ann", None)
    assert store.shares.token_of("c1") == "first"
    store.shares.unshare("c1", "ann")
    with pytest.raises(NotFound):
        store.shares.shared("first")
    store.shares.share("c1", "ann", "third", NOON)
    store.conversations.remove("c1", "ann")
    with pytest.raises(NotFound):
        store.shares.shared("third")


def test_notes_and_preferences_travel_and_go(store: Store) -> None:
    """Both are in the export, come over once, the later version stays, and go with the learner."""
    chosen = Preferences(daily_goal=20, exam=NOON.date(), updated=NOON)
    store.notes.keep(NOTE)
    store.preferences.choose("ann", chosen)
    file = store.learners.export("ann")
    assert store.learners.merge(file, into="bob")["notes"] == 1
    again = store.learners.merge(file, into="bob")
    assert again["notes"] == again["preferences"] == 0
    assert store.preferences.find("bob") == chosen
    (copied,) = store.notes.of_learner("bob")
    assert copied.id != NOTE.id and copied.text == NOTE.text
    assert store.notes.of_learner("ann") == [NOTE]
    counts = store.learners.remove("ann")
    assert counts["notes"] == counts["preferences"] == 1
    assert store.notes.of_learner("ann") == [] and store.preferences.find("ann") is None


def test_what_was_answered_before_is_searched_after_the_upgrade(tmp_path: Path) -> None:
    """The revision fills the words of the answers that are there; a damaged answer stops nothing."""
    path = tmp_path / "studybot.db"
    url = f"sqlite:///{path}"
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, str(path), "0005")
        row = "INSERT INTO conversations (id, learner, title, created, updated) VALUES ('c1', 'ann', 't', :at, :at)"
        connection.execute(text(row), {"at": NOON.replace(tzinfo=None)})
        columns = "id, conversation, position, at, question, answer"
        row = f"INSERT INTO turns ({columns}) VALUES (:id, 'c1', :position, :at, 'q', :answer)"
        for number, said in enumerate((answer().model_dump_json(), "{broken")):
            given = {"id": f"t{number}", "position": number, "at": NOON.replace(tzinfo=None), "answer": said}
            connection.execute(text(row), given)
    engine.dispose()
    with Store.open(url) as store:
        assert [one.id for one in store.conversations.of_learner("ann", search="15 minutes")] == ["c1"]
