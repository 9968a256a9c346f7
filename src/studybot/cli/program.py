"""The program: its commands, its options, and how every error leaves it."""

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from studybot import __version__
from studybot.cli import (
    ask,
    backup,
    cards,
    chat,
    coverage,
    evaluation,
    exam,
    index,
    learners,
    quiz,
    review,
    serve,
    sheet,
    store,
    topics,
    users,
)
from studybot.cli.options import COURSE, DATA, INDEX, MODEL, MayStandAlone, add, keep
from studybot.errors import StudybotError, UsageError

program = typer.Typer(
    name="studybot",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"studybot {__version__}")
        raise typer.Exit


@program.callback(epilog="Every command has examples: studybot COMMAND --help")
def options(
    context: typer.Context,
    course: COURSE = None,
    index: INDEX = None,
    data: DATA = None,
    model: MODEL = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Answer questions about a course in the course's own words, each sentence with its source."""
    keep(context, {"course": course, "index": index, "data": data, "model": model})


add(program, ask.ask, ask.EXAMPLES)
add(program, chat.chat, chat.EXAMPLES)
add(program, index.index, index.EXAMPLES)
add(program, topics.topics, topics.EXAMPLES)
add(program, quiz.quiz, quiz.EXAMPLES)
add(program, exam.exam, exam.EXAMPLES)
add(program, review.review, review.EXAMPLES)
add(program, sheet.sheet, sheet.EXAMPLES)
add(program, cards.cards, cards.EXAMPLES)
add(program, cards.anki, cards.ANKI_EXAMPLES)
add(program, coverage.coverage, coverage.EXAMPLES, kind=MayStandAlone)
add(program, serve.serve, serve.EXAMPLES)
add(program, backup.backup, backup.BACKUP)
add(program, backup.restore, backup.RESTORE)
program.add_typer(evaluation.program)
program.add_typer(users.program)
program.add_typer(learners.program)
program.add_typer(store.program)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status: 0, 1 for a failure, 2 for wrong usage, 130 when interrupted."""
    # The index has a progress bar of its own; the model library's would only say that weights were read.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    given: dict[str, Any] = {}
    command = typer.main.get_command(program)
    try:
        command(args=list(arguments), prog_name="studybot", obj=given)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except BrokenPipeError:  # `| head` has seen enough; main() closes the pipe
        return 1
    except StudybotError as error:
        typer.echo(f"studybot: {error}", err=True)
        return 2 if isinstance(error, UsageError) else 1
    except Exception as error:
        typer.echo(f"studybot: {report(error, given.get('data'), list(arguments))}", err=True)
        return 1
    finally:
        sys.stderr.flush()
    return 0


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
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)  # it names the arguments, such as a question
            with path.open("a", encoding="utf-8") as file:
                file.write(entry)
        except OSError:
            continue
        return f"something went wrong inside studybot ({type(error).__name__}); the details are in {str(path)!r}"
    return f"something went wrong inside studybot ({type(error).__name__}: {error})"


def _data_folder() -> Path:
    from studybot.settings import load_settings

    try:
        return load_settings({}).data
    except StudybotError:
        return Path("data")
