"""The gate lets a good run through and stops every broken one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studybot.errors import DatasetError
from studybot.evaluate.folder import read_summary
from studybot.evaluate.gate import Gate, GateResult, Rule, check_gate, read_gate
from studybot.evaluate.summary import Measured

from .builders import WordAssistant, lines, write_lines

GATE = """
measures:
  recall_at_5: {floor: 0.8, regression: 0.02}
  mrr: {floor: 0.8, regression: 0.02}
  complete: {floor: 0.8, regression: 0.05}
  groundedness: {floor: 1.0}
  false_refusals: {ceiling: 0.2, regression: 0.05}
  false_answers: {ceiling: 0.2, regression: 0.05}
  errors: {ceiling: 0.0}
  kind=table/recall_at_1: {floor: 0.5}
"""


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    """The gate above, read from a file."""
    (tmp_path / "gate.yaml").write_text(GATE)
    return read_gate(tmp_path / "gate.yaml")


def failed(result: GateResult) -> set[str]:
    """The measures that a result fails on."""
    return {check.measure for check in result.checks if not check.passed}


def test_good_run_passes_against_itself(make_run: Callable[..., Path], gate: Gate) -> None:
    """Nothing changed: every check passes."""
    run = read_summary(make_run())
    result = check_gate(gate, run, run)
    assert result.passed and len(result.checks) == 13


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (WordAssistant(always="refuse"), {"false_refusals", "complete", "groundedness"}),
        (WordAssistant(always="answer"), {"false_answers"}),
        (WordAssistant(shuffle=True), {"mrr", "recall_at_5"}),
        (WordAssistant(fails_on="bucket"), {"errors", "mrr"}),
        (WordAssistant(forges=True), {"groundedness"}),
    ],
)
def test_deliberate_breaks_fail(make_run: Callable[..., Path], gate: Gate, broken: WordAssistant, expected: set[str]) -> None:
    """Refusing everything, answering everything, shuffled hits, errors and invented words: each fails, with a reason."""
    base = read_summary(make_run("base"))
    result = check_gate(gate, read_summary(make_run("broken", broken)), base, strict=True)
    assert not result.passed and expected <= failed(result)
    assert all(check.reason for check in result.checks if not check.passed)


def test_regression_is_caught_above_the_floor(make_run: Callable[..., Path], gate: Gate) -> None:
    """A run that keeps every floor and lost more than allowed fails by the base alone."""
    good = read_summary(make_run("a"))
    measures = {
        name: one.model_copy(update={"value": 0.97, "low": 0.965, "high": 0.975}) if name == "mrr" else one
        for name, one in good.measures.items()
    }
    worse = good.model_copy(update={"measures": measures})
    assert failed(check_gate(gate, worse, good)) == {"mrr"}
    assert check_gate(gate, good, worse).passed
    within = good.model_copy(update={"measures": measures | {"mrr": measures["mrr"].model_copy(update={"value": 0.98})}})
    assert check_gate(gate, within, good).passed


def test_missing_data_fails(make_run: Callable[..., Path], gate: Gate, tmp_path: Path) -> None:
    """No base, a base of another dataset, a measure that no question has: each fails with its reason."""
    run = read_summary(make_run())
    alone = check_gate(gate, run)
    assert failed(alone) == {"recall_at_5", "mrr", "complete", "false_refusals", "false_answers"}
    assert {check.reason for check in alone.checks if not check.passed} == {"there is no base: pass --against"}
    other = run.model_copy(update={"dataset_digest": "x"})
    assert any("another dataset" in check.reason for check in check_gate(gate, run, other).checks)
    answerable = read_summary(make_run("only", file=write_lines(tmp_path / "x.jsonl", lines()[:12])))
    result = check_gate(gate, answerable, run)
    reasons = {check.measure: check.reason for check in result.checks if check.rule == "ceiling"}
    assert not result.passed and reasons["false_answers"] == "the run has no such value"
    without = run.model_copy(update={"measures": {}})
    assert any(check.reason == "the base has no such value" for check in check_gate(gate, run, without).checks)


def test_noise_is_no_failure(make_run: Callable[..., Path], gate: Gate) -> None:
    """A value below its floor by less than its interval cannot tell, with n; promises of every question still fail."""
    run = read_summary(make_run())
    mrr = run.measures["mrr"].model_copy(update={"value": 0.79, "low": 0.6, "high": 1.0})
    grounded = run.measures["groundedness"].model_copy(update={"value": 0.99, "low": 0.9, "high": 1.0})
    near = run.model_copy(update={"measures": run.measures | {"mrr": mrr}})
    result = check_gate(gate, near, run)
    floor = next(check for check in result.checks if (check.measure, check.rule) == ("mrr", "floor"))
    assert result.passed and floor.status == "unsure" and f"cannot tell with n = {mrr.n}" in floor.reason
    assert failed(check_gate(gate, near, run, strict=True)) == {"mrr"}
    assert failed(check_gate(gate, run.model_copy(update={"measures": run.measures | {"groundedness": grounded}}), run)) == {
        "groundedness"
    }
    far = run.model_copy(update={"measures": run.measures | {"mrr": mrr.model_copy(update={"high": 0.795})}})
    assert failed(check_gate(gate, far, run)) == {"mrr"}


def test_one_wrong_question_of_one_cannot_tell(make_run: Callable[..., Path], gate: Gate) -> None:
    """Where all of a few questions are alike, no resample differs, and the gate still knows how little they say."""
    run = read_summary(make_run())
    gate = Gate(measures=gate.measures | {"false_answers": Rule(ceiling=0.4)})
    for n, status in ((1, "unsure"), (40, "failed")):
        wrong = Measured(value=1.0, low=1.0, high=1.0, n=n)
        bad = run.model_copy(update={"measures": run.measures | {"false_answers": wrong}})
        ceiling = next(
            one for one in check_gate(gate, bad, run).checks if (one.measure, one.rule) == ("false_answers", "ceiling")
        )
        assert (ceiling.status, ceiling.n) == (status, n)


def test_a_paired_test_decides_where_there_is_one(make_run: Callable[..., Path], gate: Gate) -> None:
    """The same regression fails with a small p and cannot be told with a large one, whatever the interval of the run."""
    run = read_summary(make_run())
    mrr = run.measures["mrr"].model_copy(update={"value": 0.9, "low": 0.7, "high": 1.0})
    worse = run.model_copy(update={"measures": run.measures | {"mrr": mrr}})
    assert failed(check_gate(gate, worse, run, chances={"mrr": 0.01})) == {"mrr"}
    unsure = [check for check in check_gate(gate, worse, run, chances={"mrr": 0.3}).checks if check.status == "unsure"]
    assert [check.measure for check in unsure] == ["mrr"] and "p = 0.300" in unsure[0].reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "measures"),
        ("measures: {mrr: {floor: 0.5}}", "one-sided: 'false_refusals' needs a ceiling"),
        ("measures: {false_refusals: {ceiling: 0.2}}", "one-sided: 'false_answers'"),
        ("measures: {false_refusals: {ceiling: 0.2}, false_answers: {ceiling: 1}}", "below 1"),
        ("measures: {bleu: {floor: 0.5}}", "'bleu' is no measure"),
        ("measures: {place=x/mrr: {floor: 0.5}}", "is no measure"),
        ("measures: {mrr: {flor: 0.5}}", "measures.mrr.flor"),
        ("measures: {mrr: {}}", "needs a floor, a ceiling or a regression"),
        ("measures: {length: {regression: 5}}", "neither better nor worse"),
        ("measures: {mrr: {regression: -1}}", "greater than or equal to 0"),
        ("a: [", "no valid YAML"),
    ],
)
def test_useless_gates_are_refused(tmp_path: Path, text: str, expected: str) -> None:
    """A gate that is misspelt or one-sided is refused before it lets anything through."""
    (tmp_path / "gate.yaml").write_text(text)
    with pytest.raises(DatasetError, match=r"gate\.yaml") as caught:
        read_gate(tmp_path / "gate.yaml")
    assert expected in str(caught.value)
    with pytest.raises(DatasetError, match="cannot be read"):
        read_gate(tmp_path / "missing.yaml")
