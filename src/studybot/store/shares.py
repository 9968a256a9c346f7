"""Shares: a conversation that whoever has its token may read."""

from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Index, String, Table, delete, insert, select

from studybot.errors import NotFound
from studybot.store import conversations
from studybot.store.schema import UtcDateTime, metadata
from studybot.types import Conversation

shares = Table(
    "shares",
    metadata,
    Column("token", String, primary_key=True),
    Column("conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Index("shares_by_conversation", "conversation", unique=True),
)


def token_of(connection: Connection, conversation: str) -> str:
    """Return the token by which a conversation can be read, empty when it is not shared."""
    return connection.execute(select(shares.c.token).where(shares.c.conversation == conversation)).scalar() or ""


def share(connection: Connection, conversation: str, learner: str, token: str, at: datetime) -> str:
    """Let a learner's conversation be read with a token, and return it: the one it has already, or `token`."""
    conversations.owned(connection, conversation, learner)
    held = token_of(connection, conversation)
    if not held:
        connection.execute(insert(shares).values(token=token, conversation=conversation, created=at))
    return held or token


def unshare(connection: Connection, conversation: str, learner: str) -> None:
    """Let nobody read a learner's conversation any more."""
    conversations.owned(connection, conversation, learner)
    connection.execute(delete(shares).where(shares.c.conversation == conversation))


def shared(connection: Connection, token: str) -> Conversation:
    """Return the conversation that a token opens; NotFound when it opens none, also while the conversation lies in the bin."""
    name = connection.execute(select(shares.c.conversation).where(shares.c.token == token)).scalar()
    talk = conversations.find(connection, name) if name else None
    if talk is None or talk.binned:
        raise NotFound("This link leads to no conversation (any more): whoever shared it may have taken it back.")
    return talk
