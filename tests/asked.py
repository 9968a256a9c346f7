"""Learners who asked in vain: lines of the question log without a model that answers."""

from datetime import UTC, datetime, timedelta

from studybot.store import Store
from studybot.types import Answer, Conversation, Hit, Passage, Question, Turn

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ask_in_vain(store: Store, nearest: Passage, *questions: str, learner: str = "ann") -> None:
    """Record questions that found no answer, one an hour from AT, as turns t0, t1 ... of conversations c0, c1 ..."""
    hits = (Hit(passage=nearest, rank=1, score=0.1),)
    for number, text in enumerate(questions):
        talk = Conversation(id=f"c{number}", learner=learner, title=text, created=AT, updated=AT)
        answer = Answer(question=Question(text=text), understood=text, outcome="not_covered", hits=hits)
        store.conversations.add(talk)
        at = AT + timedelta(hours=number)
        store.conversations.record(Turn(id=f"t{number}", conversation=talk.id, position=1, at=at, answer=answer))
