"""Conversations: add, find, list, rename, delete."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from studybot.errors import Conflict, NotFound
from studybot.store import question_log, statements
from studybot.store.schema import conversations, turns
from studybot.store.statements import read_all, read_one
from studybot.types import Conversation


def add(connection: Connection, conversation: Conversation) -> None:
    """Add a conversation; Conflict when its id exists."""
    if statements.exists(connection, conversations.c.id, conversation.id):
        raise Conflict(f"conversation {conversation.id!r} exists already: start a new one")
    connection.execute(insert(conversations).values(conversation.model_dump()))


def find(connection: Connection, conversation: str) -> Conversation:
    """Return one conversation; NotFound when there is none."""
    found = read_one(connection, select(conversations).where(conversations.c.id == conversation), Conversation)
    if found is None:
        raise _missing(conversation)
    return found


def of_learner(connection: Connection, learner: str, search: str, limit: int | None, offset: int) -> list[Conversation]:
    """Return a learner's conversations, newest first; `search` must stand in the title or a question, no `limit` means all."""
    query = select(conversations).where(conversations.c.learner == learner)
    if wanted := search.strip():
        asked = exists().where(turns.c.conversation == conversations.c.id, turns.c.question.icontains(wanted, autoescape=True))
        query = query.where(or_(conversations.c.title.icontains(wanted, autoescape=True), asked))
    query = query.order_by(conversations.c.updated.desc(), conversations.c.id).limit(limit).offset(offset)
    return read_all(connection, query, Conversation)


def rename(connection: Connection, conversation: str, title: str) -> None:
    """Give a conversation another title; NotFound when there is none."""
    if connection.execute(update(conversations).where(conversations.c.id == conversation).values(title=title)).rowcount == 0:
        raise _missing(conversation)


def remove(connection: Connection, conversation: str, learner: str) -> None:
    """Delete a learner's conversation with its turns, feedback and log lines; NotFound when it is not theirs."""
    owned = select(conversations.c.id).where(conversations.c.id == conversation, conversations.c.learner == learner)
    if connection.execute(owned).first() is None:
        raise _missing(conversation)
    question_log.remove(connection, turn_ids(connection, conversation))
    connection.execute(delete(conversations).where(conversations.c.id == conversation))


def turn_ids(connection: Connection, conversation: str) -> Sequence[str]:
    """Return the ids of a conversation's turns."""
    return connection.execute(select(turns.c.id).where(turns.c.conversation == conversation)).scalars().all()


def _missing(conversation: str) -> NotFound:
    return NotFound(f"conversation {conversation!r} does not exist (any more): start a new one")
