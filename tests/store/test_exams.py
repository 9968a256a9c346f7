import pytest

from studybot.errors import NotFound
from studybot.store import ExamRow, Store

from .builders import NOON, later


def row(exam: str = "e1", learner: str = "ann", minutes: int = 0, **more: object) -> ExamRow:
    """Return an exam that began some minutes after noon."""
    at = later(minutes=minutes)
    return ExamRow(**{"id": exam, "learner": learner, "started": at, "ends": None, "data": {"seed": 7}, **more})


def test_an_exam_is_kept_and_changed(store: Store) -> None:
    """What was written last is what comes back, the last begun first, and only its own learner reaches it."""
    store.exams.save(row())
    store.exams.save(row("e2", minutes=5, ends=later(hours=1)))
    store.exams.save(row("e3", learner="bob"))
    changed = store.exams.change("ann", "e1", lambda kept: kept.model_copy(update={"finished": NOON}))
    assert changed == store.exams.find("ann", "e1") == row(finished=NOON)
    assert [kept.id for kept in store.exams.of_learner("ann")] == ["e2", "e1"]
    for reach in (store.exams.find, store.exams.remove):
        with pytest.raises(NotFound, match="begin a new one"):
            reach("ann", "e3")
    store.exams.remove("ann", "e1")
    assert [kept.id for kept in store.exams.of_learner("ann")] == ["e2"]


def test_exams_go_with_their_learner(store: Store) -> None:
    """They are in the learner's file, merged once, and deleted with everything else."""
    store.exams.save(row(finished=NOON))
    file = store.learners.export("ann")
    assert store.learners.merge(file, into="cy")["exams"] == 1
    assert store.learners.merge(file, into="cy")["exams"] == 0
    assert store.exams.of_learner("cy")[0].data == {"seed": 7}
    assert store.learners.remove("ann")["exams"] == 1
    assert store.exams.of_learner("ann") == []
