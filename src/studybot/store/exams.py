"""Exams: kept from the first question on, so that neither a reload nor a restart of the server loses one."""

from collections.abc import Callable

from sqlalchemy import Connection, select

from studybot.errors import NotFound
from studybot.store.rows import ExamRow
from studybot.store.schema import exams
from studybot.store.statements import put, read_all

Change = Callable[[ExamRow], ExamRow]


def save(connection: Connection, exam: ExamRow) -> None:
    """Keep an exam in place of the one with its id."""
    put(connection, exams, exam.model_dump())


def find(connection: Connection, learner: str, exam: str) -> ExamRow:
    """Return a learner's exam; NotFound when it is not theirs."""
    rows = read_all(connection, select(exams).where(exams.c.id == exam, exams.c.learner == learner), ExamRow)
    if not rows:
        raise NotFound(f"exam {exam!r} is not kept here (any more): begin a new one")
    return rows[0]


def change(connection: Connection, learner: str, exam: str, how: Change) -> ExamRow:
    """Put what `how` makes of a learner's exam in its place and return it; NotFound when it is not theirs."""
    changed = how(find(connection, learner, exam))
    save(connection, changed)
    return changed


def of_learner(connection: Connection, learner: str) -> list[ExamRow]:
    """Return a learner's exams, the last begun first."""
    return read_all(
        connection, select(exams).where(exams.c.learner == learner).order_by(exams.c.started.desc(), exams.c.id), ExamRow
    )


def remove(connection: Connection, learner: str, exam: str) -> None:
    """Forget a learner's exam; NotFound when it is not theirs."""
    find(connection, learner, exam)
    connection.execute(exams.delete().where(exams.c.id == exam))
