"""`studybot eval`: how good the answers are, over a file of questions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli import drafts, gates, trec
from studybot.cli.gates import BASE, RUN, RUNS
from studybot.cli.options import add
from studybot.cli.ready import indexed, opened
from studybot.cli.terminal import progress_bar, say
from studybot.errors import DatasetError, UsageError

if TYPE_CHECKING:
    from studybot.evaluate.dataset import Dataset
    from studybot.opened import Opened
    from studybot.settings import Settings

DATASET = Annotated[Path, typer.Argument(metavar="DATASET", help="JSONL, one question a line; or CSV, YAML.")]

program = typer.Typer(name="eval", no_args_is_help=True, help="Measure how good the answers are.")


def check(settings: "Settings", file: DATASET) -> None:
    """Check a dataset against the course.

    Every line is read and every quote looked up; each problem is listed with its line and field, and the
    exit status is then 1.
    """
    from studybot.cli.measured import show_checked
    from studybot.evaluate.check import check_dataset
    from studybot.evaluate.dataset import read_dataset

    dataset = read_dataset(file)
    studybot = indexed(settings)
    topics = frozenset(topic.id for topic in studybot.course.topics)
    show_checked(check_dataset(dataset, _texts(studybot.opened), topics))


def run(
    settings: "Settings",
    dataset: DATASET,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where the run goes; else among the kept ones.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Run a part, as group=list; may be repeated.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over in a folder that holds a run.")] = False,
) -> None:
    """Answer and measure every question of a dataset.

    The index is brought up to date first. Interrupted, the same command with --out goes on where it stopped.
    """
    from datetime import UTC, datetime

    from studybot.cli.measured import show_summary
    from studybot.evaluate.dataset import only as choose
    from studybot.evaluate.dataset import read_dataset
    from studybot.evaluate.folder import new_run
    from studybot.survey import evaluate

    if fresh and out is None:
        raise UsageError("--fresh goes with --out FOLDER: without it every run has a folder of its own")
    cases = choose(read_dataset(dataset), only or ())
    studybot = opened(settings)
    _warn(studybot.opened, cases)
    folder = out or new_run(settings.data / RUNS, cases.name, datetime.now(UTC))
    try:
        with progress_bar(f"Evaluating {len(cases.cases):,} questions") as progress:
            summary = evaluate(studybot.opened, cases, folder, progress=progress, fresh=fresh, copied=True)
    except KeyboardInterrupt:
        say(f"studybot: stopped; go on with 'studybot eval run {dataset} --out {folder}'")
        raise
    if summary is not None:
        show_summary(summary)
    say(f"The run is in {str(folder)!r}: see it with 'studybot eval report {folder}'.")


def report(
    settings: "Settings",
    run: RUN,
    against: BASE = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the report goes; else into RUN.")] = None,
) -> None:
    """Write a run as one self-contained HTML file.

    Numbers, plots and every question, with links between them; nothing is loaded from anywhere.
    """
    from studybot.evaluate.folder import find_run
    from studybot.evaluate.report import write_report

    runs = settings.data / RUNS
    folder = find_run(runs, run)
    base = find_run(runs, against) if against is not None else None
    typer.echo(write_report(folder, out or folder / "report.html", base=base))


def from_feedback(
    settings: "Settings",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Dataset to add to; else datasets/feedback.jsonl in the data.")
    ] = None,
) -> None:
    """Turn thumbs down into lines of a dataset.

    Each once: the question with what was retrieved, answered and cited then. Add the evidence, or set "answerable" to
    false: until then a line is run and shown, and left out of the measures.
    """
    from studybot import wiring
    from studybot.evaluate.feedback import append_cases, cases_from_thumbs

    path = out or settings.data / "datasets" / "feedback.jsonl"
    cases, lost = cases_from_thumbs(wiring.open_studybot(settings).store)
    added = append_cases(path, cases)
    for case in added:
        typer.echo(f"{case.id}  {case.question}")
    say(f"{len(added):,} of {len(cases):,} thumbs down are new in {str(path)!r}.")
    if lost:
        say(f"{lost:,} more were given anonymously or their conversation was deleted: nothing is known of those answers.")


def _texts(course: "Opened") -> dict[str, str]:
    return {document.id: document.text for document in course.documents}


def _warn(course: "Opened", dataset: "Dataset") -> None:
    """A quote that is not in the course counts as never found: that is said, and everything else is measured."""
    from studybot.evaluate.check import check_dataset

    try:
        check_dataset(dataset, _texts(course))
    except DatasetError as error:
        say(f"studybot: warning: {error}")


add(program, check, "studybot eval check questions.jsonl")
add(
    program,
    run,
    """
studybot eval run corpus/multicloud-devops-with-ai/evaluation/dev.jsonl
studybot eval run questions.jsonl --out runs/now
studybot eval run questions.csv --only group=list --only group=which
""",
)
add(program, report, "studybot eval report runs/now\nstudybot eval report runs/now --against runs/before --out report.html")
add(
    program,
    from_feedback,
    "studybot eval from-feedback\nstudybot eval from-feedback --out feedback.jsonl",
    name="from-feedback",
)
drafts.register(program)
gates.register(program)
program.add_typer(trec.program)
