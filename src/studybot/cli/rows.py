"""The file that a batch writes: a row per line, always ready to be continued."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studybot.errors import DatasetError, StoreError
from studybot.files import replacing, writing

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
    with _adding(path):
        end = _read(path, written)
        if end < path.stat().st_size:
            os.truncate(path, end)
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
    with _adding(path), replacing(path) as beside, path.open("rb") as old, beside.open("wb") as new:
        for raw in old:
            row = json.loads(raw)
            if (row["id"], row.get("error")) not in faults:
                new.write(raw)


@contextmanager
def appending(path: Path) -> Iterator[Write]:
    """Give a function that adds a row; when it returns, a kill of this process no longer loses the row."""
    with _adding(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab", buffering=0)
    with file:

        def write(row: Mapping[str, Any]) -> None:
            left = memoryview(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            with _adding(path):
                while left:
                    left = left[file.write(left) :]

        yield write


def _adding(path: Path) -> AbstractContextManager[None]:
    return writing(path, "mend that and run the same command again to go on", StoreError)
