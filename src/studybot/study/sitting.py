"""A learner's exams in the store: begun, answered place by place, ended by the learner or by the clock."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from studybot.errors import Conflict
from studybot.store import ExamRow, Store
from studybot.study.exam import Exam, mark, respond
from studybot.study.item import identity
from studybot.study.material import Material
from studybot.study.progress import keep_answer
from studybot.study.quiz import grade
from studybot.types import UtcTime, Value

GRACE = timedelta(seconds=15)  # what an answer may take on its way when the time is over


class Sitting(Value):
    """An exam of a learner with its times; `ends` is None where there is no limit, `finished` until it is over."""

    id: str
    started: UtcTime
    ends: UtcTime | None
    finished: UtcTime | None
    exam: Exam

    @classmethod
    def of(cls, row: ExamRow) -> "Sitting":
        """Return a kept exam."""
        exam = Exam.model_validate(row.data)
        return cls(id=row.id, started=row.started, ends=row.ends, finished=row.finished, exam=exam)

    def row(self, learner: str) -> ExamRow:
        """Return it as it is kept."""
        data = self.exam.model_dump(mode="json")
        return ExamRow(id=self.id, learner=learner, started=self.started, ends=self.ends, finished=self.finished, data=data)

    def is_over(self, at: datetime) -> bool:
        """Whether no answer is taken any more."""
        return self.finished is not None or (self.ends is not None and at > self.ends + GRACE)

    def seconds_left(self, at: datetime) -> int | None:
        """How long there is still to answer, None without a limit."""
        return None if self.ends is None else max(0, int((self.ends - at).total_seconds()))


def begin(store: Store, learner: str, exam: Exam, *, at: datetime, sitting: str) -> Sitting:
    """Keep a drawn exam under the id `sitting` and start its clock."""
    ends = at + timedelta(minutes=exam.minutes) if exam.minutes else None
    begun = Sitting(id=sitting, started=at, ends=ends, finished=None, exam=exam)
    store.exams.save(begun.row(learner))
    return begun


def find(store: Store, learner: str, sitting: str, course: Material, *, at: datetime) -> Sitting:
    """Return a learner's exam; one whose time is over is ended. NotFound when it is not theirs."""
    found = Sitting.of(store.exams.find(learner, sitting))
    return end(store, learner, found.id, course, at=at) if found.is_over(at) and not found.finished else found


def sittings(store: Store, learner: str) -> list[Sitting]:
    """Return a learner's exams, the last begun first."""
    return [Sitting.of(row) for row in store.exams.of_learner(learner)]


def answer(
    store: Store, learner: str, sitting: str, course: Material, place: int, given: Sequence[int], *, flagged: bool, at: datetime
) -> Sitting:
    """Keep the answer to one question; of an exam that is over nothing changes."""

    def change(row: ExamRow) -> ExamRow:
        kept = Sitting.of(row)
        if kept.is_over(at):
            return row
        return kept.model_copy(update={"exam": respond(kept.exam, course.items, place, given, flagged=flagged)}).row(learner)

    return Sitting.of(store.exams.change(learner, sitting, change))


def end(store: Store, learner: str, sitting: str, course: Material, *, at: datetime) -> Sitting:
    """Mark an exam and keep its answers as those of a quiz: missed questions come back there. A second end changes nothing."""

    def change(row: ExamRow) -> ExamRow:
        kept = Sitting.of(row)
        if kept.finished:
            return row
        over = min(at, kept.ends) if kept.ends else at
        return kept.model_copy(update={"finished": over, "exam": mark(kept.exam, course.items)}).row(learner)

    ended = Sitting.of(store.exams.change(learner, sitting, change))
    _count(store, learner, ended, course)
    return ended


def _count(store: Store, learner: str, ended: Sitting, course: Material) -> None:
    """Keep each answered question as an answer of the learner, once."""
    exam = ended.exam
    for place, (marked, given) in enumerate(zip(exam.marked, exam.answers, strict=True)):
        item = course.items.get(marked.item)
        if item is None or not given or marked.lost:
            continue
        verdict = grade(item, exam.seed, given)
        with suppress(Conflict):
            result = identity("exam", learner, ended.id, str(place))
            keep_answer(
                store.practice, learner, item, verdict, given=marked.given, at=ended.finished or ended.started, result=result
            )
