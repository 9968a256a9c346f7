"""Files of a course as a map from their paths to digests; texts and files that reach the disk whole or not at all."""

import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path, PurePosixPath

from studybot.errors import StoreError, UsageError
from studybot.files import write_whole

Files = dict[str, str]  # path below the course's folder -> sha256 of its content

_CONTROL = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\]")
LONGEST = 200  # characters of a file's path


def safe_path(name: str) -> str:
    """Return the path of a file below the course as it is kept; UsageError for one that leads out of it or is hidden."""
    cleaned = unicodedata.normalize("NFC", name.replace("\\", "/")).strip().lstrip("/")
    parts = [_CONTROL.sub("_", part).strip() for part in cleaned.split("/") if part not in ("", ".")]
    if not parts or ".." in parts:
        raise UsageError(f"{name!r} is no name of a file in the course: rename the file.")
    if any(part.startswith(".") for part in parts):
        raise UsageError(f"{name!r} is a hidden file: take the dot away from the beginning of its name.")
    path = "/".join(parts)
    if len(path) > LONGEST:
        raise UsageError(f"{name!r} has more than {LONGEST} characters: give it a shorter name.")
    return path


def files_of(folder: Path) -> Files:
    """Return the files of a course's folder; hidden ones and links are none of it."""
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in _names(folder)}


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()


def bring(folder: Path, wanted: Mapping[str, str], blobs: Path) -> None:
    """Make a folder hold exactly the wanted files; those that are right already are not touched."""
    there = files_of(folder) if folder.is_dir() else {}
    for name, digest in wanted.items():
        if there.get(name) != digest:
            path = folder / name
            if path.is_dir():
                shutil.rmtree(path)
            write_whole(path, (blobs / digest).read_bytes())
    for name in there.keys() - wanted.keys():
        (folder / name).unlink(missing_ok=True)
        for parent in PurePosixPath(name).parents[:-1]:
            if not any((folder / parent).iterdir()):
                (folder / parent).rmdir()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one at a time, of all threads and processes, change the material of a course; a full disk is a sentence."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield
    except OSError as error:
        raise StoreError(
            f"The material could not be written ({error.strerror or error}): free space or make {str(folder)!r} writable. "
            "The published course is as it was."
        ) from error
