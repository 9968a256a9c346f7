"""The folder in which runs are kept: a new one's name, those that are there, and one found by its name."""

from datetime import datetime
from pathlib import Path

from studybot.errors import NotFound, StudybotError
from studybot.evaluate.folder import RUN, SUMMARY, RunRecord, read_record
from studybot.types import Value

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
