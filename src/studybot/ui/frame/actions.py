"""What the pages' scripts call: named actions that answer with a value or with a sentence, never with a stack trace."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from studybot.errors import StudybotError

Reply = dict[str, object]
Action = Callable[[Any], Reply]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200)]
LearnerId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]

_log = logging.getLogger(__name__)
RELOAD = "The page and the server do not fit together: reload the page."
_OPAQUE = re.compile(r"\b(?:(?:its|the) )?([a-z]+) '[0-9a-f]{12,}'")  # an id that tells a reader nothing
_BROKEN = "Something went wrong on the server, and nothing was changed. Try again; the cause is in the server's log."


class Request(BaseModel):
    """What a script sends with a call, and the `learner` whose cookie came with it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    learner: LearnerId


def sentence(error: StudybotError) -> str:
    """Return what an error says, for somebody who knows things by their names and not by their ids."""
    text = _OPAQUE.sub(r"this \1", str(error))
    return text if text == str(error) else text[:1].upper() + text[1:]


def dispatcher(actions: Mapping[str, Action]) -> Callable[[Any], Reply]:
    """Return the one function that a page's script calls; a failure comes back as {"error": sentence}."""

    def studybot_call(data: Any) -> Reply:
        try:
            action = actions.get(str(data.get("action"))) if isinstance(data, dict) else None
            return action(data) if action else {"error": RELOAD}
        except StudybotError as error:
            return {"error": sentence(error)}
        except ValidationError:
            return {"error": RELOAD}
        except Exception:  # a face answers with a sentence whatever happens; the log keeps the trace
            _log.exception("a call of the page failed")
            return {"error": _BROKEN}

    return studybot_call
