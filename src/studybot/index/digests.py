"""The hash of a large file, worked out once: until the file changes, every later start takes it from the user's cache."""

import json
import time
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

import platformdirs

from studybot.files import write_whole

MEMORY = "digests.json"
SETTLED = 2.0  # seconds after a change, until which the clock of a disk may give another one the same time


def digest_of(path: Path) -> str:
    """Return the sha256 of a file (hex). Whatever writes to it changes a time of it that no program can set."""
    memory = platformdirs.user_cache_path("studybot") / MEMORY
    status = path.stat()
    state = [status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]
    found = _remembered(memory).get(str(path))
    if isinstance(found, list) and found[:-1] == state:
        return str(found[-1])
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    if time.time() - max(status.st_mtime, status.st_ctime) > SETTLED:
        here = {name: known for name, known in _remembered(memory).items() if Path(name).exists()}
        with suppress(OSError):
            write_whole(memory, json.dumps(here | {str(path): [*state, digest]}))
    return digest


def _remembered(memory: Path) -> dict[str, object]:
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
