from pathlib import Path

from studybot.store import ExamRow, Learner, Preferences, Store
from studybot.types import Feedback

from .builders import NOON, answer, card_state, conversation, note, place, quiz_result, review, turn


def fill(store: Store, learner: str, words: str = "how long?") -> None:
    """Give a learner one row of everything, and two turns of which one is logged anonymously."""
    talk = f"{learner}-c"
    store.set_learner_name(learner, learner.title())
    store.add_conversation(conversation(talk, learner=learner))
    store.record(turn(f"{talk}-t1", talk, given=answer(words)))
    store.record(turn(f"{talk}-t2", talk, 2, given=answer(words)), log="anonymous")
    store.set_feedback(Feedback(turn=f"{talk}-t1", at=NOON, thumb="up", reason="ok"))
    store.save_review(review(f"{talk}-r1", None, card_state(learner=learner)))
    store.add_quiz_result(quiz_result(f"{talk}-q1", learner=learner))
    store.set_reading(place(learner=learner))
    store.save_exam(ExamRow(id=f"{talk}-e1", learner=learner, started=NOON, data={}))
    store.keep_note(note(learner))
    store.choose_preferences(learner, Preferences(daily_goal=20, updated=NOON))


def test_a_browser_without_a_name_is_a_learner(store: Store) -> None:
    """A name may come later and may change."""
    assert store.learner("ann") == Learner(id="ann", name="")
    store.set_learner_name("ann", "Ann")
    store.set_learner_name("ann", "Ännchen \U0001f600")
    assert store.learner("ann") == Learner(id="ann", name="Ännchen \U0001f600")


def test_deleting_a_learner_leaves_nothing_of_theirs_and_everything_of_others(store: Store) -> None:
    """The counts say what went, anonymous log lines included; a second time there is nothing."""
    fill(store, "ann")
    fill(store, "bob")
    bob = store.export_learner("bob")
    assert store.delete_learner("ann") == {
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
    assert store.turn_count() == 2
    assert sum(store.delete_learner("ann").values()) == 0
    empty = store.export_learner("ann")
    assert not any(value for key, value in empty.items() if key not in {"format", "version", "learner"})
    assert store.export_learner("bob") == bob


def test_deleted_words_are_gone_from_the_files(store: Store, tmp_path: Path) -> None:
    """What a learner typed is in no file of the data folder after their deletion, free pages and write-ahead log included."""
    fill(store, "ann", words="my zebracorn secret")

    def in_files() -> bool:
        return any(b"zebracorn" in file.read_bytes() for file in (tmp_path / "data").iterdir())

    assert in_files()
    store.delete_learner("ann")
    assert not in_files()
