"""Runs and where they are kept: `run.json`, `answers.jsonl`, `measures.jsonl`, `timings.jsonl`, at last `summary.json`."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import Field, JsonValue, ValidationError

from studybot.errors import NotFound, StudybotError, UsageError
from studybot.evaluate.rows import AnswerRow, MeasureRow, TimingRow
from studybot.evaluate.summary import Summary
from studybot.files import replacing, write_whole
from studybot.types import UtcTime, Value

Row = TypeVar("Row", bound=Value)

RUN, SUMMARY, ANSWERS, MEASURES, TIMINGS = "run.json", "summary.json", "answers.jsonl", "measures.jsonl", "timings.jsonl"
STREAMS = (ANSWERS, MEASURES, TIMINGS)


class Circumstances(Value):
    """Under what a run was made; two runs with equal circumstances measure the same."""

    index_digest: str
    settings: dict[str, JsonValue] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    commit: str = ""


class Latency(Value):
    """Milliseconds of one answer (half of them and 95 of 100 are at most this long) and answers per second of wall clock."""

    p50: float
    p95: float
    per_second: float


class RunRecord(Value):
    """`run.json`: what a run was made from, and everything that differs between two equal runs (times)."""

    dataset: str
    dataset_digest: str
    questions: int
    seed: int
    block: int
    circumstances: Circumstances
    started: UtcTime
    seconds: float = 0.0
    resumed: int = 0
    finished: bool = False
    latency: Latency | None = None


def read_record(folder: Path) -> RunRecord:
    """Return `run.json` of a folder. Raises NotFound when the folder is no run, UsageError when the file is damaged."""
    return _read_value(folder / RUN, RunRecord)


def read_summary(folder: Path) -> Summary:
    """Return `summary.json` of a finished run. Raises NotFound when the run is missing or unfinished."""
    if (folder / RUN).exists() and not (folder / SUMMARY).exists():
        raise NotFound(f"run {str(folder)!r} is not finished: run 'studybot eval run' again with --out {folder}")
    return _read_value(folder / SUMMARY, Summary)


def read_answers(folder: Path) -> Iterator[AnswerRow]:
    """Yield the answers of a run in the order in which they were asked."""
    return _read_rows(folder / ANSWERS, AnswerRow)


def read_measures(folder: Path) -> list[MeasureRow]:
    """Return the measures of a run in the order in which its questions were asked."""
    return list(_read_rows(folder / MEASURES, MeasureRow))


def read_timings(folder: Path) -> list[TimingRow]:
    """Return the timings of a run; a question that failed has none."""
    return list(_read_rows(folder / TIMINGS, TimingRow))


def write_value(path: Path, value: Value) -> None:
    """Write a value as indented JSON, whole."""
    write_whole(path, json.dumps(value.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n")


def append_rows(path: Path, rows: list[Value]) -> None:
    """Append one JSON line for each row."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(row.model_dump_json() + "\n")


def keep_lines(path: Path, ids: frozenset[str]) -> None:
    """Keep the whole lines of these questions and drop the rest, a line cut by a crash included."""
    if not path.exists():
        return
    with replacing(path) as beside, path.open(encoding="utf-8") as old, beside.open("w", encoding="utf-8", newline="\n") as new:
        new.writelines(line for line in old if line_id(line) in ids)


def written_ids(path: Path) -> set[str]:
    """Return the ids of the whole lines of a stream; a missing file has none."""
    if not path.exists():
        return set()
    with path.open(encoding="utf-8") as file:
        return {name for line in file if (name := line_id(line)) is not None}


def line_id(line: str) -> str | None:
    """Return the id of one line, None when a crash cut it."""
    if not line.endswith("\n"):
        return None
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row.get("id") if isinstance(row, dict) else None


def _read_value(path: Path, kind: type[Row]) -> Row:
    try:
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        raise NotFound(f"{str(path.parent)!r} is no evaluation run ({path.name}: {error.strerror}): see --out") from error
    except ValidationError as error:
        raise UsageError(f"{str(path)!r} is damaged or of another version: run the evaluation again") from error


def _read_rows(path: Path, kind: type[Row]) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield kind.model_validate_json(line)
                except ValidationError as error:
                    raise UsageError(f"{str(path)!r}, line {number} is damaged: run the evaluation again") from error
    except OSError as error:
        raise NotFound(f"{str(path.parent)!r} is no evaluation run ({path.name}: {error.strerror}): see --out") from error


class Differing(Value):
    """One thing that differs between a base and a run; a value that one of them lacks is empty."""

    name: str
    base: str
    run: str


def differing(base: RunRecord, run: RunRecord) -> tuple[Differing, ...]:
    """Return what differs between what two runs were made from, in a fixed order; times are no difference."""
    one, two = base.circumstances, run.circumstances
    plain = {
        "dataset": (base.dataset_digest, run.dataset_digest),
        "index": (one.index_digest, two.index_digest),
        "commit": (one.commit, two.commit),
        "seed": (base.seed, run.seed),
        "block size": (base.block, run.block),
    }
    found = [Differing(name=name, base=str(was), run=str(now)) for name, (was, now) in plain.items() if was != now]
    return (*found, *_keys("setting", one.settings, two.settings), *_keys("version of", one.versions, two.versions))


def differing_folders(base: Path, run: Path) -> tuple[Differing, ...] | None:
    """Return what differs between two run folders; None when one of them does not say what it was made from."""
    try:
        return differing(read_record(base), read_record(run))
    except StudybotError:
        return None


def _keys(kind: str, base: Mapping[str, object], run: Mapping[str, object]) -> Iterator[Differing]:
    for name in sorted({*base, *run}):
        was, now = (str(side[name]) if name in side else "" for side in (base, run))
        if was != now:
            yield Differing(name=f"{kind} {name}", base=was, run=now)


LISTED = 5  # runs that an error message names


class KeptRun(Value):
    """One run of the folder: its name and what it was made from."""

    name: str
    record: RunRecord


def new_run(runs: Path, dataset: str, at: datetime) -> Path:
    """Return a folder for a new run, named after its dataset and the time (UTC); none of that name exists yet."""
    name = f"{dataset}-{at:%Y%m%d-%H%M%S}"
    number = 1
    while (folder := runs / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return folder


def kept_runs(runs: Path) -> list[KeptRun]:
    """Return the runs of a folder, newest first; what is no run, or one of another version, is left out."""
    found: list[KeptRun] = []
    for path in runs.iterdir() if runs.is_dir() else ():
        try:
            found.append(KeptRun(name=path.name, record=read_record(path)))
        except StudybotError:
            continue
    return sorted(found, key=lambda run: (run.record.started, run.name), reverse=True)


def find_run(runs: Path, name: str) -> Path:
    """Return the folder of a run given by its path or, among the kept ones, its name; raises NotFound naming the newest."""
    for folder in (Path(name), runs / name):
        if (folder / RUN).is_file() or (folder / SUMMARY).is_file():
            return folder
    newest = ", ".join(repr(run.name) for run in kept_runs(runs)[:LISTED])
    raise NotFound(
        f"there is no run {name!r} (nor in {str(runs)!r}{f': the newest are {newest}' if newest else ', which is empty'}): "
        "make one with 'studybot eval run DATASET'"
    )
