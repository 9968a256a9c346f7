"""Quiz results and reading positions."""

from sqlalchemy import Connection, insert, select

from studybot.errors import Conflict
from studybot.store.rows import QuizResult, Reading
from studybot.store.schema import quiz_results, reading
from studybot.store.statements import exists, put, read_all


def add_result(connection: Connection, result: QuizResult) -> None:
    """Keep one answered quiz item; Conflict when its id exists."""
    if exists(connection, quiz_results.c.id, result.id):
        raise Conflict(f"quiz result {result.id!r} is saved already: go on with the next item")
    connection.execute(insert(quiz_results).values(result.model_dump()))


def results(connection: Connection, learner: str, topic: str | None) -> list[QuizResult]:
    """Return a learner's quiz results in the order they were saved, of all topics or of one."""
    columns = [column for column in quiz_results.c if column.name != "sequence"]
    query = select(*columns).where(quiz_results.c.learner == learner)
    if topic is not None:
        query = query.where(quiz_results.c.topic == topic)
    return read_all(connection, query.order_by(quiz_results.c.sequence), QuizResult)


def set_reading(connection: Connection, place: Reading) -> None:
    """Keep how far a learner is in a section, in place of what was kept before."""
    put(connection, reading, place.model_dump())


def places(connection: Connection, learner: str, topic: str | None) -> list[Reading]:
    """Return how far a learner is in each section, the last read first, of all topics or of one."""
    query = select(reading).where(reading.c.learner == learner)
    if topic is not None:
        query = query.where(reading.c.topic == topic)
    ordered = query.order_by(reading.c.read_at.desc(), reading.c.topic, reading.c.section)
    return read_all(connection, ordered, Reading)
