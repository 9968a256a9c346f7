"""`studybot learners`: everything of one person, in every course and table, to hand over and to delete."""

import json
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studybot.cli.changes import keep_change
from studybot.cli.options import add
from studybot.cli.terminal import interactive, say, typed, write
from studybot.errors import NotFound, UsageError

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
    served = _served(settings)
    identity = _identity(served, learner)
    files = {name: file for name, studybot in served.items() if _holds(file := _file(studybot, identity, learner))}
    only = next(iter(files.values())) if len(files) == 1 else {"format": "studybot-person", "version": 1, "courses": files}
    text = json.dumps(only, ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
    else:
        write(out, f"{text}\n")
        say(f"Written to {str(out)!r}.")


def delete(
    settings: "Settings",
    learner: LEARNER,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Delete everything of one person in every course.

    Conversations, feedback, progress, the account and the lines of the question log: nothing can bring them back.
    What the person changed or judged as an instructor stays in the list of changes and in the review, without the name.
    """
    from studybot.coverage.questions import delete_learner
    from studybot.evaluate.sheets import forget

    served = _served(settings)
    identity = _identity(served, learner)
    if not yes:
        _confirm(learner)
    counts: Counter[str] = Counter()
    for studybot in served.values():
        vectors = studybot.question_vectors if studybot.question_vectors_file.exists() else None
        names = _names(studybot, identity, learner)
        counts.update(delete_learner(studybot.store, identity, vectors) if identity else {})
        counts["review"] += forget(_review(studybot), names)
    keep_change(next(iter(served.values())).store, "*", "Deleted everything of one person")
    for table, count in counts.items():
        if count:
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


def _identity(served: dict[str, "Served"], name: str) -> str:
    """The learner's id behind a name; NotFound when nothing is kept of it, UsageError when several go by it."""
    ids = {one for studybot in served.values() for one in studybot.store.learners.behind(name)}
    if len(ids) > 1:
        raise UsageError(f"{len(ids)} people go by {name!r}: name one of {', '.join(sorted(ids))}")
    if not ids and not any(_judged(studybot, [name]) for studybot in served.values()):
        raise NotFound(f"nothing is kept of a learner {name!r}: see the ids in the question log, 'studybot coverage --log'")
    return ids.pop() if ids else ""


def _names(studybot: "Served", identity: str, name: str) -> set[str]:
    """What a person may have judged questions as: the name that was given here, and the one of their account."""
    return {name, studybot.store.learners.person(identity).user} - {""}


def _review(studybot: "Served") -> Path:
    return studybot.settings.data / "review"


def _judged(studybot: "Served", names: Collection[str]) -> list[dict[str, object]]:
    """What was judged under some names in a course, as rows of a file."""
    from studybot.evaluate.sheets import judged

    found = judged(_review(studybot), names)
    return [{"sheet": sheet, **one.model_dump(mode="json")} for sheet, verdicts in found.items() for one in verdicts]


def _file(studybot: "Served", identity: str, name: str) -> dict[str, Any]:
    """Everything of one person in a course; what a table does not hold stands beside the other tables."""
    file = studybot.store.learners.export(identity) if identity else {"learner": {}, "others": {}}
    rows = _judged(studybot, _names(studybot, identity, name))
    return file | {"others": file["others"] | ({"review": rows} if rows else {})}


def _holds(file: dict[str, object]) -> bool:
    """Whether a learner's file holds anything of theirs."""
    learner = file["learner"]
    named = isinstance(learner, dict) and bool(learner.get("name"))
    rest = (value for key, value in file.items() if key not in ("format", "version", "learner"))
    return named or any(bool(value) for value in rest)


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
