"""Conversations: add, find, list, rename, pin, archive, put into the bin, delete."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from studybot.errors import Conflict, NotFound
from studybot.store import question_log, statements
from studybot.store.schema import conversations, turns
from studybot.store.statements import read_all, read_one
from studybot.types import Conversation

Shelf = Literal["open", "archive", "bin"]


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


def owned(connection: Connection, conversation: str, learner: str) -> Conversation:
    """Return a learner's conversation; NotFound when there is none or it is somebody else's."""
    talk = find(connection, conversation)
    if talk.learner != learner:
        raise _missing(conversation)
    return talk


def of_learner(
    connection: Connection, learner: str, search: str, limit: int | None, offset: int, shelf: Shelf | None = "open"
) -> list[Conversation]:
    """Return a learner's conversations of one shelf (None for all), pinned ones first, then the newest.

    `search` must stand in the title, a question or an answer; no `limit` means all.
    """
    query = select(conversations).where(conversations.c.learner == learner)
    if shelf:
        query = query.where(conversations.c.binned.is_not(None) if shelf == "bin" else conversations.c.binned.is_(None))
    if shelf in ("open", "archive"):
        query = query.where(conversations.c.archived.is_(shelf == "archive"))
    if wanted := search.strip():
        words = (column.icontains(wanted, autoescape=True) for column in (turns.c.question, turns.c.said))
        asked = exists().where(turns.c.conversation == conversations.c.id, or_(*words))
        query = query.where(or_(conversations.c.title.icontains(wanted, autoescape=True), asked))
    first = conversations.c.binned.desc() if shelf == "bin" else conversations.c.pinned.desc()
    query = query.order_by(first, conversations.c.updated.desc(), conversations.c.id).limit(limit).offset(offset)
    return read_all(connection, query, Conversation)


def rename(connection: Connection, conversation: str, title: str) -> None:
    """Give a conversation another title; NotFound when there is none."""
    if connection.execute(update(conversations).where(conversations.c.id == conversation).values(title=title)).rowcount == 0:
        raise _missing(conversation)


def mark(connection: Connection, conversation: str, learner: str, pinned: bool | None, archived: bool | None) -> Conversation:
    """Pin or archive a learner's conversation, or no longer (None: as it is), and return it."""
    talk = owned(connection, conversation, learner)
    changes = {name: value for name, value in (("pinned", pinned), ("archived", archived)) if value is not None}
    if changes:
        connection.execute(update(conversations).where(conversations.c.id == conversation).values(changes))
    return talk.model_copy(update=changes)


def put_away(connection: Connection, conversation: str, learner: str, at: datetime | None) -> None:
    """Put a learner's conversation into the bin, or with no time back from it."""
    owned(connection, conversation, learner)
    connection.execute(update(conversations).where(conversations.c.id == conversation).values(binned=at))


def empty_bin(connection: Connection, learner: str, before: datetime) -> int:
    """Delete what a learner put into the bin before a time, and return how many conversations that were."""
    query = select(conversations.c.id).where(conversations.c.learner == learner, conversations.c.binned < before)
    old = connection.execute(query).scalars().all()
    for conversation in old:
        remove(connection, conversation, learner)
    return len(old)


def remove(connection: Connection, conversation: str, learner: str) -> None:
    """Delete a learner's conversation with its turns, feedback and log lines; NotFound when it is not theirs."""
    owned(connection, conversation, learner)
    question_log.remove(connection, turn_ids(connection, conversation))
    connection.execute(delete(conversations).where(conversations.c.id == conversation))


def turn_ids(connection: Connection, conversation: str) -> Sequence[str]:
    """Return the ids of a conversation's turns."""
    return connection.execute(select(turns.c.id).where(turns.c.conversation == conversation)).scalars().all()


def _missing(conversation: str) -> NotFound:
    return NotFound(f"conversation {conversation!r} does not exist (any more): start a new one")
