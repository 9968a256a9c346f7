"""The datasets that the Evaluate page offers: those of the course, and those that somebody added."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from studybot.errors import DatasetError, NotFound, StoreError
from studybot.evaluate.check import check_dataset
from studybot.evaluate.dataset import Dataset, parse_dataset, read_dataset
from studybot.files import write_whole
from studybot.settings import Settings
from studybot.types import Value

FEEDBACK = "feedback.jsonl"
TABLES = (".csv", ".tsv", ".yaml", ".yml")  # kept as JSONL, like all the others
LARGEST = 20_000_000  # characters of an uploaded file
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


class Offered(Value):
    """A dataset that can be chosen; `problem` says why one cannot."""

    id: str
    name: str
    origin: Literal["course", "added"]
    questions: int = 0
    answerable: int = 0
    unlabelled: int = 0
    digest: str = ""
    problem: str = ""


def added_folder(settings: Settings) -> Path:
    """Return the folder of the datasets that were added."""
    return settings.data / "datasets"


def offered(settings: Settings) -> list[Offered]:
    """Return every dataset by its place and name; one that cannot be read says why."""
    return [_describe(id, path) for id, path in _paths(settings).items()]


def chosen(settings: Settings, id: str) -> Dataset:
    """Return the dataset with an id of the list; raises NotFound, or DatasetError when it is broken."""
    path = _paths(settings).get(id)
    if path is None:
        raise NotFound("This dataset is not there any more: reload the page.")
    return read_dataset(path)


def with_digest(settings: Settings, digest: str) -> Dataset | None:
    """Return the dataset that a run was made from, None when no dataset says the same any more."""
    found = next((one for one in offered(settings) if one.digest == digest), None)
    return chosen(settings, found.id) if found is not None else None


def add(settings: Settings, file_name: str, text: str, documents: Mapping[str, str]) -> str:
    """Keep an uploaded dataset whose every quote is in the course, and return its id; nothing is kept of a broken one."""
    if len(text) > LARGEST:
        raise DatasetError(f"{file_name!r} has {len(text):,} characters, up to {LARGEST:,} are read: split it.")
    stem = _UNSAFE.sub("-", Path(file_name).stem).strip("-")[:60] or "dataset"
    dataset = parse_dataset(text, name=stem, place=file_name)
    check_dataset(dataset, documents)
    if Path(file_name).suffix.lower() in TABLES:
        text = "".join(case.model_dump_json(exclude_defaults=True) + "\n" for case in dataset.cases)
    folder = added_folder(settings)
    number = 1
    while (path := folder / f"{stem}{'' if number == 1 else f'-{number}'}.jsonl").exists():
        if path.read_text(encoding="utf-8") == text:
            return f"added/{path.name}"
        number += 1
    try:
        write_whole(path, text)
    except OSError as error:
        raise StoreError(f"The dataset could not be kept ({error.strerror}): check {str(folder)!r}.") from error
    return f"added/{path.name}"


def _paths(settings: Settings) -> dict[str, Path]:
    folders = {"course": settings.course / "evaluation", "added": added_folder(settings)}
    return {f"{origin}/{path.name}": path for origin, folder in folders.items() for path in sorted(folder.glob("*.jsonl"))}


def _describe(id: str, path: Path) -> Offered:
    origin: Literal["course", "added"] = "course" if id.startswith("course/") else "added"
    try:
        dataset = read_dataset(path)
    except DatasetError as error:
        return Offered(id=id, name=path.stem, origin=origin, problem=str(error))
    return Offered(
        id=id,
        name=path.stem,
        origin=origin,
        questions=len(dataset.cases),
        answerable=sum(case.answerable for case in dataset.cases),
        unlabelled=sum(case.unlabelled for case in dataset.cases),
        digest=dataset.digest,
    )
