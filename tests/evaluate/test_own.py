import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studybot.cli.measured import show_comparison, show_summary
from studybot.errors import UsageError
from studybot.evaluate import run as running
from studybot.evaluate.case import Case
from studybot.evaluate.compare import compare_runs
from studybot.evaluate.dataset import parse_dataset
from studybot.evaluate.measure import own_measures, own_values
from studybot.evaluate.report import render_report
from studybot.served import Served
from studybot.survey import evaluate
from studybot.types import Answer, Question

CASE = Case(id="a", question="what?", key_facts=(("x",),))
ANSWER = Answer(question=Question(text="what?"), understood="what?", outcome="outside")


def _package(folder: Path, body: str) -> None:
    """An installed package that offers the measure `words`."""
    (folder / "others_measures.py").write_text(body)
    info = folder / "others_measures-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: others-measures\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[studybot.measures]\nwords = others_measures:words\n")


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delitem(sys.modules, "others_measures", raising=False)
    own_measures.cache_clear()
    yield
    sys.modules.pop("others_measures", None)
    own_measures.cache_clear()


def test_a_package_brings_its_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function under the entry point is called with the case and its answer; one that gives None does not apply."""
    _package(tmp_path, "def words(case, answer):\n    return len(case.question.split()) if case.id == 'a' else None\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    measures = own_measures()
    assert own_values(CASE, ANSWER, measures) == {"words": 1.0}
    assert own_values(CASE.model_copy(update={"id": "b"}), ANSWER, measures) == {"words": None}


def test_a_measure_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever somebody else's function or module raises, the sentence says which measure it was."""
    with pytest.raises(UsageError, match="'broken' failed on question 'a'"):
        own_values(CASE, ANSWER, {"broken": lambda case, answer: 1 / 0})
    _package(tmp_path, "raise RuntimeError('no')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(UsageError, match=r"'words'.*cannot be loaded"):
        own_measures()


def test_own_measures_are_summed_up_and_reported(
    tiny_studybot: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run keeps each value, its summary has the mean with an interval, the gate finds it by name, the report shows it."""
    monkeypatch.setattr(running, "own_measures", lambda: {"letters": lambda case, answer: len(case.question) / 100})
    lines = '{"id": "a", "question": "what is EBS?", "evidence": [["EBS is block storage"]]}\n'
    lines += '{"id": "b", "question": "what are pancakes??", "kind": "unanswerable", "answerable": false}\n'
    summary = evaluate(tiny_studybot.opened, parse_dataset(lines, name="own", place="own.jsonl"), tmp_path / "run")
    assert summary is not None
    assert summary.own["letters"].value == pytest.approx((12 + 19) / 200)
    assert summary.find("letters") == summary.own["letters"]
    assert "Own measures" in render_report(tmp_path / "run")


def test_own_measures_of_two_runs_are_compared(
    tiny_studybot: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The comparison tests them like the others, and the summary at the terminal, the comparison and the report name them."""
    lines = "".join(
        f'{{"id": "{number}", "question": "what is EBS {number}?", "evidence": [["EBS is block storage"]]}}\n'
        for number in range(8)
    )
    dataset = parse_dataset(lines, name="own", place="own.jsonl")
    for name, value in (("base", 0.0), ("run", 1.0)):
        monkeypatch.setattr(running, "own_measures", lambda value=value: {"letters": lambda case, answer: value})
        summary = evaluate(tiny_studybot.opened, dataset, tmp_path / name)
    assert summary is not None
    compared = compare_runs(tmp_path / "base", tmp_path / "run")
    (letters,) = [one for one in compared.differences if one.measure == "letters"]
    assert (letters.difference, letters.wins, letters.n) == (1.0, 8, 8) and letters.p is not None and letters.p < 0.05
    show_summary(summary)
    show_comparison(compared, listed=0)
    assert capsys.readouterr().out.count("letters") == 2
    assert render_report(tmp_path / "run", base=tmp_path / "base").count("<td>letters</td>") == 2
