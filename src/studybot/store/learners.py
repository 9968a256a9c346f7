"""Learners: their name, and the deletion of everything that is theirs."""

from sqlalchemy import Connection, Table, delete, select

from studybot.store import question_log
from studybot.store.rows import Learner
from studybot.store.schema import (
    card_states,
    conversations,
    feedback,
    learners,
    quiz_results,
    reading,
    reviews,
    turns,
)
from studybot.store.statements import put

_OWNED = (card_states, reviews, quiz_results, reading)


def find(connection: Connection, learner: str) -> Learner:
    """Return a learner; a browser that has chosen no name yet is a learner without one."""
    name = connection.execute(select(learners.c.name).where(learners.c.id == learner)).scalar()
    return Learner(id=learner, name=name or "")


def set_name(connection: Connection, learner: str, name: str) -> None:
    """Keep the name that a learner chose."""
    put(connection, learners, {"id": learner, "name": name})


def remove(connection: Connection, learner: str) -> dict[str, int]:
    """Delete everything of one learner, log lines included, and return how many rows of each table there were."""
    talks = select(conversations.c.id).where(conversations.c.learner == learner)
    asked = select(turns.c.id).where(turns.c.conversation.in_(talks))
    counts = {"question_log": question_log.remove(connection, connection.execute(asked).scalars().all())}
    counts["feedback"] = connection.execute(delete(feedback).where(feedback.c.turn.in_(asked))).rowcount
    counts["turns"] = connection.execute(delete(turns).where(turns.c.conversation.in_(talks))).rowcount
    counts["conversations"] = _delete(connection, conversations, learner)
    counts |= {table.name: _delete(connection, table, learner) for table in _OWNED}
    counts["learners"] = connection.execute(delete(learners).where(learners.c.id == learner)).rowcount
    return counts


def _delete(connection: Connection, table: Table, learner: str) -> int:
    return connection.execute(delete(table).where(table.c.learner == learner)).rowcount
