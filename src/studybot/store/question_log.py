"""The question log that instructors see: one light line a turn, without a way back to the learner when it is anonymous."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from studybot.store import statements
from studybot.store.rows import CitedCount, QuestionLog, TurnRow
from studybot.store.schema import asked, cited
from studybot.store.statements import read_all
from studybot.types import Answer, Feedback, Outcome, Passage, Thumb, Turn


def line_id(turn: str) -> str:
    """Return the id of a turn's line: a hash, so that an exported line does not lead to the turn."""
    return sha256(f"asked/{turn}".encode()).hexdigest()[:32]


def add(connection: Connection, turn: Turn, learner: str, log: QuestionLog) -> None:
    """Write the line of a turn: whole, without the learner and to the hour (`anonymous`), or not at all (`off`)."""
    if log == "off":
        return
    open_log = log == "normal"
    kept, at = (turn.id, turn.at) if open_log else (None, _hour(turn.at))
    _insert(connection, line_id(turn.id), kept, at, learner if open_log else None, turn.answer)


def add_alone(connection: Connection, id: str, answer: Answer, at: datetime, log: QuestionLog) -> None:
    """Write the line of an answer that no conversation keeps: a question of a program, of nobody by name."""
    if log != "off":
        _insert(connection, line_id(id), None, at if log == "normal" else _hour(at), None, answer)


def _insert(connection: Connection, id: str, turn: str | None, at: datetime, learner: str | None, answer: Answer) -> None:
    first = _first_passage(answer)
    connection.execute(
        insert(asked).values(
            id=id,
            turn=turn,
            at=at,
            learner=learner,
            question=answer.question.text,
            understood=answer.understood,
            outcome=answer.outcome,
            act=answer.act,
            certainty=answer.certainty,
            confidence=answer.confidence,
            topic=first.topic if first else "",
            passage=first.id if first else "",
            reason="",
        )
    )
    topics = {citation.passage.id: citation.passage.topic for part in answer.statements for citation in part.citations}
    if topics:
        lines = [{"asked": id, "passage": passage, "topic": topic} for passage, topic in topics.items()]
        connection.execute(insert(cited), lines)


def _first_passage(answer: Answer) -> Passage | None:
    if answer.statements:
        return answer.statements[0].citations[0].passage
    return answer.hits[0].passage if answer.hits else None


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def rate(connection: Connection, turn: str, feedback: Feedback | None) -> None:
    """Copy a turn's feedback into its line, or take it out again; a turn without a line stays without."""
    line = asked.c.id == line_id(turn)
    if feedback is None:
        connection.execute(update(asked).where(line).values(thumb=None, reason="", rated=None))
        return
    anonymous = connection.execute(select(asked.c.turn).where(line)).scalar() is None
    rated = _hour(feedback.at) if anonymous else feedback.at
    connection.execute(update(asked).where(line).values(thumb=feedback.thumb, reason=feedback.reason, rated=rated))


def remove(connection: Connection, turns: Iterable[str]) -> int:
    """Delete the lines of `turns`, anonymous ones too; return how many there were."""
    # One by one: a database limits how many values one statement may carry.
    return sum(connection.execute(delete(asked).where(asked.c.id == line_id(turn))).rowcount for turn in turns)


def rows(
    connection: Connection, since: datetime | None, until: datetime | None, outcome: Outcome | None, limit: int, offset: int
) -> list[TurnRow]:
    """Return a page of lines, newest first, of `since` <= time < `until`."""
    query = _between(select(asked), since, until, outcome).order_by(asked.c.at.desc(), asked.c.id.desc())
    return read_all(connection, query.limit(limit).offset(offset), TurnRow)


def count(connection: Connection, since: datetime | None, until: datetime | None, outcome: Outcome | None) -> int:
    """Return how many lines `rows` would give without a page."""
    return statements.count(connection, _between(select(asked.c.at), since, until, outcome))


def topic_counts(connection: Connection) -> dict[str, int]:
    """Return how many lines are about each topic; a topic without lines is left out."""
    query = select(asked.c.topic, func.count()).where(asked.c.topic != "").group_by(asked.c.topic)
    return {str(row[0]): int(row[1]) for row in connection.execute(query)}


def rated_rows(connection: Connection, thumb: Thumb | None, limit: int, offset: int) -> list[TurnRow]:
    """Return a page of the lines with feedback, latest feedback first."""
    query = select(asked).where(asked.c.thumb == thumb if thumb else asked.c.thumb.is_not(None))
    return read_all(connection, query.order_by(asked.c.rated.desc(), asked.c.id).limit(limit).offset(offset), TurnRow)


def cited_counts(connection: Connection, since: datetime | None, until: datetime | None) -> list[CitedCount]:
    """Return every cited passage with the number of lines that cite it, most cited first."""
    number = func.count().label("turns")
    query = select(cited.c.passage, cited.c.topic, number).group_by(cited.c.passage, cited.c.topic)
    if since or until:
        query = _between(query.join(asked, asked.c.id == cited.c.asked), since, until, None)
    query = query.order_by(number.desc(), cited.c.passage)
    return read_all(connection, query, CitedCount)


def _between(query: Select[Any], since: datetime | None, until: datetime | None, outcome: Outcome | None) -> Select[Any]:
    if since:
        query = query.where(asked.c.at >= since)
    if until:
        query = query.where(asked.c.at < until)
    return query.where(asked.c.outcome == outcome) if outcome else query
