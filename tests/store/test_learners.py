from pathlib import Path

import pytest

from studybot.store import ExamRow, Learner, Preferences, Store
from studybot.types import Feedback

from .builders import NOON, answer, card_state, conversation, note, place, quiz_result, review, turn


def fill(store: Store, learner: str, words: str = "how long?") -> None:
    """Give a learner one row of everything, and two turns of which one is logged anonymously."""
    talk = f"{learner}-c"
    store.learners.set_name(learner, learner.title())
    store.conversations.add(conversation(talk, learner=learner))
    store.conversations.record(turn(f"{talk}-t1", talk, given=answer(words)))
    store.conversations.record(turn(f"{talk}-t2", talk, 2, given=answer(words)), log="anonymous")
    store.conversations.rate(Feedback(turn=f"{talk}-t1", at=NOON, thumb="up", reason="ok"))
    store.cards.save_review(review(f"{talk}-r1", None, card_state(learner=learner)))
    store.practice.add_result(quiz_result(f"{talk}-q1", learner=learner))
    store.practice.set_reading(place(learner=learner))
    store.exams.save(ExamRow(id=f"{talk}-e1", learner=learner, started=NOON, data={}))
    store.notes.keep(note(learner))
    store.preferences.choose(learner, Preferences(daily_goal=20, updated=NOON))


def test_a_browser_without_a_name_is_a_learner(store: Store) -> None:
    """A name may come later and may change."""
    assert store.learners.find("ann") == Learner(id="ann", name="")
    store.learners.set_name("ann", "Ann")
    store.learners.set_name("ann", "Ännchen \U0001f600")
    assert store.learners.find("ann") == Learner(id="ann", name="Ännchen \U0001f600")


def test_deleting_a_learner_leaves_nothing_of_theirs_and_everything_of_others(store: Store) -> None:
    """The counts say what went, anonymous log lines included; a second time there is nothing."""
    fill(store, "ann")
    fill(store, "bob")
    bob = store.learners.export("bob")
    assert store.learners.remove("ann") == {
        "question_log": 2,
        "feedback": 1,
        "turns": 2,
        "conversations": 1,
        "card_states": 1,
        "reviews": 1,
        "quiz_results": 1,
        "reading": 1,
        "exams": 1,
        "notes": 1,
        "preferences": 1,
        "learners": 1,
    }
    assert store.log.count() == 2
    assert sum(store.learners.remove("ann").values()) == 0
    empty = store.learners.export("ann")
    assert not any(value for key, value in empty.items() if key not in {"format", "version", "learner"})
    assert store.learners.export("bob") == bob


@pytest.mark.sqlite
def test_deleted_words_are_gone_from_the_files(store: Store, tmp_path: Path) -> None:
    """What a learner typed is in no file of the data folder after their deletion, free pages and write-ahead log included."""
    fill(store, "ann", words="my zebracorn secret")

    def in_files() -> bool:
        return any(b"zebracorn" in file.read_bytes() for file in (tmp_path / "data").iterdir())

    assert in_files()
    store.learners.remove("ann")
    assert not in_files()
