"""The lines of a batch: each is a question, or the sentence that says why it is none."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from studybot.answer.batch import Asked
from studybot.chat import checked
from studybot.errors import DatasetError, QuestionError
from studybot.types import Value


def _text(value: object) -> object:
    """Numbers serve as ids and names of conversations too."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Record(BaseModel):
    """What a line may say; anything else in it (a dataset's evidence, notes) is left alone."""

    id: Annotated[str, BeforeValidator(_text), Field(min_length=1)]
    question: str
    conversation: Annotated[str | None, BeforeValidator(_text)] = None
    turn: Annotated[int | None, Field(ge=1)] = None


class Line(Value):
    """One line: `asked`, or `error` with the id if it could be read."""

    id: str | None
    asked: Asked | None = None
    error: str = ""


def read_lines(path: Path, topic: str | None) -> Iterator[Line]:
    """Yield the lines of a batch file that are not blank; DatasetError when the file cannot be read."""
    seen: dict[str, int] = {}
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if raw.strip():
                    yield _line(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw, number, topic, seen)
    except OSError as error:
        raise DatasetError(f"{str(path)!r} cannot be read ({error.strerror}): name a JSONL file with --batch") from error


def _line(raw: bytes, number: int, topic: str | None, seen: dict[str, int]) -> Line:
    try:
        data = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return Line(id=None, error=f"line {number} is no JSON in UTF-8 ({error})")
    if not isinstance(data, dict):
        return Line(id=None, error=f"line {number} is no JSON object with 'id' and 'question'")
    try:
        record = Record.model_validate(data)
    except ValidationError as error:
        return Line(id=_readable_id(data), error=f"line {number}: {_reasons(error)}")
    if record.id in seen:
        return Line(id=record.id, error=f"line {number}: id {record.id!r} is taken by line {seen[record.id]}")
    seen[record.id] = number
    try:
        question = checked(record.question, topic)
    except QuestionError as error:
        return Line(id=record.id, error=f"line {number}: {error}")
    asked = Asked(id=record.id, question=question, conversation=record.conversation or "", turn=record.turn or 1)
    return Line(id=record.id, asked=asked)


def _readable_id(data: dict[str, Any]) -> str | None:
    value = _text(data.get("id"))
    return value if isinstance(value, str) and value else None


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        f"{str(one['loc'][0])!r} is missing" if one["type"] == "missing" else f"{str(one['loc'][0])!r}: {one['msg']}"
        for one in error.errors()
    )
