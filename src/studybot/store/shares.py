"""Shares: a conversation that whoever has its token may read."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from studybot.errors import NotFound
from studybot.speech import t
from studybot.store.conversations import Conversations
from studybot.store.database import Database
from studybot.store.schema import shares
from studybot.types import Conversation


class Shares:
    """Who may read which conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._conversations = Conversations(database)

    def token_of(self, conversation: str) -> str:
        """Return the token by which a conversation can be read, empty when it is not shared."""
        rows = self._database.rows(select(shares.c.token).where(shares.c.conversation == conversation))
        return str(rows[0].token) if rows else ""

    def share(self, conversation: str, learner: str, token: str, at: datetime) -> str:
        """Let a learner's conversation be read with a token, and return it: the one it has already, or `token`."""
        with self._database.write():
            self._conversations.owned(conversation, learner)
            held = self.token_of(conversation)
            if not held:
                self._database.change(insert(shares).values(token=token, conversation=conversation, created=at))
        return held or token

    def unshare(self, conversation: str, learner: str) -> None:
        """Let nobody read a learner's conversation any more."""
        with self._database.write():
            self._conversations.owned(conversation, learner)
            self._database.change(delete(shares).where(shares.c.conversation == conversation))

    def shared(self, token: str) -> Conversation:
        """Return the conversation that a token opens; NotFound when it opens none, also while it lies in the bin."""
        with self._database.read():
            rows = self._database.rows(select(shares.c.conversation).where(shares.c.token == token))
            talk = self._conversations.find(rows[0].conversation) if rows else None
        if talk is None or talk.binned:
            raise NotFound(t("This link leads to no conversation (any more): whoever shared it may have taken it back."))
        return talk
