"""`studybot store`: where the data of learners and instructors is kept."""

from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.options import add
from studybot.cli.terminal import say

if TYPE_CHECKING:
    from studybot.settings import Settings

program = typer.Typer(name="store", no_args_is_help=True, help="Move the data of all courses into another database.")
EXAMPLES = """
studybot store move postgresql://studybot:secret@localhost/studybot
STUDYBOT_DATABASE=postgresql://studybot:secret@localhost/studybot studybot store move sqlite
"""


def move(
    settings: "Settings",
    target: Annotated[
        str,
        typer.Argument(metavar="DATABASE", help="What the setting 'database' is to be; 'sqlite' for files in the data folder."),
    ],
) -> None:
    """Copy the data of all courses into another database.

    End the servers first. Each course arrives whole, compared by counts and hashes, or not at all; what has arrived is
    passed over when the command is run again. The data stays where it was, too.
    """
    from studybot import library
    from studybot.store.move import move as copy

    chosen = "" if target == "sqlite" else target
    new = settings.model_copy(update={"database": chosen})
    there = library.courses(new) or {"the course": new}
    for name, course in (library.courses(settings) or {"the course": settings}).items():
        counts = copy(course.database_url, there[name].database_url)
        rows, tables = sum(counts.values()), sum(map(bool, counts.values()))
        say(f"{name}: {rows:,} rows in {tables} tables, equal by count and hash." if rows else f"{name}: nothing was kept yet.")
    say(f"Now set STUDYBOT_DATABASE={chosen!r} (or 'database' in studybot.toml) and start the server.")


add(program, move, EXAMPLES)
