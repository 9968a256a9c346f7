"""Feedback: one thumb a turn, the latest wins."""

from sqlalchemy import Connection, delete, select

from studybot.errors import NotFound
from studybot.store import question_log
from studybot.store.schema import feedback, turns
from studybot.store.statements import exists, put, read_all
from studybot.types import Feedback


def give(connection: Connection, given: Feedback) -> None:
    """Keep a learner's feedback in place of an earlier one; NotFound without its turn."""
    if not exists(connection, turns.c.id, given.turn):
        raise NotFound(f"turn {given.turn!r} does not exist (any more): reload the conversation")
    put(connection, feedback, given.model_dump())
    question_log.rate(connection, given.turn, given)


def clear(connection: Connection, turn: str) -> None:
    """Take the feedback of a turn back; nothing happens when there is none."""
    connection.execute(delete(feedback).where(feedback.c.turn == turn))
    question_log.rate(connection, turn, None)


def of_conversation(connection: Connection, conversation: str) -> dict[str, Feedback]:
    """Return a conversation's feedback by turn id."""
    query = select(feedback).join(turns, turns.c.id == feedback.c.turn).where(turns.c.conversation == conversation)
    return {given.turn: given for given in read_all(connection, query, Feedback)}
