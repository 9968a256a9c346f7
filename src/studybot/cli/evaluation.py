"""`studybot eval`: how good the answers are, over a file of questions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli import trec
from studybot.cli.options import add
from studybot.cli.ready import indexed, opened
from studybot.cli.terminal import progress_bar, say
from studybot.errors import DatasetError, UsageError

if TYPE_CHECKING:
    from studybot.evaluate.dataset import Dataset
    from studybot.settings import Settings
    from studybot.wiring import Studybot

RUNS = "runs"  # below the data folder
DATASET = Annotated[Path, typer.Argument(metavar="DATASET", help="JSONL, one question a line.", show_default=False)]
RUN = Annotated[str, typer.Argument(metavar="RUN", help="A run's folder, or its name among the kept ones.", show_default=False)]
BASE = Annotated[str | None, typer.Option("--against", metavar="BASE", help="The run to compare with.", show_default=False)]

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
    show_checked(check_dataset(dataset, _texts(studybot), topics))


def run(
    settings: "Settings",
    dataset: DATASET,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the run goes; else among the kept ones.", show_default=False)
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over in a folder that holds a run.")] = False,
) -> None:
    """Answer and measure every question of a dataset.

    The index is brought up to date first. Interrupted, the same command with --out goes on where it stopped.
    """
    from datetime import UTC, datetime

    from studybot.cli.measured import show_summary
    from studybot.evaluate.dataset import read_dataset
    from studybot.evaluate.runs import new_run

    if fresh and out is None:
        raise UsageError("--fresh goes with --out FOLDER: without it every run has a folder of its own")
    cases = read_dataset(dataset)
    studybot = opened(settings)
    _warn(studybot, cases)
    folder = out or new_run(settings.data / RUNS, cases.name, datetime.now(UTC))
    try:
        with progress_bar(f"Evaluating {len(cases.cases):,} questions") as progress:
            summary = studybot.evaluate(cases, folder, progress=progress, fresh=fresh)
    except KeyboardInterrupt:
        say(f"studybot: stopped; go on with 'studybot eval run {dataset} --out {folder}'")
        raise
    if summary is not None:
        show_summary(summary)
    say(f"The run is in {str(folder)!r}: see it with 'studybot eval report {folder}'.")


def compare(
    settings: "Settings",
    base: Annotated[str, typer.Argument(metavar="A", help="The earlier run.", show_default=False)],
    run: Annotated[str, typer.Argument(metavar="B", help="The later run.", show_default=False)],
    changed: Annotated[int, typer.Option(min=0, metavar="N", help="Changed questions to list, worst first.")] = 20,
) -> None:
    """Compare two runs over the same questions.

    Each measure with its difference (B minus A), the p-value of a paired randomisation test, and the
    questions won, tied and lost.
    """
    from studybot.cli.measured import show_comparison
    from studybot.evaluate.compare import compare_runs
    from studybot.evaluate.runs import find_run

    runs = settings.data / RUNS
    show_comparison(compare_runs(find_run(runs, base), find_run(runs, run)), changed)


def gate(
    settings: "Settings",
    run: RUN,
    rules: Annotated[Path, typer.Argument(metavar="GATE.yaml", help="Floors, ceilings, regressions.", show_default=False)],
    against: BASE = None,
    renew: Annotated[bool, typer.Option("--renew", help="Make RUN the base: write what the gate needs of it to BASE.")] = False,
) -> None:
    """Hold a run to floors, ceilings and a base.

    The exit status is 1 when a check fails; what is missing (a measure, the base) fails.
    """
    from studybot.cli.measured import show_gate
    from studybot.evaluate.folder import read_summary
    from studybot.evaluate.gate import base_of, check_gate, read_gate, write_base
    from studybot.evaluate.runs import find_run

    if renew and against is None:
        raise UsageError("--renew goes with --against BASE: the folder that the new base is written to")
    runs = settings.data / RUNS
    wanted, summary = read_gate(rules), read_summary(find_run(runs, run))
    if renew and against is not None:
        write_base(Path(against), base_of(wanted, summary))
        say(f"The base in {against!r} is now {run!r}.")
    base = read_summary(find_run(runs, against)) if against is not None else None
    result = check_gate(wanted, summary, base)
    show_gate(result)
    if not result.passed:
        raise typer.Exit(1)


def report(
    settings: "Settings",
    run: RUN,
    against: BASE = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the report goes; else into RUN.", show_default=False)
    ] = None,
) -> None:
    """Write a run as one self-contained HTML file.

    Numbers, plots and every question, with links between them; nothing is loaded from anywhere.
    """
    from studybot.evaluate.report import write_report
    from studybot.evaluate.runs import find_run

    runs = settings.data / RUNS
    folder = find_run(runs, run)
    base = find_run(runs, against) if against is not None else None
    typer.echo(write_report(folder, out or folder / "report.html", base=base))


def from_feedback(
    settings: "Settings",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Dataset to add to; else datasets/feedback.jsonl in the data.", show_default=False),
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


def _texts(studybot: "Studybot") -> dict[str, str]:
    return {document.id: document.text for document in studybot.documents}


def _warn(studybot: "Studybot", dataset: "Dataset") -> None:
    """A quote that is not in the course counts as never found: that is said, and everything else is measured."""
    from studybot.evaluate.check import check_dataset

    try:
        check_dataset(dataset, _texts(studybot))
    except DatasetError as error:
        say(f"studybot: warning: {error}")


add(program, check, "studybot eval check questions.jsonl")
add(
    program,
    run,
    """
studybot eval run corpus/multicloud-devops-with-ai/evaluation/dev.jsonl
studybot eval run questions.jsonl --out runs/now
""",
)
add(
    program,
    compare,
    "studybot eval compare dev-20260301-101500 dev-20260301-112000\nstudybot eval compare runs/before runs/now",
)
add(program, gate, "studybot eval gate runs/now gate.yaml --against runs/before")
add(program, report, "studybot eval report runs/now\nstudybot eval report runs/now --against runs/before --out report.html")
add(
    program,
    from_feedback,
    "studybot eval from-feedback\nstudybot eval from-feedback --out feedback.jsonl",
    name="from-feedback",
)
program.add_typer(trec.program)
