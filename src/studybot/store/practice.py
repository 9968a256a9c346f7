"""Quiz results, reading positions and exams."""

from collections.abc import Callable, Iterable

from sqlalchemy import delete, insert, select

from studybot.errors import Conflict, NotFound
from studybot.speech import t
from studybot.store.database import Database
from studybot.store.rows import ExamRow, QuizResult, Reading
from studybot.store.schema import exams, quiz_results, reading


class Practice:
    """What learners answered in quizzes, and how far they have read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_result(self, result: QuizResult) -> None:
        """Keep one answered quiz item; Conflict when its id exists."""
        with self._database.write():
            if self._database.has(quiz_results.c.id, result.id):
                raise Conflict(f"quiz result {result.id!r} is saved already: go on with the next item")
            self.add_results([result])

    def add_results(self, added: Iterable[QuizResult]) -> None:
        """Add answered quiz items whose ids are new."""
        if rows := [result.model_dump() for result in added]:
            self._database.change(insert(quiz_results), rows)

    def results(self, learner: str) -> list[QuizResult]:
        """Return a learner's quiz results in the order they were saved."""
        columns = [column for column in quiz_results.c if column.name != "sequence"]
        query = select(*columns).where(quiz_results.c.learner == learner)
        return self._database.values(query.order_by(quiz_results.c.sequence), QuizResult)

    def set_reading(self, place: Reading) -> None:
        """Keep how far a learner is in a section, in place of what was kept before."""
        self._database.put(reading, place.model_dump())

    def reading(self, learner: str, *, topic: str | None = None) -> list[Reading]:
        """Return how far a learner is in each section, the last read first, of all topics or of one."""
        query = select(reading).where(reading.c.learner == learner)
        if topic is not None:
            query = query.where(reading.c.topic == topic)
        ordered = query.order_by(reading.c.read_at.desc(), reading.c.topic, reading.c.section)
        return self._database.values(ordered, Reading)


Change = Callable[[ExamRow], ExamRow]


class Exams:
    """Every learner's exams, from the first question on, so that neither a reload nor a restart loses one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, exam: ExamRow) -> None:
        """Keep an exam in place of the one with its id."""
        self._database.put(exams, exam.model_dump())

    def find(self, learner: str, exam: str) -> ExamRow:
        """Return a learner's exam; NotFound when it is not theirs."""
        kept = self._database.value(select(exams).where(exams.c.id == exam, exams.c.learner == learner), ExamRow)
        if kept is None:
            raise _missing()
        return kept

    def change(self, learner: str, exam: str, how: Change) -> ExamRow:
        """Put what `how` makes of a learner's exam in its place and return it; NotFound when it is not theirs."""
        with self._database.write():
            changed = how(self.find(learner, exam))
            self.save(changed)
        return changed

    def of_learner(self, learner: str) -> list[ExamRow]:
        """Return a learner's exams, the last begun first."""
        query = select(exams).where(exams.c.learner == learner).order_by(exams.c.started.desc(), exams.c.id)
        return self._database.values(query, ExamRow)

    def remove(self, learner: str, exam: str) -> None:
        """Forget a learner's exam; NotFound when it is not theirs."""
        if self._database.change(delete(exams).where(exams.c.id == exam, exams.c.learner == learner)) == 0:
            raise _missing()


def _missing() -> NotFound:
    return NotFound(t("This exam is not kept here (any more): begin a new one."))
