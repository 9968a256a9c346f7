"""An evaluation dataset: JSONL with one case a line, CSV or YAML; every problem is found before anything runs."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from studybot.errors import DatasetError, UsageError
from studybot.evaluate.case import Case
from studybot.evaluate.tables import Row, csv_rows, yaml_rows
from studybot.files import read_text
from studybot.types import Value

PROBLEMS_SHOWN = 50


class Dataset(Value):
    """The cases of one file; `digest` is the hash of what they say, not of how the lines are written."""

    name: str
    digest: str
    cases: tuple[Case, ...]
    lines: tuple[int, ...]


class Problem(Value):
    """One thing that is wrong with a dataset; line 0 means the whole file."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else "file"
        return f"{place}, {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


def read_dataset(path: Path) -> Dataset:
    """Return the dataset of a file, by its ending. Raises DatasetError listing every problem with its line and field."""
    return parse_dataset(read_text(path, "dataset"), name=path.stem, place=str(path))


def parse_dataset(text: str, *, name: str, place: str) -> Dataset:
    """Return the dataset of a text, JSONL unless `place` ends in .csv, .tsv, .yaml or .yml; `place` is what messages call it.

    Raises DatasetError listing every problem.
    """
    suffix = Path(place).suffix.lower()
    reader: Callable[[str], Iterable[Row | Problem]]
    reader = csv_rows if suffix in (".csv", ".tsv") else yaml_rows if suffix in (".yaml", ".yml") else _json_rows
    cases, lines, problems = _parse(reader(text))
    if not cases and not problems:
        problems.append(Problem(line=0, field="", message="is empty: write one JSON object a line"))
    problems.extend(_together(cases, lines))
    if problems:
        raise DatasetError(describe_problems(place, problems))
    return Dataset(name=name, digest=digest(cases), cases=tuple(cases), lines=tuple(lines))


def describe_problems(name: str, problems: Sequence[Problem]) -> str:
    """Return one message that lists the problems of a dataset in the order of its lines."""
    ordered = sorted(problems, key=lambda problem: problem.line)
    rows = [f"  {problem}" for problem in ordered[:PROBLEMS_SHOWN]]
    if len(ordered) > PROBLEMS_SHOWN:
        rows.append(f"  and {len(ordered) - PROBLEMS_SHOWN} more")
    count = f"{len(ordered)} problem{'s' if len(ordered) > 1 else ''}"
    return "\n".join([f"dataset {name!r} has {count}: correct them and run 'studybot eval check {name}'", *rows])


def digest(cases: Iterable[Case]) -> str:
    """Return a hash of the cases in their order, 16 hexadecimal digits."""
    hashed = hashlib.sha256()
    for case in cases:
        hashed.update(case.model_dump_json(exclude_defaults=True).encode() + b"\n")
    return hashed.hexdigest()[:16]


def _parse(rows: Iterable[Row | Problem]) -> tuple[list[Case], list[int], list[Problem]]:
    cases: list[Case] = []
    lines: list[int] = []
    problems: list[Problem] = []
    try:
        for row in rows:
            if isinstance(row, Problem):
                problems.append(row)
                continue
            try:
                cases.append(Case.model_validate(row[1]))
                lines.append(row[0])
            except ValidationError as error:
                problems.extend(_validation_problems(row[0], error))
    except ValueError as error:
        problems.append(Problem(line=0, field="", message=str(error)))
    return cases, lines, problems


def _json_rows(text: str) -> Iterator[Row | Problem]:
    # Only a line feed ends a line: str.splitlines would also split at characters that JSON strings may hold.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line, object_pairs_hook=_once)
            except (ValueError, RecursionError) as error:
                yield Problem(line=number, field="", message=f"is no valid JSON ({error})")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice in one object: JSON parsers silently keep the last."""
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"key {key!r} stands twice")
    return dict(pairs)


def _validation_problems(line: int, error: ValidationError) -> list[Problem]:
    found = []
    for item in error.errors():
        message = "unknown key" if item["type"] == "extra_forbidden" else item["msg"].removeprefix("Value error, ")
        found.append(Problem(line=line, field=".".join(map(str, item["loc"])), message=message))
    return found


def _together(cases: Sequence[Case], lines: Sequence[int]) -> list[Problem]:
    """What is wrong between lines: ids and turns that stand twice, conversations with a turn missing."""
    problems: list[Problem] = []
    first: dict[str, int] = {}
    turns: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for case, line in zip(cases, lines, strict=True):
        if case.id in first:
            problems.append(Problem(line=line, field="id", message=f"{case.id!r} stands on line {first[case.id]} already"))
        first.setdefault(case.id, line)
        if not case.conversation:
            continue
        if case.turn in turns[case.conversation]:
            message = f"turn {case.turn} of conversation {case.conversation!r} stands twice"
            problems.append(Problem(line=line, field="turn", message=message))
        turns[case.conversation].setdefault(case.turn, line)
    for name, found in turns.items():
        missing = sorted(set(range(1, max(found) + 1)) - set(found))
        if missing:
            message = f"conversation {name!r} lacks turn {', '.join(map(str, missing))}"
            problems.append(Problem(line=found[max(found)], field="turn", message=message))
    return problems


# What a case, and what was measured of it, are parted by.
FIELDS: dict[str, Callable[[Any], tuple[str, ...]]] = {
    "id": lambda case: (case.id,),
    "topic": lambda case: (case.topic or "none",),
    "kind": lambda case: (case.kind,),
    "group": lambda case: (case.group or "none",),
    "act": lambda case: (case.act,),
    "tag": lambda case: case.tags or ("none",),
    "paraphrase": lambda case: (str(case.paraphrase).lower(),),
    "answerable": lambda case: (str(case.answerable).lower(),),
    "follow_up": lambda case: (str(case.follow_up).lower(),),
}


def only(dataset: Dataset, filters: Sequence[str]) -> Dataset:
    """Return the cases that pass every field named, in one of its values; a conversation stays whole.

    A filter is `field=value`. Raises UsageError for a field that there is not, and when nothing is left.
    """
    wanted: dict[str, set[str]] = {}
    for one in filters:
        field, sign, value = one.partition("=")
        if not sign or field not in FIELDS:
            raise UsageError(f"--only {one!r} is no filter: write FIELD=VALUE, the field being one of {', '.join(FIELDS)}")
        wanted.setdefault(field, set()).add(value)
    passed = [case for case in dataset.cases if all(values.intersection(FIELDS[name](case)) for name, values in wanted.items())]
    ids, talks = {case.id for case in passed}, {case.conversation for case in passed if case.conversation}
    kept = [
        pair for pair in zip(dataset.cases, dataset.lines, strict=True) if pair[0].id in ids or pair[0].conversation in talks
    ]
    if not kept:
        raise UsageError(f"no question of {dataset.name!r} is left by --only {' --only '.join(filters)}")
    cases = tuple(case for case, _ in kept)
    return Dataset(name=dataset.name, digest=digest(cases), cases=cases, lines=tuple(line for _, line in kept))
