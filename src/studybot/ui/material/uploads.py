"""Files that arrive in pieces, so that a large one needs no large body and a lost connection no second beginning."""

import base64
import binascii
from pathlib import Path

from studybot.errors import Conflict, UsageError
from studybot.publish.draft import FILE_LIMIT
from studybot.publish.files import alone


def take_piece(home: Path, upload: str, offset: int, content: str) -> int:
    """Add a piece to an upload and return how many bytes of it are here; Conflict when it does not follow the last one."""
    try:
        piece = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UsageError("A piece of the file did not arrive whole: hand it in again.") from error
    if offset + len(piece) > FILE_LIMIT:
        raise UsageError(f"The file has more than {FILE_LIMIT / 1e6:.0f} MB: split it.")
    with alone(home):
        path = _place(home, upload)
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.stat().st_size if path.exists() else 0
        if offset == 0:
            path.write_bytes(piece)
        elif offset == there:
            with path.open("ab") as file:
                file.write(piece)
        elif offset + len(piece) != there:  # the same piece again is no harm
            raise Conflict("A piece of the file is missing: hand it in again.")
    return offset + len(piece)


def finished(home: Path, upload: str) -> bytes:
    """Return a whole upload and forget it."""
    path = _place(home, upload)
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Conflict("The file did not arrive: hand it in again.") from error
    finally:
        path.unlink(missing_ok=True)


def _place(home: Path, upload: str) -> Path:
    return home / "incoming" / upload  # an id of digits and letters, checked by the request
