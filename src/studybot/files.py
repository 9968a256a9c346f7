"""Files replaced in one step: a reader, and a kill at any moment, find the old content or the new one, never half."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident

from studybot.errors import DatasetError, StudybotError, UsageError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a file beside `path` to write; it takes the place of `path` when the block ends well, and goes when it does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.part")
    try:
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Replace a file, a text as UTF-8 with its line ends as they are."""
    with replacing(path) as beside:
        beside.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def read_text(path: Path, what: str, hint: str = "check the path") -> str:
    """Return the text of a file that somebody named, without a byte order mark; DatasetError says why it has none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{what} {str(path)!r} cannot be read ({error.strerror}): {hint}") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{what} {str(path)!r} is not UTF-8 (byte {error.start}): save it as UTF-8") from error


@contextmanager
def writing(what: Path | str, hint: str, kind: type[StudybotError] = UsageError) -> Iterator[None]:
    """Say what could not be written in the block, why, and what to do about it."""
    try:
        yield
    except OSError as error:
        named = repr(str(what)) if isinstance(what, Path) else what
        raise kind(f"{named} cannot be written ({error.strerror or error}): {hint}") from error
