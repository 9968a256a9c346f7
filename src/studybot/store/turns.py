"""Turns: record one, read them back with the proof they were shown with."""

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.engine import RowMapping

from studybot.errors import Conflict, NotFound, StoreError
from studybot.store import conversations, question_log
from studybot.store.keys import learners_key, pseudonym
from studybot.store.rows import QuestionLog
from studybot.store.schema import conversations as conversation_table
from studybot.store.schema import turns
from studybot.store.statements import exists
from studybot.types import Answer, Conversation, Turn


def record(connection: Connection, turn: Turn, log: QuestionLog, new: Conversation | None = None) -> Turn:
    """Keep a turn, with the conversation that it opens, and return it as kept: a taken position gives way to the next free one.

    NotFound without its conversation; Conflict when the turn is recorded already.
    """
    if new is not None:
        conversations.add(connection, new)
    conversation = conversations.find(connection, turn.conversation)
    if exists(connection, turns.c.id, turn.id):
        raise Conflict(f"turn {turn.id!r} is recorded already: reload the conversation")
    kept = turn.model_copy(update={"position": _free_position(connection, turn)})
    connection.execute(
        insert(turns).values(
            id=kept.id,
            conversation=kept.conversation,
            position=kept.position,
            at=kept.at,
            question=kept.answer.question.text,
            answer=kept.answer.model_dump_json(),
            said=said_text(kept.answer),
        )
    )
    touched = max(conversation.updated, kept.at)
    connection.execute(update(conversation_table).where(conversation_table.c.id == conversation.id).values(updated=touched))
    question_log.add(connection, kept, pseudonym(learners_key(connection), conversation.learner), log)
    return kept


def said_text(answer: Answer) -> str:
    """Return the words of an answer without their marks, for whoever searches in what was answered."""
    parts = [answer.said, *(f"{one.lead}\n{one.text}" for one in answer.statements)]
    return "\n".join(parts).replace("*", "").replace("`", "")


def _free_position(connection: Connection, turn: Turn) -> int:
    same = turns.c.conversation == turn.conversation
    if connection.execute(select(turns.c.id).where(same, turns.c.position == turn.position)).first() is None:
        return turn.position
    return int(connection.execute(select(func.max(turns.c.position)).where(same)).scalar_one()) + 1


def find(connection: Connection, turn: str) -> Turn:
    """Return one turn; NotFound when there is none."""
    row = connection.execute(select(turns).where(turns.c.id == turn)).mappings().first()
    if row is None:
        raise NotFound(f"turn {turn!r} does not exist (any more): reload the conversation")
    return _turn(row)


def of_conversation(connection: Connection, conversation: str) -> list[Turn]:
    """Return a conversation's turns in order; none when it does not exist."""
    query = select(turns).where(turns.c.conversation == conversation).order_by(turns.c.position)
    return [_turn(row) for row in connection.execute(query).mappings()]


def _turn(row: RowMapping) -> Turn:
    try:
        answer = Answer.model_validate_json(row["answer"])
    except ValueError as error:
        raise StoreError(
            f"the answer of turn {row['id']!r} is damaged: delete its conversation {row['conversation']!r}"
        ) from error
    return Turn(id=row["id"], conversation=row["conversation"], position=row["position"], at=row["at"], answer=answer)
