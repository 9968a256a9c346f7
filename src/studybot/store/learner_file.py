"""One learner as a file, and the seals by which its words are proved, when it is read again, to have been answered here."""

import hmac
import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, JsonValue, ValidationError

from studybot.errors import DatasetError
from studybot.store.rows import CardState, ExamRow, Learner, Note, Preferences, QuizResult, Reading, Review
from studybot.types import Conversation, Feedback, Turn, Value

_PROBLEMS_SHOWN = 5


class LearnerFile(Value):
    """Everything of one learner as one file that another browser or server can import.

    `seals` prove of turns, by their ids, that they were answered by the server that wrote the file.
    `others` are rows of other tables, for the learner to read: their account, what they shared, their lines of the log.
    """

    format: Literal["studybot-learner"] = "studybot-learner"
    version: Literal[1] = 1
    learner: Learner
    conversations: tuple[Conversation, ...] = ()
    turns: tuple[Turn, ...] = ()
    seals: dict[str, str] = Field(default_factory=dict)
    feedback: tuple[Feedback, ...] = ()
    card_states: tuple[CardState, ...] = ()
    reviews: tuple[Review, ...] = ()
    quiz_results: tuple[QuizResult, ...] = ()
    reading: tuple[Reading, ...] = ()
    exams: tuple[ExamRow, ...] = ()
    notes: tuple[Note, ...] = ()
    preferences: Preferences | None = None
    others: dict[str, tuple[dict[str, JsonValue], ...]] = Field(default_factory=dict)


def parse(data: object) -> LearnerFile:
    """Return a learner's file from what its JSON holds; DatasetError lists what is wrong."""
    try:
        file = LearnerFile.model_validate(data)
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, one['loc'])) or 'file'}: {one['msg']}" for one in error.errors()]
        raise _unusable(problems) from error
    talks, asked = {talk.id for talk in file.conversations}, {turn.id for turn in file.turns}
    problems = [
        f"turn {turn.id!r} belongs to no conversation of the file" for turn in file.turns if turn.conversation not in talks
    ]
    problems += [
        f"feedback on {given.turn!r} belongs to no turn of the file" for given in file.feedback if given.turn not in asked
    ]
    if problems:
        raise _unusable(problems)
    return file


def _unusable(problems: list[str]) -> DatasetError:
    shown = "; ".join(problems[:_PROBLEMS_SHOWN])
    more = f"; and {len(problems) - _PROBLEMS_SHOWN} more" if len(problems) > _PROBLEMS_SHOWN else ""
    return DatasetError(
        f"this is not a learner's file ({shown}{more}): export one from studybot and import that; nothing was changed"
    )


def seal(key: str, turn: Mapping[str, Any]) -> str:
    """Return what only this key makes of a turn as JSON: of when it was asked, and of the whole answer with its question.

    A number is the same whether it was written 1 or 1.0, so that a file may pass through other programs.
    """
    text = json.dumps(_plain({"at": turn["at"], "answer": turn["answer"]}), sort_keys=True)
    return hmac.digest(key.encode(), f"turn/{text}".encode(), "sha256").hex()


def sealed(key: str, data: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of a file's turns whose seals hold; the file has the form of one already."""
    given = {turn["id"]: (data.get("seals", {}).get(turn["id"], ""), seal(key, turn)) for turn in data.get("turns", ())}
    return frozenset(turn for turn, (said, true) in given.items() if hmac.compare_digest(said.encode(), true.encode()))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
