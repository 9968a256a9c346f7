"""The options that every command takes, before its name or behind it, and the settings that they make."""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from studybot.cli.terminal import STANDARD_OUTPUT

if TYPE_CHECKING:
    from studybot.settings import Settings

COURSE = Annotated[
    Path | None, typer.Option("--course", metavar="FOLDER|NAME", help="The course's files, or its name in the library.")
]
INDEX = Annotated[Path | None, typer.Option("--index", metavar="FOLDER", help="The built index.")]
DATA = Annotated[Path | None, typer.Option("--data", metavar="FOLDER", help="What learners did.")]
MODEL = Annotated[str | None, typer.Option("--model", metavar="NAME", help="Embedding model: a name or folder.")]
OPTIONAL = ("--json", "--csv", "--log")  # their value may be left out: `--json` alone means standard output
SHARED = {"course": COURSE, "index": INDEX, "data": DATA, "model": MODEL}


def add(
    program: typer.Typer,
    command: Callable[..., None],
    examples: str,
    *,
    name: str | None = None,
    kind: type[TyperCommand] | None = None,
) -> None:
    """Add a command to a program, with its examples under its help; its first parameter receives the settings."""
    epilog = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in examples.strip().splitlines())
    program.command(name, epilog=epilog, cls=kind)(_with_settings(command))


def keep(context: typer.Context, options: Mapping[str, Any]) -> None:
    """Remember the options that were given; a later one (behind the command's name) wins."""
    context.ensure_object(dict).update({name: value for name, value in options.items() if value is not None})


def _settings(options: Mapping[str, Any]) -> "Settings":
    """Return the settings; a course that is no folder is one of the library by its name."""
    from studybot.settings import load_settings

    course = options.get("course")
    if course is None or len(course.parts) != 1 or course.exists():
        return load_settings(options)
    from studybot.library import named

    return named(load_settings({name: value for name, value in options.items() if name != "course"}), course.name)


def _with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with the shared options in its signature, in place of its first parameter."""

    @functools.wraps(command)
    def run(*, context: typer.Context, **values: Any) -> None:
        keep(context, {name: values.pop(name) for name in SHARED})
        command(_settings(context.ensure_object(dict)), **values)

    _, *own = inspect.signature(command).parameters.values()
    taken = [inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context), *own]
    taken += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for name, option in SHARED.items()
    ]
    run.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]  # read by inspect.signature
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    return run


class MayStandAlone(TyperCommand):
    """A command whose OPTIONAL options write to standard output when no file follows them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, the values left out filled in."""
        return super().parse_args(ctx, filled(args))


def filled(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with "-" behind each of OPTIONAL that the end or another option follows."""
    given = list(arguments)
    found: list[str] = []
    for place, one in enumerate(given):
        found.append(one)
        alone = place + 1 == len(given) or (given[place + 1].startswith("-") and given[place + 1] != STANDARD_OUTPUT)
        if one in OPTIONAL and alone:
            found.append(STANDARD_OUTPUT)
    return found
