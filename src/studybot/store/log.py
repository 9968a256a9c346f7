"""The question log that instructors see, without a way back to the learner when it is anonymous, and their marks on it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from studybot.store.database import Database
from studybot.store.owned import learners_key, pseudonym
from studybot.store.rows import CitedCount, QuestionLog, TurnRow, WorkMark
from studybot.store.schema import asked, cited, work_marks
from studybot.types import Answer, Feedback, Outcome, Passage, Thumb, Turn


def line_id(turn: str) -> str:
    """Return the id of a turn's line: a hash, so that an exported line does not lead to the turn."""
    return sha256(f"asked/{turn}".encode()).hexdigest()[:32]


class Log:
    """The lines of all questions; pages of them are of `since` <= time < `until`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, turn: Turn, learner: str, log: QuestionLog) -> None:
        """Write the line of a turn: whole, without the learner and to the hour (`anonymous`), or not at all (`off`)."""
        if log == "normal":
            self._insert(turn.answer, line_id(turn.id), turn.at, turn.id, pseudonym(learners_key(self._database), learner))
        elif log == "anonymous":
            self._insert(turn.answer, line_id(turn.id), _hour(turn.at))

    def add_alone(self, id: str, answer: Answer, *, at: datetime, log: QuestionLog = "normal") -> None:
        """Write the line of an answer that no conversation keeps: a question of a program, of nobody by name."""
        if log != "off":
            self._insert(answer, line_id(id), at if log == "normal" else _hour(at))

    def _insert(self, answer: Answer, line: str, at: datetime, turn: str | None = None, learner: str | None = None) -> None:
        said = answer.model_dump(include={"understood", "outcome", "act", "certainty", "confidence"})
        first = _first_passage(answer)
        place = {"topic": first.topic if first else "", "passage": first.id if first else "", "reason": ""}
        row = {"id": line, "turn": turn, "at": at, "learner": learner, "question": answer.question.text, **said, **place}
        topics = {citation.passage.id: citation.passage.topic for part in answer.statements for citation in part.citations}
        with self._database.write():
            self._database.change(insert(asked).values(row))
            if topics:
                cites = [{"asked": line, "passage": passage, "topic": topic} for passage, topic in topics.items()]
                self._database.change(insert(cited), cites)

    def rate(self, turn: str, feedback: Feedback | None) -> None:
        """Copy a turn's feedback into its line, or take it out again; a turn without a line stays without."""
        line = asked.c.id == line_id(turn)
        with self._database.write():
            if feedback is None:
                self._database.change(update(asked).where(line).values(thumb=None, reason="", rated=None))
                return
            is_named = any(row.turn for row in self._database.rows(select(asked.c.turn).where(line)))
            rated = feedback.at if is_named else _hour(feedback.at)
            self._database.change(update(asked).where(line).values(thumb=feedback.thumb, reason=feedback.reason, rated=rated))

    def remove(self, turns: Iterable[str]) -> int:
        """Delete the lines of `turns`, anonymous ones too; return how many there were."""
        with self._database.write():  # one by one: a database limits how many values one statement may carry
            return sum(self._database.change(delete(asked).where(asked.c.id == line_id(turn))) for turn in turns)

    def rows(
        self, *, since: datetime | None = None, outcome: Outcome | None = None, limit: int = 100, offset: int = 0
    ) -> list[TurnRow]:
        """Return a page of lines, newest first."""
        query = _chosen(select(asked), since, outcome).order_by(asked.c.at.desc(), asked.c.id.desc())
        return self._database.values(query.limit(limit).offset(offset), TurnRow)

    def count(self) -> int:
        """Return how many lines there are."""
        return self._database.count(select(asked.c.at))

    def topic_counts(self) -> dict[str, int]:
        """Return how many lines are about each topic; a topic without lines is left out."""
        query = select(asked.c.topic, func.count()).where(asked.c.topic != "").group_by(asked.c.topic)
        return {str(row[0]): int(row[1]) for row in self._database.rows(query)}

    def rated_rows(self, *, thumb: Thumb | None = None, limit: int = 100, offset: int = 0) -> list[TurnRow]:
        """Return a page of the lines with feedback, latest feedback first."""
        query = select(asked).where(asked.c.thumb == thumb if thumb else asked.c.thumb.is_not(None))
        return self._database.values(query.order_by(asked.c.rated.desc(), asked.c.id).limit(limit).offset(offset), TurnRow)

    def cited_counts(self, *, since: datetime | None = None) -> list[CitedCount]:
        """Return every cited passage with the number of lines that cite it, most cited first."""
        number = func.count().label("turns")
        query = select(cited.c.passage, cited.c.topic, number).group_by(cited.c.passage, cited.c.topic)
        if since:
            query = _chosen(query.join(asked, asked.c.id == cited.c.asked), since, None)
        return self._database.values(query.order_by(number.desc(), cited.c.passage), CitedCount)


def _first_passage(answer: Answer) -> Passage | None:
    if answer.statements:
        return answer.statements[0].citations[0].passage
    return answer.hits[0].passage if answer.hits else None


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _chosen(query: Select[Any], since: datetime | None, outcome: Outcome | None) -> Select[Any]:
    if since:
        query = query.where(asked.c.at >= since)
    return query.where(asked.c.outcome == outcome) if outcome else query


class Work:
    """The instructors' work list: the marks that they put on groups of questions, by the key of the group."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(self, mark: WorkMark) -> None:
        """Keep an instructor's mark on a group of questions in place of the one with the same key."""
        self._database.put(work_marks, mark.model_dump())

    def marks(self) -> dict[str, WorkMark]:
        """Return the marks by key."""
        query = select(work_marks).order_by(work_marks.c.key)
        return {mark.key: mark for mark in self._database.values(query, WorkMark)}
