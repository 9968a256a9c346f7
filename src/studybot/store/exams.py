"""Exams: kept from the first question on, so that neither a reload nor a restart of the server loses one."""

from collections.abc import Callable

from sqlalchemy import delete, select

from studybot.errors import NotFound
from studybot.speech import t
from studybot.store.database import Database
from studybot.store.rows import ExamRow
from studybot.store.schema import exams

Change = Callable[[ExamRow], ExamRow]


class Exams:
    """Every learner's exams."""

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
