"""A conversation: resolve a follow-up, ask, record. Nothing is shown as saved before the store has it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from studybot.corpus.course import split_icon
from studybot.corpus.plain import plain
from studybot.errors import QuestionError
from studybot.shown import cut
from studybot.speech import t
from studybot.text import stems
from studybot.types import QUESTION_LIMIT, Answer, Conversation, Feedback, Question, Thumb, Turn

if TYPE_CHECKING:  # the database takes longer to import than a question to be answered
    from studybot.answer.assistant import Assistant
    from studybot.store import QuestionLog, Store

TITLE_LENGTH = 60
HISTORY = 6  # turns of a conversation that a follow-up may look back to


def checked(text: str, topic: str | None = None) -> Question:
    """Return the question behind a typed text; raises QuestionError with a sentence for the learner."""
    cleaned = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())
    if not cleaned:
        raise QuestionError(t("The question is empty: type what you want to know."))
    if len(cleaned) > QUESTION_LIMIT:
        length, most = f"{len(cleaned):,}", f"{QUESTION_LIMIT:,}"
        raise QuestionError(t("The question has {n} characters, up to {most} are read: shorten it.", n=length, most=most))
    if not any(character.isalpha() for character in cleaned):
        raise QuestionError(t("There is no word in the question: type what you want to know."))
    return Question(text=cleaned, topic=topic or None)


def titled(answer: Answer) -> str:
    """Return what a conversation is called that begins with an answer: the question, with its subject where it names none."""
    text = answer.question.text
    if answer.act == "answer" and answer.statements:
        subject = split_icon(plain(answer.statements[0].citations[0].passage.path[-1]))[1]
        if not set(stems(subject)) & set(stems(text)):
            text = f"{subject}: {text}"
    return cut(text, TITLE_LENGTH)


class Chat:
    """Conversations of learners with the assistant, kept in the store."""

    def __init__(
        self,
        assistant: Assistant,
        store: Store,
        *,
        log: QuestionLog = "normal",
        told: Callable[[Answer], object] = id,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._assistant = assistant
        self._store = store
        self._log = log
        self._told = told  # each answer that is kept
        self._now = now
        self._new_id = new_id

    def say(self, text: str, *, learner: str, conversation: str | None = None, topic: str | None = None) -> Turn:
        """Answer a learner's text within a conversation (a new one when None) and return the stored turn.

        Raises QuestionError for a text that is no question, NotFound for an unknown conversation.
        """
        question = checked(text, topic)
        earlier = self._store.conversations.turns(conversation, last=HISTORY) if conversation else []
        answer = self._assistant.ask(question, [turn.answer for turn in earlier], learner=learner)
        answer = self._assistant.offered(answer, learner)
        at = self._now()
        new = self._new(answer, learner, at) if conversation is None else None
        position = earlier[-1].position + 1 if earlier else 1
        place = new.id if new else conversation or ""
        turn = Turn(id=self._new_id(), conversation=place, position=position, at=at, answer=answer)
        recorded = self._store.conversations.record(turn, log=self._log, new=new)
        self._name(place, earlier, answer)
        self._told(answer)
        return recorded

    def _name(self, conversation: str, earlier: list[Turn], answer: Answer) -> None:
        """Call a conversation that began with small talk by its first question, unless its learner has named it."""
        began = earlier[0].answer if earlier and earlier[0].position == 1 else None
        if began is None or not answer.statements or any(turn.answer.statements for turn in earlier):
            return
        found = self._store.conversations.find(conversation)
        if found.title == titled(began):
            self._store.conversations.rename(conversation, titled(answer))

    def answer(self, text: str, *, topic: str | None = None) -> Answer:
        """Answer a question that belongs to no conversation; only the line that instructors see of it is kept."""
        answer = self._assistant.ask(checked(text, topic))
        self._store.log.add_alone(self._new_id(), answer, at=self._now(), log=self._log)
        self._told(answer)
        return answer

    def rate(self, turn: str, thumb: Thumb, reason: str = "") -> None:
        """Keep a learner's thumb on a turn; the last one counts."""
        self._store.conversations.rate(Feedback(turn=turn, at=self._now(), thumb=thumb, reason=reason[:QUESTION_LIMIT]))

    def _new(self, answer: Answer, learner: str, at: datetime) -> Conversation:
        topic = answer.question.topic
        return Conversation(id=self._new_id(), learner=learner, title=titled(answer), created=at, updated=at, topic=topic)
