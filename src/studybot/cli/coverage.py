"""`studybot coverage`: what the course teaches of a syllabus, what learners asked and did not get, how the material is."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.changes import keep_change
from studybot.cli.ready import indexed, opened
from studybot.cli.terminal import STANDARD_OUTPUT, deliver, say
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.settings import Settings

EXAMPLES = """
studybot coverage syllabus.yaml
studybot coverage objectives.txt --json
studybot coverage guide.csv --html coverage.html --csv coverage.csv --json coverage.json
studybot coverage syllabus.yaml --against other-guide.md
studybot coverage --worklist
studybot coverage --recheck
studybot coverage --health
studybot coverage --log questions.csv
studybot coverage --numbers
"""


def coverage(
    settings: "Settings",
    syllabus: Annotated[
        Path | None, typer.Argument(metavar="[SYLLABUS]", help="Objectives: YAML, CSV, a Markdown list or plain lines.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a report to show around.")] = None,
    csv: Annotated[
        str | None, typer.Option(metavar="[FILE]", help="Write a row per objective; else to standard output.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="[FILE]", help="Write an object per objective; else to standard output.")
    ] = None,
    against: Annotated[Path | None, typer.Option(metavar="OTHER", help="Name for each objective its like in OTHER.")] = None,
    worklist: Annotated[bool, typer.Option("--worklist", help="List the questions that got no good answer, grouped.")] = False,
    recheck: Annotated[bool, typer.Option("--recheck", help="Ask the open ones again; close those answered now.")] = False,
    health: Annotated[bool, typer.Option("--health", help="Show what an author may want to look at.")] = False,
    log: Annotated[
        str | None, typer.Option(metavar="[FILE]", help="Write the question log as CSV, as the setting lets it out.")
    ] = None,
    numbers: Annotated[bool, typer.Option("--numbers", help="Measure the decision on objectives labelled by hand.")] = False,
) -> None:
    """Show which objectives the course teaches, and where.

    Each is covered, partial or none. With an option instead of a SYLLABUS: what learners asked and the course
    does not answer, or how the material is.
    """
    if syllabus is None and json not in (None, STANDARD_OUTPUT):
        syllabus, json = Path(str(json)), STANDARD_OUTPUT  # `--json SYLLABUS`: the only file that was named is the one to read
    modes = {"--worklist": worklist, "--recheck": recheck, "--health": health, "--log": log is not None, "--numbers": numbers}
    _check([name for name, chosen in modes.items() if chosen], syllabus, [html, csv, json, against])
    if syllabus is not None:
        _objectives(settings, syllabus, html, csv, json, against)
    elif worklist:
        _work_list(settings)
    elif recheck:
        _recheck(settings)
    elif health:
        _health(settings)
    elif log is not None:
        _log(settings, log)
    else:
        _numbers(settings)


def _check(modes: Sequence[str], syllabus: Path | None, outputs: Sequence[object]) -> None:
    """Refuse options that do not fit together."""
    if len(modes) + (syllabus is not None) != 1:
        given = " and ".join([*(["SYLLABUS"] if syllabus else []), *modes])
        wanted = f"{given} do not go together" if given else "a SYLLABUS is missing"
        raise UsageError(f"{wanted}: name one, or choose one option: see 'studybot coverage --help'")
    if modes and any(one is not None for one in outputs):
        raise UsageError(f"{modes[0]} writes no report: --html, --csv, --json and --against go with a SYLLABUS")


def _objectives(
    settings: "Settings", path: Path, html: Path | None, csv: str | None, json: str | None, against: Path | None
) -> None:
    from studybot.cli.covered import show_counterparts, show_coverage
    from studybot.coverage.decide import decide
    from studybot.coverage.report import findings_csv, findings_json
    from studybot.coverage.summary import counterparts
    from studybot.coverage.syllabus import load_syllabus
    from studybot.survey import coverage_report

    if csv == json == STANDARD_OUTPUT:
        raise UsageError("--csv and --json cannot both go to standard output: name a file for one of them")
    syllabus = load_syllabus(path)
    other = load_syllabus(against) if against else None
    for warning in syllabus.warnings:
        say(f"studybot: {path.name}: {warning}")
    studybot = opened(settings)
    findings = decide(syllabus.objectives, studybot.embedder, studybot.backend, reader=studybot.reader)
    if json is not None:
        deliver(json, findings_json(findings))
    if csv is not None:
        deliver(csv, findings_csv(findings))
    if html is not None:
        report = coverage_report(studybot.opened, studybot.store, syllabus, findings, studybot.question_vectors)
        deliver(str(html), report)
    if STANDARD_OUTPUT not in (json, csv):
        show_coverage(syllabus, findings)
        if other is not None:
            show_counterparts(counterparts(syllabus, other, studybot.embedder))


def _work_list(settings: "Settings") -> None:
    from studybot.cli.covered import show_work
    from studybot.survey import work_items

    studybot = opened(settings)
    items = work_items(studybot.opened, studybot.store, studybot.question_vectors)
    show_work(items, {passage.id: passage.heading for passage in studybot.passages})


def _recheck(settings: "Settings") -> None:
    from studybot.cli.covered import show_rechecked
    from studybot.coverage.worklist import recheck
    from studybot.library import course_name
    from studybot.survey import work_items

    studybot = opened(settings)
    items = work_items(studybot.opened, studybot.store, studybot.question_vectors)
    results = recheck(items, studybot.assistant.ask_many, studybot.store.work, at=datetime.now(UTC))
    closed = sum(one.result == "closed" for one in results)
    asked = f"Asked the work list again: {closed} of {len(results)} closed"
    keep_change(studybot.store, course_name(settings), asked)
    show_rechecked(results)


def _health(settings: "Settings") -> None:
    from studybot.cli.covered import show_health
    from studybot.survey import material_health

    studybot = indexed(settings)
    show_health(material_health(studybot.opened, studybot.store.log))


def _log(settings: "Settings", target: str) -> None:
    from studybot import wiring
    from studybot.coverage.questions import log_csv, read_log

    if settings.question_log == "off":
        say("studybot: questions are not logged (setting 'question_log' is 'off'), so none are let out")
    lines, _ = read_log(wiring.open_studybot(settings).store.log, most=1_000_000)
    deliver(target, log_csv(lines, settings.question_log))


def _numbers(settings: "Settings") -> None:
    from studybot.coverage.measure import labelled_path, measure_labelled, read_labelled

    labelled = read_labelled(labelled_path(settings.course))
    studybot = opened(settings)
    for part, name in (("dev", "Development part"), ("test", "Held-back part")):
        own = [one for one in labelled if one.part == part]
        measured, _ = measure_labelled(own, studybot.embedder, studybot.backend, reader=studybot.reader)
        typer.echo(f"{name}: {measured.text()}\n")
