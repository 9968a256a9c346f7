"""Comparing two runs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studybot.errors import DatasetError
from studybot.evaluate.compare import compare_rows, compare_runs
from studybot.evaluate.folder import read_measures

from .builders import WordAssistant, lines, write_lines


def test_equal_runs_do_not_differ(make_run: Callable[..., Path]) -> None:
    """Every difference is 0 with p 1 and all ties, and no question changed."""
    found = compare_runs(make_run("a"), make_run("b"))
    assert found.same_dataset and found.shared == 16 and not found.changed
    for one in found.differences:
        assert one.difference == 0 and one.p == 1
        assert one.wins is None or (one.wins, one.losses, one.ties) == (0, 0, one.n)


def test_worse_run_is_named_worst_first(make_run: Callable[..., Path]) -> None:
    """Refusing everything loses every answer, wins nothing, and lists the lost questions first."""
    found = compare_runs(make_run("a"), make_run("b", WordAssistant(always="refuse")))
    by_name = {one.measure: one for one in found.differences}
    assert by_name["complete"].losses == 11 and by_name["complete"].wins == 0 and by_name["complete"].p < 0.01
    assert by_name["false_refusals"].losses == 11 and by_name["false_refusals"].difference > 0
    assert by_name["outcome_f1"].difference < -0.5 and by_name["outcome_f1"].p < 0.05
    assert by_name["recall_at_5"].difference == 0 and "groundedness" not in by_name
    assert len(found.changed) == 11 and found.changed[0].blame == "judge" and found.changed[0].blame_before == ""
    assert [one.change for one in found.changed] == sorted(one.change for one in found.changed)


def test_comparison_is_antisymmetric_and_repeatable(make_run: Callable[..., Path]) -> None:
    """Turning the runs around turns every sign and keeps every p."""
    rows = read_measures(make_run("a")), read_measures(make_run("b", WordAssistant(shuffle=True)))
    there, back = compare_rows(rows[0], rows[1]), compare_rows(rows[1], rows[0])
    assert there == compare_rows(rows[0], rows[1])
    for one, two in zip(there.differences, back.differences, strict=True):
        assert one.difference == pytest.approx(-two.difference, abs=1e-6)
        assert one.p == two.p and one.wins == two.losses


def test_runs_of_different_datasets_share_what_they_share(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """Rows pair only when the question is the same; runs that share none are not compared."""
    rows = lines()
    rows[5]["question"] = "are bucket names unique?"
    base, run = make_run("a"), make_run("b", file=write_lines(tmp_path / "x.jsonl", rows[:-1]))
    found = compare_runs(base, run)
    assert not found.same_dataset and found.shared == 14
    other = make_run("c", file=write_lines(tmp_path / "y.jsonl", rows[-1:]))
    with pytest.raises(DatasetError, match="share no question"):
        compare_runs(run, other)
