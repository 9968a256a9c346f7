"""What each address of the HTTP interface does."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from fastapi import Depends, HTTPException, Request
from fastapi.responses import JSONResponse

from studybot import __version__
from studybot.access.codes import course_of, join
from studybot.access.passwords import Login, log_in
from studybot.api.values import (
    AskRequest,
    FeedbackReply,
    FeedbackRequest,
    HealthReply,
    JoinRequest,
    PassageReply,
    ReadyReply,
    TokenReply,
    TokenRequest,
    TopicReply,
)
from studybot.errors import NotFound, StoreError, UsageError
from studybot.render import answer_object
from studybot.served import Served
from studybot.server import COURSE
from studybot.store import Store
from studybot.web.checks import Busy, Checks
from studybot.web.identity import Signer, new_learner

T = TypeVar("T")
READY = 2.0  # seconds that the database may take
NO_TOKEN = "this token was not made here: get one by POST /api/token and send it as 'authorization: Bearer TOKEN'"


async def _served(request: Request) -> Served:
    studybot: Served = request.scope.get(COURSE) or request.app.state.studybot
    return studybot


Addressed = Annotated[Served, Depends(_served)]


def _bearer(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if not kind:
        return None
    signer: Signer = request.app.state.signer
    learner = signer.read(token.strip()) if kind.lower() == "bearer" else None
    if learner is None:
        raise HTTPException(401, NO_TOKEN)
    return learner


Bearer = Annotated[str | None, Depends(_bearer)]


async def token(request: Request, asked: TokenRequest | None = None) -> TokenReply:
    """Return a token, with which, and only with which, a learner's conversations go on.

    Of a new learner; where the setting `learners` is `named`, of one with the name that is sent; where it is `closed`, of the
    person whose name and password are sent.
    """
    first: Served = request.app.state.studybot
    signer: Signer = request.app.state.signer
    given = asked or TokenRequest()
    if first.settings.learners == "closed":
        return TokenReply(token=await asyncio.to_thread(signer.sign, await _known(request, given)))
    learner, name = new_learner(), " ".join(given.name.split())
    if name:
        await asyncio.to_thread(first.store.learners.set_name, learner, name)
    elif first.settings.learners == "named":
        raise UsageError("'name' is missing: send {\"name\": ...}, and the token is of a learner with that name")
    return TokenReply(token=signer.sign(learner))


async def _known(request: Request, given: TokenRequest) -> str:
    """The learner's id of a person with a password."""
    accounts = request.app.state.studybot.store.accounts
    place = request.client.host if request.client else ""

    def checked() -> tuple[Login, str]:
        found = log_in(accounts, given.name, given.password, at=datetime.now(UTC), place=place)
        return found, accounts.find(found.user).learner if found.user else ""

    found, learner = await _in_turn(request, checked)
    if not learner:
        headers = {"retry-after": str(found.wait)} if found.wait else None
        raise HTTPException(429 if found.wait else 401, found.message, headers)
    return learner


async def _in_turn(request: Request, check: Callable[[], T]) -> T:
    """Run what takes as long as a password; who comes when too many wait is asked to come back."""
    checks: Checks = request.app.state.checks
    try:
        return await checks.run(check)
    except Busy:
        raise HTTPException(429, "many people are logging in just now: try again in a moment", {"retry-after": "5"}) from None


async def join_course(given: JoinRequest, request: Request) -> TokenReply:
    """Make a learner of the course that a join code opens, and return their token; the setting `learners` is `closed`."""
    first: Served = request.app.state.studybot
    if first.settings.learners != "closed":
        raise UsageError("nobody needs to join here: POST /api/token gives a token")

    def joined() -> str:
        accounts = first.store.accounts
        course = course_of(accounts, given.code)
        return join(accounts, course, given.name, given.password, learner="", at=datetime.now(UTC)).learner

    signer: Signer = request.app.state.signer
    return TokenReply(token=await asyncio.to_thread(signer.sign, await _in_turn(request, joined)))


def ask(asked: AskRequest, studybot: Addressed, learner: Bearer) -> JSONResponse:
    """Answer a question from the course; the outcome (covered, not_covered, outside) says whether the course answers it.

    The words are the course's own as they stand there: Markdown, which may hold HTML. Clean it before you show it as HTML.
    """
    topic = studybot.opened.topic(asked.topic).id if asked.topic else None
    if asked.conversation is not None:
        _check_owner(studybot.store, asked.conversation, learner)
    if learner is None:
        return JSONResponse(answer_object(studybot.chat.answer(asked.question, topic=topic)))
    turn = studybot.chat.say(asked.question, learner=learner, conversation=asked.conversation, topic=topic)
    kept = {"turn": turn.id, "conversation": turn.conversation}
    return JSONResponse(answer_object(turn.answer, turn.id) | kept)


def _check_owner(store: Store, conversation: str, learner: str | None) -> None:
    """Another learner's conversation is one that does not exist."""
    if learner is None or store.conversations.find(conversation).learner != learner:
        raise NotFound(f"there is no conversation {conversation!r} of this learner: send the token that began it")


def topics(studybot: Addressed) -> list[TopicReply]:
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


def passage(passage_id: str, studybot: Addressed) -> PassageReply:
    """Return one passage of the course with the questions of the bank that it answers."""
    found = studybot.backend.passage(passage_id)
    shown = found.model_dump(include={"id", "topic", "source", "kind", "start", "end", "text"})
    return PassageReply(**shown, section=found.heading, questions=studybot.backend.questions(passage_id))


def feedback(given: FeedbackRequest, studybot: Addressed, learner: Bearer) -> FeedbackReply:
    """Keep a thumb up or down on a turn of the token's learner."""
    _check_owner(studybot.store, studybot.store.conversations.turn(given.turn).conversation, learner)
    studybot.chat.rate(given.turn, given.thumb, given.reason)
    return FeedbackReply(turn=given.turn, thumb=given.thumb, reason=given.reason)


async def health(studybot: Addressed) -> HealthReply:
    """Return what is served, once everything is open; it waits for nobody's thread."""
    manifest = studybot.manifest
    return HealthReply(
        status="ok",
        version=__version__,
        course=studybot.course.title,
        model=manifest.embedder,
        index=manifest.counts,
        digest=manifest.digest,
    )


async def ready(studybot: Addressed) -> ReadyReply:
    """Say that questions can be answered and kept: the index is open and the database can be read."""
    digest = studybot.manifest.digest
    try:
        await asyncio.wait_for(asyncio.to_thread(studybot.store.accounts.all), READY)
    except TimeoutError:
        raise StoreError("the database does not answer: see the server's log") from None
    return ReadyReply(status="ready", digest=digest)
