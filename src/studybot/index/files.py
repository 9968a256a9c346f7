"""The index on disk: a manifest with checksums, passages, entries, documents, vectors and postings, replaced all at once."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from studybot.errors import IndexUnusable
from studybot.files import write_whole
from studybot.index.dense import DenseIndex
from studybot.index.lexical import LexicalIndex
from studybot.types import Course, Document, Entry, Passage, Receipt, Value

Kind = TypeVar("Kind", bound=Value)

SCHEMA = 3
FILES = ("passages.jsonl", "entries.jsonl", "documents.jsonl", "vectors.npy", "postings.npz")
LARGE = ("vectors.faiss",)  # what a large index has beside them, and builds of earlier versions
_BUILD = re.compile(r"build-\d+|[0-9a-f]{16}")  # a build at work (by process), a finished one (by digest)
FRESH = "run 'studybot index --fresh'"


class Manifest(Value):
    """What an index was built from; `digests` maps each corpus file to the sha256 of its content."""

    schema_version: int
    embedder: str
    dimension: int
    passage_size: int
    digests: dict[str, str]
    counts: dict[str, int]
    checksums: dict[str, str]
    course: Course
    receipt: Receipt

    @property
    def digest(self) -> str:
        """One hash over everything that decides what the index holds."""
        return sha256("".join(f"{name}{value}" for name, value in sorted(self.checksums.items())).encode()).hexdigest()[:16]


class Content(Value):
    """The values of an index apart from its vectors."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]


def save(folder: Path, manifest: Manifest, content: Content, dense: DenseIndex, lexical: LexicalIndex) -> Manifest:
    """Write an index beside the old one and swap the folders' files in; returns the manifest with checksums.

    A kill at any moment leaves the old index or the new one: the files of one build lie in one folder, and the manifest,
    replaced last and atomically, names that folder.
    """
    build = folder / f"build-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(build, ignore_errors=True)
        build.mkdir()
        _write_lines(build / "passages.jsonl", content.passages)
        _write_lines(build / "entries.jsonl", content.entries)
        _write_lines(build / "documents.jsonl", content.documents)
        dense.save(build / "vectors.npy")
        lexical.save(build / "postings.npz")
        manifest = manifest.model_copy(update={"checksums": {path.name: file_digest(path) for path in sorted(build.iterdir())}})
        _put_in_place(folder, build, manifest)
    except (OSError, RuntimeError) as error:
        shutil.rmtree(build, ignore_errors=True)
        raise _unwritable(folder, error) from error
    return manifest


def adopt(folder: Path, other: Path) -> None:
    """Put a copy of another index in place of the one in `folder`, with the same promise as `save`."""
    manifest = load_manifest(other)
    build = folder / f"build-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(build, ignore_errors=True)
        shutil.copytree(other / manifest.digest, build)
        if not _is_intact(build, manifest.checksums):
            raise IndexUnusable(f"the index in {str(other)!r} is damaged: {FRESH}")
        _put_in_place(folder, build, manifest)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(build, ignore_errors=True)


def _put_in_place(folder: Path, build: Path, manifest: Manifest) -> None:
    final = folder / manifest.digest
    if _is_intact(final, manifest.checksums):
        shutil.rmtree(build)
    else:
        shutil.rmtree(final, ignore_errors=True)
        build.replace(final)
    write_whole(folder / "manifest.json", manifest.model_dump_json(indent=1))
    _remove_old(folder, keep=manifest.digest)


def _unwritable(folder: Path, error: Exception) -> IndexUnusable:
    return IndexUnusable(f"index folder {str(folder)!r} cannot be written ({error}): free space or set STUDYBOT_INDEX")


def _is_intact(folder: Path, checksums: Mapping[str, str]) -> bool:
    """Whether a folder of the same name holds the same files: one that was damaged is written again."""
    return all((folder / name).is_file() and file_digest(folder / name) == digest for name, digest in checksums.items())


def _remove_old(folder: Path, keep: str) -> None:
    for old in folder.iterdir():
        if old.name != keep and _is_build(old):
            shutil.rmtree(old, ignore_errors=True)


def _is_build(folder: Path) -> bool:
    """Whether a folder is a build of ours, whole or left by a kill: by its name and by holding nothing else."""
    if not _BUILD.fullmatch(folder.name) or folder.is_symlink() or not folder.is_dir():
        return False
    return all(path.name in (*FILES, *LARGE) and path.is_file() for path in folder.iterdir())


def _write_lines(path: Path, values: Sequence[Value]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{value.model_dump_json()}\n" for value in values)
        file.flush()
        os.fsync(file.fileno())


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


def load(folder: Path) -> tuple[Manifest, Content, DenseIndex]:
    """Return a whole index after checking its checksums; raises IndexUnusable with the command to run."""
    manifest = load_manifest(folder)
    build = folder / manifest.digest
    for name in dict.fromkeys([*FILES, *manifest.checksums]):
        path = build / name
        if not path.is_file():
            raise IndexUnusable(f"{str(path)!r} is missing: {FRESH}")
        if file_digest(path) != manifest.checksums.get(name):
            raise IndexUnusable(f"{str(path)!r} was altered or cut short: {FRESH}")
    try:
        content = Content.model_construct(
            documents=tuple(_read_lines(build / "documents.jsonl", Document)),
            passages=tuple(_read_lines(build / "passages.jsonl", Passage)),
            entries=tuple(_read_lines(build / "entries.jsonl", Entry)),
        )
    except (OSError, ValueError) as error:
        raise IndexUnusable(f"the index in {str(folder)!r} is damaged ({error}): {FRESH}") from error
    dense = DenseIndex.load(build / "vectors.npy")
    if len(dense) != len(content.entries):
        raise IndexUnusable(
            f"the index in {str(folder)!r} has {len(dense)} vectors for {len(content.entries)} entries: {FRESH}"
        )
    return manifest, content, dense


def load_postings(folder: Path, manifest: Manifest) -> LexicalIndex:
    """Return the postings of an index that `load` has checked."""
    return LexicalIndex.load(folder / manifest.digest / "postings.npz")


def _read_lines(path: Path, kind: type[Kind]) -> list[Kind]:
    return [kind.model_validate_json(line) for line in path.read_bytes().splitlines()]


def file_digest(path: Path) -> str:
    """Return the sha256 of a file (hex)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state_on_disk(folder: Path) -> tuple[int, int, int] | None:
    """Return what tells one manifest from another without reading it; None when there is none."""
    try:
        state = (folder / "manifest.json").stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size
