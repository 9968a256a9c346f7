"""The index on disk: a manifest with checksums, passages, entries, documents, vectors and postings, replaced all at once."""

import hashlib
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from studybot.errors import IndexUnusable
from studybot.files import write_whole
from studybot.index.dense import DenseIndex
from studybot.index.lexical import LexicalIndex
from studybot.index.manifest import FRESH, Manifest, load_manifest
from studybot.types import Document, Entry, Passage, Value

Kind = TypeVar("Kind", bound=Value)

FILES = ("passages.jsonl", "entries.jsonl", "documents.jsonl", "vectors.npy", "postings.npz")
LARGE = ("vectors.faiss",)  # what a large index has beside them, and builds of earlier versions
_BUILD = re.compile(r"build-\d+|[0-9a-f]{16}")  # a build at work (by process), a finished one (by digest)


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
