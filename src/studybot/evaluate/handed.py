"""Comparisons and gates for other programs: CSV, JUnit XML and the annotations of GitHub's workflows."""

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from studybot.evaluate.compare import Comparison
from studybot.evaluate.gate import GateCheck, GateResult
from studybot.shown import csv_text
from studybot.types import Value


def comparison_csv(comparison: Comparison) -> str:
    """Return a row for each measure of a comparison."""
    columns = ("measure", "better", "base", "run", "difference", "p", "n", "wins", "ties", "losses")
    return _csv(comparison.differences, columns)


def gate_csv(result: GateResult) -> str:
    """Return a row for each check of a gate."""
    return _csv(result.checks, ("measure", "rule", "status", "value", "limit", "low", "high", "n", "reason"))


def gate_junit(result: GateResult, run: str) -> str:
    """Return a gate as JUnit XML: a test for each check, skipped where its questions cannot tell."""
    counts = {"tests": len(result.checks), "failures": result.count("failed"), "skipped": result.count("unsure")}
    named = {"name": f"studybot gate of {run}"} | {name: str(count) for name, count in counts.items()}
    suite = Xml.Element("testsuite", named)
    for check in result.checks:
        case = Xml.SubElement(suite, "testcase", classname="studybot.gate", name=f"{check.measure} {check.rule}")
        if check.status != "passed":
            Xml.SubElement(case, "failure" if check.status == "failed" else "skipped", message=check.reason)
    Xml.indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(suite, encoding="unicode") + "\n"


def gate_annotations(result: GateResult) -> str:
    """Return a workflow command of GitHub for each check that is not passed: an error, or a warning where it cannot tell."""
    return "".join(_annotation(check) for check in result.checks if check.status != "passed")


def _annotation(check: GateCheck) -> str:
    kind = "error" if check.status == "failed" else "warning"
    title = f"{check.measure} {check.rule}"
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        title = title.replace(sign, code)
    reason = check.reason.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{kind} title={title}::{reason}\n"


def _csv(rows: Sequence[Value], columns: Sequence[str]) -> str:
    return csv_text(columns, ([getattr(row, name) for name in columns] for row in rows))
