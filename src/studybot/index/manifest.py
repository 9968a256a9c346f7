"""The manifest of an index: what it was built from and how much it holds, read without what reads the index itself."""

import json
from hashlib import sha256
from pathlib import Path

from pydantic import Field, ValidationError

from studybot.errors import IndexUnusable
from studybot.types import Course, Receipt, Value

SCHEMA = 3
FRESH = "run 'studybot index --fresh'"


class Manifest(Value):
    """What an index was built from; `digests` maps each corpus file to the sha256 of its content.

    `sizes` is empty where an earlier version built the index.
    """

    schema_version: int
    embedder: str
    dimension: int
    passage_size: int
    digests: dict[str, str]
    counts: dict[str, int]
    sizes: dict[str, int] = Field(default_factory=dict)  # passages of each topic
    checksums: dict[str, str]
    course: Course
    receipt: Receipt

    @property
    def digest(self) -> str:
        """One hash over everything that decides what the index holds."""
        return sha256("".join(f"{name}{value}" for name, value in sorted(self.checksums.items())).encode()).hexdigest()[:16]


def load_manifest(folder: Path) -> Manifest:
    """Return the manifest of an index; raises IndexUnusable when there is none or it is not one of this version."""
    path = folder / "manifest.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise IndexUnusable(f"there is no index in {str(folder)!r}: run 'studybot index'") from error
    except (OSError, ValueError) as error:
        raise IndexUnusable(f"{str(path)!r} cannot be read ({error}): {FRESH}") from error
    if not isinstance(raw, dict) or raw.get("schema_version") != SCHEMA:
        raise IndexUnusable(f"{str(path)!r} was written by another version of studybot: {FRESH}")
    try:
        return Manifest.model_validate(raw)
    except ValidationError as error:
        raise IndexUnusable(f"{str(path)!r} is damaged: {FRESH}") from error


def state_on_disk(folder: Path) -> tuple[int, int, int] | None:
    """Return what tells one manifest from another without reading it; None when there is none."""
    try:
        state = (folder / "manifest.json").stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size
