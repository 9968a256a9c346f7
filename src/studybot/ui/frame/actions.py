"""What the pages' scripts call: named actions that answer with a value or with a sentence, never with a stack trace."""

import logging
import re
import string
from collections.abc import Callable, Mapping
from functools import cached_property, partial, update_wrapper
from typing import Annotated, Any, Generic, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from studybot.errors import StudybotError
from studybot.shown import capital
from studybot.speech import phrase, t
from studybot.types import Value

Reply = dict[str, object]
Action = Callable[[Any], Reply]
Held = TypeVar("Held")
Asked = TypeVar("Asked", bound=BaseModel)
Answered = TypeVar("Answered", bound=BaseModel)
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200)]
OwnId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]  # of a learner, or of what a page makes itself

_log = logging.getLogger(__name__)
RELOAD = phrase("The page and the server do not fit together: reload the page.")
_OPAQUE = re.compile(r"\b(?:(?:its|the) )?([a-z]+) '[0-9a-f]{12,}'")  # an id that tells a reader nothing
_BROKEN = phrase("Something went wrong on the server, and nothing was changed. Try again; the cause is in the server's log.")


class Request(Value):
    """What a script sends with a call, and the `learner` whose cookie came with it."""

    model_config = ConfigDict(extra="ignore")

    learner: OwnId


class Typed(Generic[Held, Asked, Answered]):
    """An action as a script calls it: what comes is checked against the model that it takes, what goes is that of its reply."""

    def __init__(self, function: Callable[[Held, Asked], Answered]) -> None:
        update_wrapper(self, function)
        self.function = function

    @cached_property
    def models(self) -> tuple[type[BaseModel], type[BaseModel]]:
        """The models of what it takes and of its reply."""
        hints = get_type_hints(self.function)
        answered = hints.pop("return")
        return list(hints.values())[-1], answered

    def __call__(self, held: Held, data: Any) -> Reply:
        """Do it with what the page holds; a field of the reply that is None is not sent."""
        asked: Any = self.models[0].model_validate(data)
        return self.function(held, asked).model_dump(mode="json", exclude_none=True)


Actions = Mapping[str, Typed[Held, Any, Any]]


def action(function: Callable[[Held, Asked], Answered]) -> Typed[Held, Asked, Answered]:
    """Make an action of a function from what a page holds and a request to a reply."""
    return Typed(function)


def bound(actions: Actions[Held], held: Held) -> dict[str, Action]:
    """Return a page's actions with what the page holds."""
    return {name: partial(one, held) for name, one in actions.items()}


def sentence(error: StudybotError) -> str:
    """Return what an error says, for somebody who knows things by their names and not by their ids."""
    text = _OPAQUE.sub(r"this \1", str(error))
    return text if text == str(error) else capital(text)


def dispatcher(actions: Mapping[str, Action]) -> Callable[[Any], Reply]:
    """Return the one function that a page's script calls; a failure comes back as {"error": sentence}."""

    def studybot_call(data: Any) -> Reply:
        try:
            action = actions.get(str(data.get("action"))) if isinstance(data, dict) else None
            return action(data) if action else {"error": t(RELOAD)}
        except StudybotError as error:
            return {"error": sentence(error)}
        except ValidationError:
            return {"error": t(RELOAD)}
        except Exception:  # a face answers with a sentence whatever happens; the log keeps the trace
            _log.exception("a call of the page failed")
            return {"error": t(_BROKEN)}

    return studybot_call


LONGEST = 160  # characters of a value in a line
Changes = Mapping[str, Callable[[Mapping[str, Any]], str]]
"""What is written when an action by this name went well, out of what was sent with it; "" for nothing."""


def line(text: str, *, when: str = "") -> Callable[[Mapping[str, Any]], str]:
    """Return a line with {names} of what was sent; with `when`, one that is written only if that was sent and is not empty."""
    names = [name for _, name, _, _ in string.Formatter().parse(text) if name]

    def said(data: Mapping[str, Any]) -> str:
        if when and not data.get(when):
            return ""
        return " ".join(text.format(**{name: _shown(data.get(name)) for name in names}).split())

    return said


def either(
    name: str, given: Callable[[Mapping[str, Any]], str], missing: Callable[[Mapping[str, Any]], str]
) -> Callable[[Mapping[str, Any]], str]:
    """Return the line `given` where something was sent by that name, else the other one."""
    return lambda data: (given if str(data.get(name) or "").strip() else missing)(data)


def _shown(value: object) -> str:
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


class Html(Value):
    """HTML to put into the page."""

    html: str


class Text(Value):
    """A sentence on what was done."""

    text: str


class Said(Value):
    """A sentence on what was done, for where it fades."""

    said: str


class Download(Value):
    """A file to keep: its text, or its bytes as base64."""

    name: str
    text: str | None = None
    base64: str | None = None
