import json
from pathlib import Path

import pytest

from studybot.errors import DatasetError
from studybot.store import LearnerFile, Store
from studybot.types import Feedback

from .builders import NOON, card_state, conversation, later, place, turn
from .test_learners import fill


def _other(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'other.db'}")


def test_an_export_imported_elsewhere_exports_the_same(store: Store, tmp_path: Path) -> None:
    """Through JSON text and another database, every value is equal; the question log there stays empty.

    Only what was answered elsewhere counts as imported there.
    """
    fill(store, "ann")
    file = store.learners.export("ann")
    text = json.dumps(file)
    marked = [turn | {"imported": True} for turn in file["turns"]]
    # Lines of the question log are told to a learner, not carried.
    carried = json.dumps(file | {"others": {}, "turns": marked, "seals": {}})
    with _other(tmp_path) as other:
        assert set(other.learners.merge(json.loads(text)).values()) == {1, 2}
        assert json.dumps(other.learners.export("ann")) == carried
        assert other.log.count() == 0
        assert set(other.learners.merge(json.loads(text)).values()) == {0}
        assert json.dumps(other.learners.export("ann")) == carried


def test_importing_ones_own_file_changes_nothing(store: Store) -> None:
    """What is there is recognised."""
    fill(store, "ann")
    before = store.learners.export("ann")
    assert set(store.learners.merge(before).values()) == {0}
    assert store.learners.export("ann") == before


def test_another_browser_takes_over_without_touching_the_first(store: Store) -> None:
    """The same database, another learner: a copy with ids of its own, once, however often it is imported."""
    fill(store, "ann")
    before = store.learners.export("ann")
    added = store.learners.merge(before, into="ann-phone")
    assert added["turns"] == 2
    assert set(store.learners.merge(before, into="ann-phone").values()) == {0}
    assert store.learners.export("ann") == before
    phone = store.learners.export("ann-phone")
    assert phone["learner"] == {"id": "ann-phone", "name": "Ann"}
    assert [one["answer"] for one in phone["turns"]] == [one["answer"] for one in before["turns"]]
    assert store.conversations.ratings(phone["conversations"][0]["id"])[phone["turns"][0]["id"]].reason == "ok"
    assert store.cards.reviews("ann-phone")[0].after == card_state(learner="ann-phone")


def test_merging_keeps_what_both_sides_added(store: Store, tmp_path: Path) -> None:
    """A turn added on each side at the same position: both are kept, in two positions."""
    store.conversations.add(conversation())
    store.conversations.record(turn("t1"))
    with _other(tmp_path) as other:
        other.learners.merge(store.learners.export("ann"))
        other.conversations.record(turn("theirs", position=2))
        store.conversations.record(turn("ours", position=2))
        assert store.learners.merge(other.learners.export("ann"))["turns"] == 1
    assert [(one.id, one.position) for one in store.conversations.turns("c1")] == [("t1", 1), ("ours", 2), ("theirs", 3)]


def test_the_later_of_two_versions_stays(store: Store) -> None:
    """Schedules, reading positions and feedback: newer ones come in, older ones do not."""
    fill(store, "ann")
    file = store.learners.export("ann")

    def merged(at: object) -> dict[str, int]:
        file["card_states"] = [card_state(due=at, step=8).model_dump(mode="json")]
        file["reading"] = [place(at=at).model_copy(update={"position": 1.0}).model_dump(mode="json")]
        file["feedback"] = [Feedback(turn="ann-c-t1", at=at, thumb="down").model_dump(mode="json")]
        added = store.learners.merge(file)
        return {kind: added[kind] for kind in ("card_states", "reading", "feedback")}

    assert set(merged(later(days=-1)).values()) == {0}
    assert store.conversations.ratings("ann-c")["ann-c-t1"].thumb == "up"
    assert set(merged(later(days=1)).values()) == {1}
    assert store.conversations.ratings("ann-c")["ann-c-t1"].thumb == "down"
    assert store.practice.reading("ann")[0].position == 1.0
    assert store.cards.state("ann", "card1") == card_state(due=later(days=1), step=8)


def test_a_name_chosen_here_is_not_overwritten(store: Store) -> None:
    """The file's name is taken only by a learner without one."""
    file = LearnerFile.model_validate({"learner": {"id": "ann", "name": "From file"}}).model_dump(mode="json")
    store.learners.set_name("ann", "Here")
    store.learners.merge(file)
    store.learners.merge(file, into="bob")
    assert (store.learners.find("ann").name, store.learners.find("bob").name) == ("Here", "From file")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "learner's file"),
        ([], "learner's file"),
        ("text", "learner's file"),
        ({}, "learner: Field required"),
        ({"learner": {"id": ""}}, "learner.id"),
        ({"learner": {"id": "a"}, "format": "other"}, "format"),
        ({"learner": {"id": "a"}, "version": 2}, "version"),
        ({"learner": {"id": "a"}, "turns": [{}]}, "turns.0"),
        (
            {"learner": {"id": "a"}, "feedback": [{"turn": "t", "at": NOON.isoformat(), "thumb": "up"}]},
            "'t' belongs to no turn",
        ),
        ({"learner": {"id": "a"}, "turns": [turn().model_dump(mode="json")]}, "'t1' belongs to no conversation"),
        ({"learner": {"id": "a"}, "reading": [1] * 9}, "and 4 more"),
    ],
)
def test_a_file_that_is_not_one_is_refused_with_its_problems(store: Store, data: object, problem: str) -> None:
    """The message says what is wrong and that nothing was changed, and nothing was."""
    fill(store, "ann")
    before = store.learners.export("ann")
    with pytest.raises(DatasetError, match="nothing was changed") as refused:
        store.learners.merge(data)
    assert problem in str(refused.value)
    assert store.learners.export("ann") == before


def imported(store: Store, learner: str) -> list[bool]:
    """Which turns of a learner count as imported."""
    return [turn.imported for talk in store.conversations.of_learner(learner) for turn in store.conversations.turns(talk.id)]


def test_what_was_answered_here_comes_back_as_it_was(store: Store) -> None:
    """A file that was written here is believed, through another browser, a program that writes 1 for 1.0, and a deletion."""
    fill(store, "ann")
    text = json.dumps(store.learners.export("ann")).replace(".0,", ",").replace(".0}", "}")
    store.learners.merge(json.loads(text), into="phone")
    assert imported(store, "phone") == [False, False]
    store.learners.remove("ann")
    store.learners.merge(json.loads(text))
    assert imported(store, "ann") == [False, False]


def test_what_a_file_says_alone_is_marked(store: Store, tmp_path: Path) -> None:
    """Changed words, words without a seal and a file of another server count as imported, also once they are exported again."""
    fill(store, "ann")
    file = store.learners.export("ann")
    forged = json.loads(json.dumps(file))
    forged["turns"][0]["answer"]["question"]["text"] = "Is it free?"
    del forged["seals"][forged["turns"][1]["id"]]
    store.learners.merge(forged, into="eve")
    assert imported(store, "eve") == [True, True]
    again = store.learners.export("eve")
    assert again["seals"] == {}
    again["seals"] = file["seals"]
    again["turns"] = [turn | {"imported": False} for turn in again["turns"]]
    store.learners.merge(again, into="bob")
    assert imported(store, "bob")[0] is True
    with _other(tmp_path) as other:
        other.learners.merge(file)
        assert imported(other, "ann") == [True, True]
