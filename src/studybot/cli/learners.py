"""`studybot learners`: everything of one person, in every course and table, to hand over and to delete."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.changes import keep_change
from studybot.cli.options import add
from studybot.cli.terminal import interactive, say, typed, write
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.served import Served
    from studybot.settings import Settings

LEARNER = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A name, that of a login too; the learner as the question log names them; or the id of an export."
    ),
]

program = typer.Typer(name="learners", no_args_is_help=True, help="Hand over or delete everything of one person.")


def export(
    settings: "Settings",
    learner: LEARNER,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where it goes; else to standard output.")] = None,
) -> None:
    """Write everything of one person as JSON.

    Conversations, feedback, cards, reviews, quiz answers, reading, notes, the account, the lines of the question log, and
    what was judged in the review under this name.
    Of one course the Settings page imports the file; of several the file has one for each: name one with --course.
    """
    from studybot.persons import hand_over

    text = json.dumps(hand_over(_served(settings), learner), ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
    else:
        write(out, f"{text}\n")
        say(f"Written to {str(out)!r}.")


def delete(
    settings: "Settings", learner: LEARNER, yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False
) -> None:
    """Delete everything of one person in every course.

    Conversations, feedback, progress, the account and the lines of the question log: nothing can bring them back.
    What the person changed or judged as an instructor stays in the list of changes and in the review, without the name.
    """
    from studybot.persons import delete_person, identity_of

    served = _served(settings)
    identity_of(served, learner)
    if not yes:
        _confirm(learner)
    counts = delete_person(served, learner)
    keep_change(next(iter(served.values())).store, "*", "Deleted everything of one person")
    for table, count in counts.items():
        typer.echo(f"{table.replace('_', ' ')}\t{count}")


def _served(settings: "Settings") -> dict[str, "Served"]:
    """The courses that these settings serve, the one that keeps the accounts first."""
    from studybot import wiring
    from studybot.library import courses

    places = courses(settings) or {"": settings}
    return {
        name: wiring.open_studybot(place)
        for number, (name, place) in enumerate(places.items())
        if not number or place.database or (place.data / "studybot.db").exists()
    }


def _confirm(learner: str) -> None:
    if not interactive():
        raise UsageError("nothing was deleted: without a terminal to ask at, add --yes")
    if (typed(f"Delete everything of {learner!r} for good? (y/n) ") or "").casefold() not in ("y", "yes"):
        raise UsageError("nothing was deleted")


add(
    program,
    export,
    "studybot learners export ada --out ada.json\nstudybot learners export 4f0c... --course my-course",
    name="export",
)
add(program, delete, "studybot learners delete ada\nstudybot learners delete 4f0c... --yes", name="delete")
