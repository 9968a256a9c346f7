"""`studybot eval compare` and `gate`: two runs beside each other, and a run held to rules; as tables, JSON, CSV or JUnit."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.options import add
from studybot.cli.terminal import say
from studybot.errors import StudybotError, UsageError
from studybot.files import writing

if TYPE_CHECKING:
    from studybot.evaluate.gate import GateResult
    from studybot.settings import Settings

RUNS = "runs"  # below the data folder
RUN = Annotated[str, typer.Argument(metavar="RUN", help="A run's folder, or its name among the kept ones.")]
BASE = Annotated[str | None, typer.Option("--against", metavar="BASE", help="The run to compare with.")]
AS_JSON = Annotated[bool, typer.Option("--json", help="Write JSON.")]
AS_CSV = Annotated[bool, typer.Option("--csv", help="Write CSV, a row for each measure or check.")]


def compare(
    settings: "Settings",
    base: Annotated[str, typer.Argument(metavar="A", help="The earlier run.")],
    run: Annotated[str, typer.Argument(metavar="B", help="The later run.")],
    changed: Annotated[int, typer.Option(min=0, metavar="N", help="Changed questions to list, worst first.")] = 20,
    as_json: AS_JSON = False,
    as_csv: AS_CSV = False,
) -> None:
    """Compare two runs over the same questions.

    What they were made from and do not share; each measure with its difference (B minus A), the p-value of a paired
    randomisation test, and the questions won, tied and lost.
    """
    from studybot.cli.measured import show_comparison
    from studybot.evaluate.compare import compare_runs
    from studybot.evaluate.folder import find_run
    from studybot.evaluate.handed import comparison_csv

    _one_form(as_json=as_json, as_csv=as_csv)
    runs = settings.data / RUNS
    comparison = compare_runs(find_run(runs, base), find_run(runs, run))
    if as_json:
        typer.echo(comparison.model_dump_json(indent=1))
    elif as_csv:
        typer.echo(comparison_csv(comparison), nl=False)
    else:
        show_comparison(comparison, changed)


def gate(
    settings: "Settings",
    run: RUN,
    rules: Annotated[Path, typer.Argument(metavar="GATE.yaml", help="Floors, ceilings, regressions.")],
    against: BASE = None,
    renew: Annotated[bool, typer.Option("--renew", help="Make RUN the base: write what the gate needs of it to BASE.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Let the values alone decide, whatever their intervals.")] = False,
    as_json: AS_JSON = False,
    as_csv: AS_CSV = False,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the checks as JUnit XML too.")] = None,
) -> None:
    """Hold a run to floors, ceilings and a base.

    The exit status is 1 when a check fails; what is missing (a measure, the base) fails. A value on the wrong side of
    its limit by no more than chance explains is said and does not fail. In a workflow of GitHub, checks are annotations too.
    """
    from studybot.evaluate.folder import find_run, read_summary
    from studybot.evaluate.gate import base_of, check_gate, read_gate, write_base

    _one_form(as_json=as_json, as_csv=as_csv)
    if renew and against is None:
        raise UsageError("--renew goes with --against BASE: the folder that the new base is written to")
    runs = settings.data / RUNS
    folder = find_run(runs, run)
    wanted, summary = read_gate(rules), read_summary(folder)
    if renew and against is not None:
        write_base(Path(against), base_of(wanted, summary))
        say(f"The base in {against!r} is now {run!r}.")
    held = find_run(runs, against) if against is not None else None
    base = read_summary(held) if held is not None else None
    result = check_gate(wanted, summary, base, chances=_chances(held, folder), strict=strict)
    _write(result, run, held, folder, form="json" if as_json else "csv" if as_csv else "table", junit=junit)
    if not result.passed:
        raise typer.Exit(1)


def _write(result: "GateResult", run: str, base: Path | None, folder: Path, *, form: str, junit: Path | None) -> None:
    from studybot.cli.measured import show_differing, show_gate
    from studybot.evaluate.folder import differing_folders
    from studybot.evaluate.handed import gate_annotations, gate_csv, gate_junit

    if form == "json":
        typer.echo(result.model_dump_json(indent=1))
    elif form == "csv":
        typer.echo(gate_csv(result), nl=False)
    else:
        if base is not None:
            show_differing(differing_folders(base, folder))
        show_gate(result)
    if junit is not None:
        with writing(junit, "choose another --junit"):
            junit.write_text(gate_junit(result, run), encoding="utf-8")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        typer.echo(gate_annotations(result), nl=False, err=form != "table")


def _chances(base: Path | None, run: Path) -> dict[str, float]:
    """The p-value of each measure against the base; none when the base holds no rows to pair."""
    from studybot.evaluate.compare import compare_rows
    from studybot.evaluate.folder import read_measures

    if base is None:
        return {}
    try:
        compared = compare_rows(read_measures(base), read_measures(run))
    except StudybotError:
        return {}
    return {one.measure: one.p for one in compared.differences if one.p is not None}


def _one_form(*, as_json: bool, as_csv: bool) -> None:
    if as_json and as_csv:
        raise UsageError("--json and --csv are two forms of the same: choose one")


def register(program: typer.Typer) -> None:
    """Add both commands to `studybot eval`."""
    add(
        program,
        compare,
        "studybot eval compare dev-20260301-101500 dev-20260301-112000\nstudybot eval compare runs/before runs/now --csv",
    )
    add(
        program,
        gate,
        "studybot eval gate runs/now gate.yaml --against runs/before\nstudybot eval gate runs/now gate.yaml --junit gate.xml",
    )
