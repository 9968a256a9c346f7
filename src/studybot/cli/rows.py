"""The file that a batch writes: a row per line, always ready to be continued."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studybot.errors import DatasetError, StoreError
from studybot.files import replacing

_OPENING = b'{"id":'
Fault = tuple[str | None, str]  # the id and error of a row
Write = Callable[[Mapping[str, Any]], None]


@dataclass
class Written:
    """What an earlier run left: ids of the answered lines, and the rows with an error."""

    answered: set[str] = field(default_factory=set)
    faults: set[Fault] = field(default_factory=set)


def read_rows(path: Path) -> Written:
    """Return what is in an output file, its half-written last row cut off; DatasetError when it is another kind of file."""
    written = Written()
    if not path.exists():
        return written
    try:
        end = _read(path, written)
        if end < path.stat().st_size:
            os.truncate(path, end)
    except OSError as error:
        raise _unwritable(path, error) from error
    return written


def _read(path: Path, written: Written) -> int:
    """Collect the rows into `written` and return where the last whole one ends."""
    end = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            whole = raw.endswith(b"\n")
            try:
                row = json.loads(raw) if whole else None
            except ValueError:
                row = None
            if isinstance(row, dict) and ("answer" in row or "error" in row) and "id" in row:
                if "error" in row:
                    written.faults.add((row["id"], row["error"]))
                else:
                    written.answered.add(row["id"])
                end += len(raw)
            elif whole or raw[: len(_OPENING)] != _OPENING[: len(raw)]:
                raise DatasetError(f"{str(path)!r} holds no answers of a batch (line {number}): name another file with --out")
    return end


def drop_faults(path: Path, faults: set[Fault]) -> None:
    """Remove rows with these errors; a kill leaves the old file or the new one."""
    if not faults:
        return
    try:
        with replacing(path) as beside, path.open("rb") as old, beside.open("wb") as new:
            for raw in old:
                row = json.loads(raw)
                if (row["id"], row.get("error")) not in faults:
                    new.write(raw)
    except OSError as error:
        raise _unwritable(path, error) from error


@contextmanager
def appending(path: Path) -> Iterator[Write]:
    """Give a function that adds a row; when it returns, a kill of this process no longer loses the row."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab", buffering=0)
    except OSError as error:
        raise _unwritable(path, error) from error
    with file:

        def write(row: Mapping[str, Any]) -> None:
            left = memoryview(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            try:
                while left:
                    left = left[file.write(left) :]
            except OSError as error:
                raise _unwritable(path, error) from error

        yield write


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{str(path)!r} cannot be written ({error.strerror}): mend that and run the same command again to go on")
