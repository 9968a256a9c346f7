"""Comparisons and gates as other programs read them."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Xml

from studybot.evaluate.compare import compare_runs
from studybot.evaluate.folder import differing, differing_folders, read_record
from studybot.evaluate.gate import GateCheck, GateResult
from studybot.evaluate.handed import comparison_csv, gate_annotations, gate_csv, gate_junit
from studybot.evaluate.report import render_report

RESULT = GateResult(
    checks=(
        GateCheck(measure="mrr", rule="floor", value=0.9, limit=0.8, status="passed", n=9),
        GateCheck(measure="kind=a,b/mrr", rule="floor", value=0.7, limit=0.8, status="unsure", n=3, reason="cannot <tell> 5%"),
        GateCheck(measure="errors", rule="ceiling", value=None, limit=0.0, status="failed", reason="the run has no such value"),
    )
)


def test_junit_counts_and_names_every_check() -> None:
    """A test for each check, one of them failed and one skipped, each with its reason."""
    suite = Xml.fromstring(gate_junit(RESULT, "now"))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    assert [case.get("name") for case in suite] == ["mrr floor", "kind=a,b/mrr floor", "errors ceiling"]
    assert suite[1].find("skipped").get("message") == "cannot <tell> 5%"  # type: ignore[union-attr]
    assert suite[2].find("failure").get("message") == "the run has no such value"  # type: ignore[union-attr]


def test_annotations_are_one_line_each() -> None:
    """What fails is an error and what cannot be told a warning; what a title must not hold is escaped."""
    assert gate_annotations(RESULT).splitlines() == [
        "::warning title=kind=a%2Cb/mrr floor::cannot <tell> 5%25",
        "::error title=errors ceiling::the run has no such value",
    ]


def test_csv_has_a_row_for_each(make_run: Callable[..., Path]) -> None:
    """Every check and measure is a row with its numbers; what is missing is empty."""
    rows = list(csv.DictReader(io.StringIO(gate_csv(RESULT))))
    assert [row["status"] for row in rows] == ["passed", "unsure", "failed"] and rows[2]["value"] == ""
    comparison = compare_runs(make_run("a"), make_run("b"))
    compared = list(csv.DictReader(io.StringIO(comparison_csv(comparison))))
    assert [row["measure"] for row in compared] == [one.measure for one in comparison.differences]


def test_what_two_runs_do_not_share_is_said(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """Index, settings and versions that differ are named with both values, in the comparison and in the report."""
    base, run = make_run("a"), make_run("b")
    assert differing(read_record(base), read_record(run)) == ()
    record = read_record(run)
    other = record.circumstances.model_copy(update={"index_digest": "i2", "settings": {"hits": 2}, "commit": "abc"})
    (run / "run.json").write_text(record.model_copy(update={"circumstances": other}).model_dump_json())
    said = {one.name: (one.base, one.run) for one in compare_runs(base, run).differing}
    assert said["index"] == ("i1", "i2") and said["setting hits"][1] == "2" and said["commit"][1] == "abc"
    assert "setting hits" in render_report(run, base=base)
    assert differing_folders(tmp_path, run) is None
