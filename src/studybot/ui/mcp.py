"""studybot's functions for MCP clients: ask the course, list its topics, read a passage."""

import json
from collections.abc import Callable, Mapping
from functools import wraps

from gradio.events import api
from gradio.exceptions import Error
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studybot.chat import checked
from studybot.errors import StudybotError
from studybot.render import answer_object
from studybot.server import Server
from studybot.web.replies import error_reply

JOIN = "/gradio_api/queue/join"  # by which Gradio's own client, and so MCP, calls a function


class Known:
    """Refuses calls of functions that do not exist, or with too little, which Gradio takes for faults of the server.

    `functions` has the number of values that each takes.
    """

    def __init__(self, app: ASGIApp, *, functions: Mapping[int, int]) -> None:
        self._app = app
        self._functions = functions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that there is no such function."""
        if scope["type"] != "http" or scope["path"].rstrip("/") != JOIN:
            await self._app(scope, receive, send)
            return
        body = await Request(scope, receive).body()
        number, given = _call(body)
        if given < self._functions.get(number, given + 1):
            sentence = "there is no such function: 'fn_index' names one, 'data' has a value for each thing that it takes"
            await error_reply(404, sentence)(scope, receive, send)
            return
        left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return left.pop() if left else await receive()

        await self._app(scope, again, send)


def _call(body: bytes) -> tuple[int, int]:
    """The number of the function that a call names, -1 for a body that names none, and how many values it gives."""
    try:
        call = json.loads(body)
    except (ValueError, RecursionError):
        return -1, 0
    number, data = (call.get("fn_index"), call.get("data")) if isinstance(call, dict) else (None, None)
    return number if type(number) is int else -1, len(data) if isinstance(data, list) else 0


def add(server: Server) -> None:
    """Add the tools to the open Blocks."""

    def ask_course(question: str, topic: str = "") -> dict[str, object]:
        """Answer a question from the course's own words, with citations; the outcome says when the course has no answer.

        Args:
            question: what the learner wants to know, in a sentence.
            topic: id of the topic to search in; empty means the whole course.

        """
        return answer_object(server.asked_for.assistant.ask(checked(question, topic)))

    def list_topics() -> list[dict[str, str]]:
        """List the topics of the course in order, each with its id, title and category."""
        return [{"id": one.id, "title": one.title, "category": one.category} for one in server.asked_for.course.topics]

    def read_passage(passage_id: str) -> dict[str, str]:
        """Return a passage of the course as Markdown, with the topic and section it stands in.

        Args:
            passage_id: the id of a passage, as citations give it.

        """
        passage = server.asked_for.backend.passage(passage_id)
        return {"id": passage.id, "section": passage.heading, "text": passage.text}

    for tool in (ask_course, list_topics, read_passage):
        api(_said(tool))


def _said(tool: Callable[..., object]) -> Callable[..., object]:
    """The tool with its errors as sentences for whoever called it, instead of a fault of the server without one."""

    @wraps(tool)
    def called(*given: object, **named: object) -> object:
        try:
            return tool(*given, **named)
        except StudybotError as error:
            raise Error(str(error), print_exception=False) from error

    return called
