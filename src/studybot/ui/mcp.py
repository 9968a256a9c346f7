"""studybot's functions for MCP clients: ask the course, list its topics, read a passage."""

from collections.abc import Callable
from functools import wraps

from gradio.events import api
from gradio.exceptions import Error

from studybot.chat import checked
from studybot.errors import StudybotError
from studybot.render import answer_object
from studybot.server import Server


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
