"""Tables of an evaluation run nothing in a spreadsheet."""

from studybot.evaluate.gate import GateCheck, GateResult
from studybot.evaluate.handed import gate_csv


def test_a_measure_that_is_named_like_a_formula_is_text() -> None:
    """A name or reason that a spreadsheet would run begins with an apostrophe; numbers stay numbers."""
    check = GateCheck(measure="=cmd|' /C calc'!A0", rule="min", status="failed", value=-0.5, limit=0.5, n=3, reason="@SUM(1)")
    line = gate_csv(GateResult(checks=(check,))).splitlines()[1]
    assert line.startswith("'=cmd") and "'@SUM(1)" in line and ",-0.5," in line
