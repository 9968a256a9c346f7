"""Objectives labelled by hand, `objectives/labelled.jsonl` of a course: half to learn the decision, half to report it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from studybot.coverage.agree import Label
from studybot.errors import DatasetError
from studybot.types import Value

OBJECTIVES_FOLDER = "objectives"


class Labelled(Value):
    """One objective with its label; `sections` (`topic/section`) are those that teach it, or a part of it."""

    id: str
    part: Literal["dev", "test"]
    objective: str = Field(min_length=1)
    label: Label
    sections: tuple[str, ...] = ()


def labelled_path(course: Path) -> Path:
    """Return where a course keeps its labelled objectives."""
    return course / OBJECTIVES_FOLDER / "labelled.jsonl"


def read_labelled(path: Path) -> list[Labelled]:
    """Return the labelled objectives of a file; raises DatasetError naming every line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"labelled objectives {str(path)!r} cannot be read ({error}): name a JSONL file") from error
    found = list(_parsed(lines))
    problems = [one for one in found if isinstance(one, str)]
    if problems or not found:
        raise DatasetError(f"labelled objectives {str(path)!r}: {'; '.join(problems) or 'the file is empty'}")
    return [one for one in found if isinstance(one, Labelled)]


def _parsed(lines: list[str]) -> Iterator[Labelled | str]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield Labelled.model_validate(json.loads(line))
            except (ValueError, ValidationError) as error:
                yield f"line {number}: {' '.join(str(error).split())[:120]}"
