"""`studybot learners`: one learner's data, to hand over and to delete."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.options import add
from studybot.cli.terminal import say
from studybot.cli.typed import interactive, typed
from studybot.cli.written import write_text
from studybot.errors import NotFound, UsageError

if TYPE_CHECKING:
    from studybot.settings import Settings
    from studybot.store import Store

LEARNER = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The learner as the question log names them, or the id of an export.", show_default=False
    ),
]

program = typer.Typer(name="learners", no_args_is_help=True, help="Hand over or delete what one learner did.")


def export(
    settings: "Settings",
    learner: LEARNER,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where it goes; else to standard output.", show_default=False)
    ] = None,
) -> None:
    """Write everything of one learner as JSON.

    Conversations, feedback, cards, reviews, quiz answers and reading; the Practise page imports the file.
    """
    from studybot import wiring

    store = wiring.open_studybot(settings).store
    text = json.dumps(_kept(store, store.learners.behind(learner)), ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
    else:
        write_text(out, f"{text}\n")
        say(f"Written to {str(out)!r}.")


def delete(
    settings: "Settings",
    learner: LEARNER,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Delete everything of one learner.

    Conversations, feedback, progress and the lines of the question log: nothing can bring them back.
    """
    from studybot import wiring
    from studybot.coverage.privacy import delete_learner

    studybot = wiring.open_studybot(settings)
    learner = studybot.store.learners.behind(learner)
    _kept(studybot.store, learner)
    if not yes:
        _confirm(learner)
    vectors = studybot.question_vectors if studybot.question_vectors_file.exists() else None
    counts = delete_learner(studybot.store, learner, vectors)
    for table, count in counts.items():
        if count:
            typer.echo(f"{table.replace('_', ' ')}\t{count}")


def _kept(store: "Store", learner: str) -> dict[str, object]:
    """Everything of one learner; NotFound when that is nothing."""
    file = store.learners.export(learner)
    if not (file["learner"]["name"] or any(one for one in file.values() if isinstance(one, list))):
        raise NotFound(f"nothing is kept of a learner {learner!r}: see the ids in the question log, 'studybot coverage --log'")
    return file


def _confirm(learner: str) -> None:
    if not interactive():
        raise UsageError("nothing was deleted: without a terminal to ask at, add --yes")
    if (typed(f"Delete everything of {learner!r} for good? (y/n) ") or "").casefold() not in ("y", "yes"):
        raise UsageError("nothing was deleted")


add(program, export, "studybot learners export 4f0c... --out learner.json", name="export")
add(program, delete, "studybot learners delete 4f0c...\nstudybot learners delete 4f0c... --yes", name="delete")
