"""Conversations: their turns, with the proof they were shown with, what learners think of them, and who may read them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, delete, exists, func, insert, or_, select, update

from studybot.errors import Conflict, NotFound, StoreError
from studybot.speech import t
from studybot.store.database import Database
from studybot.store.log import Log
from studybot.store.proofs import Proofs, cited
from studybot.store.rows import QuestionLog
from studybot.store.schema import conversations, feedback, shares, turns
from studybot.types import Answer, Conversation, Feedback, Turn

Shelf = Literal["open", "archive", "bin"]
_KEPT = ("id", "conversation", "position", "at", "imported")  # columns that a turn has too


class Conversations:
    """Every learner's conversations."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._log = Log(database)
        self._proofs = Proofs(database)

    def add(self, conversation: Conversation) -> None:
        """Add a conversation; Conflict when its id exists."""
        with self._database.write():
            if self._database.has(conversations.c.id, conversation.id):
                raise Conflict(f"conversation {conversation.id!r} exists already: start a new one")
            self._database.change(insert(conversations).values(conversation.model_dump()))

    def find(self, conversation: str) -> Conversation:
        """Return one conversation; NotFound when there is none."""
        found = self._database.value(select(conversations).where(conversations.c.id == conversation), Conversation)
        if found is None:
            raise _missing(conversation)
        return found

    def owned(self, conversation: str, learner: str) -> Conversation:
        """Return a learner's conversation; NotFound when there is none or it is somebody else's."""
        talk = self.find(conversation)
        if talk.learner != learner:
            raise _missing(conversation)
        return talk

    def of_learner(
        self, learner: str, *, search: str = "", limit: int | None = 50, shelf: Shelf | None = "open"
    ) -> list[Conversation]:
        """Return the first of a learner's conversations of one shelf (None: of all), pinned ones first, then the newest.

        `search` looks into titles, questions and answers; no `limit` means all.
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
        query = query.order_by(first, conversations.c.updated.desc(), conversations.c.id).limit(limit)
        return self._database.values(query, Conversation)

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title; NotFound when there is none."""
        if self._database.change(update(conversations).where(conversations.c.id == conversation).values(title=title)) == 0:
            raise _missing(conversation)

    def mark(
        self, conversation: str, learner: str, *, pinned: bool | None = None, archived: bool | None = None
    ) -> Conversation:
        """Pin or archive a learner's conversation, or no longer (None: as it is); NotFound when it is not theirs."""
        changes = {name: value for name, value in (("pinned", pinned), ("archived", archived)) if value is not None}
        with self._database.write():
            talk = self.owned(conversation, learner)
            if changes:
                self._database.change(update(conversations).where(conversations.c.id == conversation).values(changes))
        return talk.model_copy(update=changes)

    def put_away(self, conversation: str, learner: str, at: datetime | None) -> None:
        """Put a learner's conversation into the bin, or with no time back from it; NotFound when it is not theirs."""
        with self._database.write():
            self.owned(conversation, learner)
            self._database.change(update(conversations).where(conversations.c.id == conversation).values(binned=at))

    def empty_bin(self, learner: str, before: datetime) -> int:
        """Delete what a learner put into the bin before a time, and return how many conversations that were."""
        query = select(conversations.c.id).where(conversations.c.learner == learner, conversations.c.binned < before)
        with self._database.write():
            old = self._database.rows(query)
            for row in old:
                self.remove(row.id, learner)
        return len(old)

    def remove(self, conversation: str, learner: str) -> None:
        """Delete a learner's conversation with its turns, feedback and log lines; NotFound when it is not theirs."""
        with self._database.write():
            self.owned(conversation, learner)
            said = self._database.rows(select(turns.c.id).where(turns.c.conversation == conversation))
            self._log.remove(row.id for row in said)
            self._database.change(delete(conversations).where(conversations.c.id == conversation))

    def record(self, turn: Turn, *, log: QuestionLog = "normal", new: Conversation | None = None) -> Turn:
        """Keep a turn, with the `new` conversation that it opens, and return it as kept. `log` is what instructors see.

        A taken position gives way to the next free one. NotFound without its conversation; Conflict when it is recorded.
        """
        with self._database.write():
            if new is not None:
                self.add(new)
            conversation = self.find(turn.conversation)
            if self._database.has(turns.c.id, turn.id):
                raise Conflict(f"turn {turn.id!r} is recorded already: reload the conversation")
            recorded = turn.model_copy(update={"position": self._free_position(turn)})
            row = recorded.model_dump(include=set(_KEPT))
            row |= {"question": recorded.answer.question.text, "answer": self._proofs.pack(recorded.answer)}
            row["said"] = _said(recorded.answer)
            self._database.change(insert(turns).values(row))
            touched = max(conversation.updated, recorded.at)
            self._database.change(update(conversations).where(conversations.c.id == conversation.id).values(updated=touched))
            self._log.add(recorded, conversation.learner, log)
        return recorded

    def _free_position(self, turn: Turn) -> int:
        same = turns.c.conversation == turn.conversation
        taken = self._database.rows(select(turns.c.id).where(same, turns.c.position == turn.position))
        return int(self._database.rows(select(func.max(turns.c.position)).where(same))[0][0]) + 1 if taken else turn.position

    def turn(self, turn: str) -> Turn:
        """Return one turn with its whole answer; NotFound when there is none."""
        for asked in self._read(select(turns).where(turns.c.id == turn)):
            return asked
        raise _unasked(turn)

    def turns(self, conversation: str, *, last: int | None = None) -> list[Turn]:
        """Return a conversation's turns in order, or so many of the last ones; none when it does not exist."""
        query = select(turns).where(turns.c.conversation == conversation)
        return self._read(query.order_by(turns.c.position.desc()).limit(last))[::-1]

    def answers_that_lose(self, is_there: Callable[[str, str], bool]) -> int:
        """Return how many stored answers quote a passage whose text (called with its file and itself) is there no more."""
        with self._database.read():
            gone = self._proofs.gone(is_there)
            return sum(bool(cited(row.answer) & gone) for row in self._database.rows(select(turns.c.answer))) if gone else 0

    def _read(self, query: Select[Any]) -> list[Turn]:
        with self._database.read():
            rows = self._database.rows(query)
            answers = self._proofs.unpack(row.answer for row in rows)
            asked = []
            for row in rows:
                try:
                    answer = next(answers)
                except ValueError as error:
                    raise StoreError(
                        f"the answer of turn {row.id!r} is damaged: delete its conversation {row.conversation!r}"
                    ) from error
                asked.append(Turn(answer=answer, **{name: row._mapping[name] for name in _KEPT}))
            return asked

    def rate(self, given: Feedback) -> None:
        """Keep a learner's feedback on a turn in place of an earlier one; NotFound without the turn."""
        with self._database.write():
            if not self._database.has(turns.c.id, given.turn):
                raise _unasked(given.turn)
            self._database.put(feedback, given.model_dump())
            self._log.rate(given.turn, given)

    def clear_rating(self, turn: str) -> None:
        """Take the feedback of a turn back; nothing happens when there is none."""
        with self._database.write():
            self._database.change(delete(feedback).where(feedback.c.turn == turn))
            self._log.rate(turn, None)

    def ratings(self, conversation: str) -> dict[str, Feedback]:
        """Return a conversation's feedback by turn id."""
        query = select(feedback).join(turns, turns.c.id == feedback.c.turn).where(turns.c.conversation == conversation)
        return {given.turn: given for given in self._database.values(query, Feedback)}


def _said(answer: Answer) -> str:
    """Return the words of an answer without their marks, for whoever searches in what was answered."""
    parts = [answer.said, *(f"{statement.lead}\n{statement.text}" for statement in answer.statements)]
    return "\n".join(parts).replace("*", "").replace("`", "")


def _missing(conversation: str) -> NotFound:
    return NotFound(f"conversation {conversation!r} does not exist (any more): start a new one")


def _unasked(turn: str) -> NotFound:
    return NotFound(f"turn {turn!r} does not exist (any more): reload the conversation")


class Shares:
    """Conversations that whoever has their token may read."""

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
