"""What each address of the HTTP interface does."""

from collections import Counter
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import JSONResponse

from studybot import __version__
from studybot.api.values import (
    AskRequest,
    FeedbackReply,
    FeedbackRequest,
    HealthReply,
    PassageReply,
    TopicReply,
)
from studybot.errors import NotFound
from studybot.render import answer_object
from studybot.server import COURSE
from studybot.wiring import Studybot


def _served(request: Request) -> Studybot:
    studybot: Studybot = request.scope.get(COURSE) or request.app.state.studybot
    return studybot


Served = Annotated[Studybot, Depends(_served)]


def ask(asked: AskRequest, studybot: Served) -> JSONResponse:
    """Answer a question from the course; the outcome (covered, not_covered, outside) says whether the course answers it."""
    topic = studybot.topic(asked.topic).id if asked.topic else None
    if asked.learner is None and asked.conversation is None:
        return JSONResponse(answer_object(studybot.chat.answer(asked.question, topic=topic)))
    learner = _learner(studybot, asked)
    turn = studybot.chat.say(asked.question, learner=learner, conversation=asked.conversation, topic=topic)
    kept = {"turn": turn.id, "conversation": turn.conversation}
    return JSONResponse(answer_object(turn.answer, turn.id) | kept)


def _learner(studybot: Studybot, asked: AskRequest) -> str:
    """Whose turn this will be; another learner's conversation is one that does not exist."""
    if asked.conversation is None:
        return asked.learner or ""
    owner = studybot.store.conversation(asked.conversation).learner
    if asked.learner not in (None, owner):
        raise NotFound(f"there is no conversation {asked.conversation!r} of this learner")
    return owner


def topics(studybot: Served) -> list[TopicReply]:
    """Return the topics of the course in order."""
    counts = Counter(passage.topic for passage in studybot.passages)
    return [
        TopicReply(
            id=topic.id,
            title=topic.title,
            icon=topic.icon,
            category=topic.card_category or topic.category,
            order=topic.order,
            passages=counts[topic.id],
        )
        for topic in studybot.course.topics
    ]


def passage(passage_id: str, studybot: Served) -> PassageReply:
    """Return one passage of the course with the questions of the bank that it answers."""
    found = studybot.backend.passage(passage_id)
    return PassageReply(
        id=found.id,
        topic=found.topic,
        section=" > ".join(found.path),
        source=found.source,
        kind=found.kind,
        start=found.start,
        end=found.end,
        text=found.text,
        questions=studybot.backend.questions(passage_id),
    )


def feedback(given: FeedbackRequest, studybot: Served) -> FeedbackReply:
    """Keep a thumb up or down on a turn that was kept."""
    studybot.chat.rate(given.turn, given.thumb, given.reason)
    return FeedbackReply(turn=given.turn, thumb=given.thumb, reason=given.reason)


def health(studybot: Served) -> HealthReply:
    """Return what is served, once everything is open."""
    manifest = studybot.manifest
    return HealthReply(
        status="ok",
        version=__version__,
        course=studybot.course.title,
        model=manifest.embedder,
        index=manifest.counts,
        digest=manifest.digest,
    )


def nothing(request: Request, rest: str) -> None:
    """Refuse an address that does not exist."""
    raise NotFound(f"there is no {request.method} {request.url.path}: see /docs")
