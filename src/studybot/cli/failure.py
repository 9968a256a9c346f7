"""An error that nobody foresaw: one sentence for the person, the rest in a file."""

import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from studybot import __version__

LOG = "errors.log"


def report(error: Exception, data: Path | None, arguments: Sequence[str]) -> str:
    """Write the traceback to the data folder (or, when that cannot be written, the temporary one) and return a sentence."""
    entry = "\n".join(
        [
            f"--- {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, studybot {__version__}, arguments {list(arguments)}",
            "".join(traceback.format_exception(error)),
        ]
    )
    for folder in (data or _data_folder(), Path(tempfile.gettempdir()) / "studybot"):
        path = folder / LOG
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(entry)
        except OSError:
            continue
        return f"something went wrong inside studybot ({type(error).__name__}); the details are in {str(path)!r}"
    return f"something went wrong inside studybot ({type(error).__name__}: {error})"


def _data_folder() -> Path:
    from studybot.errors import StudybotError
    from studybot.settings import load_settings

    try:
        return load_settings({}).data
    except StudybotError:
        return Path("data")
