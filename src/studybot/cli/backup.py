"""`studybot backup` and `studybot restore`: what learners and instructors did, of all courses, in one file and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.terminal import say
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.settings import Settings

BACKUP = """
studybot backup studybot-monday.zip
studybot backup /mnt/backup/studybot.zip --data data
"""
RESTORE = """
studybot restore studybot-monday.zip
"""


def backup(settings: "Settings", file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")]) -> None:
    """Write the data of all courses into one file, also while they are served.

    Databases, evaluation runs, syllabi: the whole data folder. The courses' own files and the index, which is built from
    them, are not in it.
    """
    from studybot.store.backup import backup as write

    _refuse_elsewhere(settings)
    count = write(settings.data, file)
    say(f"Written to {str(file)!r}: {count} file{'' if count == 1 else 's'}. 'studybot restore {file}' brings them back.")


def restore(
    settings: "Settings", file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'studybot backup' wrote.")]
) -> None:
    """Put the data of a backup in the place of the data folder's; the server has to be ended before.

    What was there is kept in the data folder, in one of its own whose name is said.
    """
    from studybot.store.backup import restore as bring

    _refuse_elsewhere(settings)
    kept = bring(file, settings.data, datetime.now(UTC))
    before = f" What was there before is in {str(kept)!r}." if kept else ""
    say(f"The data of {str(file)!r} is in {str(settings.data)!r}.{before}")


def _refuse_elsewhere(settings: "Settings") -> None:
    if settings.database:
        raise UsageError(
            "the database is not in the data folder (setting 'database'): back it up with its own tools, "
            "such as pg_dump, and copy the data folder"
        )
