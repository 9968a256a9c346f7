"""The learning scripts on tiny data: what they learn, how a model is written and compared."""

import argparse
import importlib
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from studybot.answer.judge import fitting_model
from studybot.learned import packaged
from studybot.served import Served

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The scripts as modules."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    names = ("training", "courses", "learn_ranking", "learn_judge", "learn_followup", "learn_coverage")
    yield {name: importlib.import_module(name) for name in names}
    for name in names:
        sys.modules.pop(name, None)


def test_weights_put_right_candidates_first(scripts: dict[str, ModuleType]) -> None:
    """The feature that tells right from wrong gets the weight; one that says nothing gets none."""
    learn = scripts["learn_ranking"]
    random = np.random.default_rng(1)
    groups = []
    for number in range(40):
        features = random.random((6, 2))
        features[number % 6, 0] += 1.0
        groups.append((features, np.arange(6) == number % 6))
    telling, silent = learn.fit(groups)
    assert telling > 5 * abs(silent)
    assert [learn.rank(group, np.array([telling, silent])) for group in groups].count(1) == 40


def test_a_logistic_function_is_held_out_by_group(scripts: dict[str, ModuleType], capsys: pytest.CaptureFixture[str]) -> None:
    """What separates the answerable is learned, the cut refuses few of them, and the report says how well it holds."""
    learn = scripts["learn_judge"]
    random = np.random.default_rng(2)
    rows = [
        learn.Row(f"course{number % 4}", {"score": float(answerable * 3 + random.normal())}, bool(answerable), False)
        for number in range(80)
        for answerable in (0, 1)
    ]
    learned = learn.weighed("tiny", rows, ("score",), learn.groups(rows))
    assert learned["weights"]["score"] > 0.5
    assert 0.1 < learned["cut"] < 0.9
    assert "80 answerable, 80 not" in capsys.readouterr().out


def test_folds_keep_a_group_together(scripts: dict[str, ModuleType]) -> None:
    """Rows of one name are in one fold, the same every time."""
    names = [f"g{number // 3}" for number in range(60)]
    own = scripts["training"].folds(names, 5)
    assert all(len({*own[start : start + 3].tolist()}) == 1 for start in range(0, 60, 3))
    assert own.tolist() == scripts["training"].folds(names, 5).tolist()


def test_a_model_is_written_to_be_read_and_compared(
    scripts: dict[str, ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lists stand on one line; the last digits and what it was made from do not count as a difference.

    Another weight does, and the model has to be learned again when it is worse than the one learned today.
    """
    training, path = scripts["training"], tmp_path / "model.json"
    learned = {"made": {"figures": {"right": 0.8}}, "weights": {"x": 1.5}, "tree": [1, 2, 3], "text": "a [b]"}
    write, check = argparse.Namespace(write=True, check=False), argparse.Namespace(write=False, check=True)
    assert training.settle(path, learned, write, {}) == 0
    assert '"tree": [1, 2, 3]' in path.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == learned
    assert training.settle(path, {**learned, "weights": {"x": 1.5000001}}, check, {"right": 0.7}) == 0
    assert "as learned" in capsys.readouterr().out
    assert training.settle(path, {**learned, "weights": {"x": 1.7}}, check, {"right": 0.795}) == 0
    assert "differs in weights.x" in capsys.readouterr().out
    assert training.settle(path, {**learned, "weights": {"x": 1.7}}, check, {"right": 0.7}) == 1
    assert "right: 0.700 in force, 0.800 learned - worse" in capsys.readouterr().out


def test_a_model_says_where_it_comes_from(scripts: dict[str, ModuleType], tiny_studybot: Served, tmp_path: Path) -> None:
    """Data by digest, code by digest and commit, embedder, index, the day, and how good it was on what it had not seen."""
    data = tmp_path / "questions.jsonl"
    data.write_text("{}\n", encoding="utf-8")
    made = scripts["training"].made(tiny_studybot, [data], {"right": 0.8})
    assert made["embedder"] == tiny_studybot.embedder.name
    assert made["index"] == tiny_studybot.manifest.digest[:16]
    assert made["figures"] == {"right": 0.8}
    assert made["data"] == {"questions.jsonl": sha256(b"{}\n").hexdigest()[:16]}
    assert len(made["commit"]) in (0, 40) and len(made["date"]) == 10


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("studybot.index", "ranking.json"),
        ("studybot.answer", "judge.json"),
        ("studybot.answer", "followup.json"),
        ("studybot.coverage", "weights.json"),
    ],
)
def test_packaged_models_say_where_they_come_from(package: str, name: str) -> None:
    """Each names its data, its embedder, the day and the commit."""
    made = packaged(package, name)["made"]
    assert made["data"] and made["embedder"] == "all-MiniLM-L6-v2@53aa51172d14"
    assert len(made["commit"]) == 40 and made["date"]


def test_the_judge_of_another_embedder_goes_without_trees(caplog: pytest.LogCaptureFixture) -> None:
    """What looks at cosines is not used with another embedder than it was learned with, and a sentence says so."""
    assert fitting_model("all-MiniLM-L6-v2@53aa51172d14").fits and not caplog.text
    assert not fitting_model("other-model@0").fits
    assert "judge.json was learned with all-MiniLM-L6-v2@53aa51172d14 and does not fit other-model@0" in caplog.text


def test_a_logistic_decision_of_coverage_follows_what_tells(scripts: dict[str, ModuleType]) -> None:
    """On tiny data the column that goes with the labels gets the weight, in the column's own unit."""
    random = np.random.default_rng(3)
    rows = np.column_stack([random.normal(size=200), random.normal(size=200)])
    answers = rows[:, 0] > 0
    weights, intercept = scripts["learn_coverage"]._logistic(rows, answers, np.ones(200), rows)
    assert weights[0] > 5 * abs(weights[1])
    scaled, _ = scripts["learn_coverage"]._logistic(rows * 10, answers, np.ones(200), rows * 10)
    assert scaled[0] == pytest.approx(weights[0] / 10, rel=0.01)
    assert abs(intercept) < 0.5


def test_the_courses_to_learn_from_are_described(scripts: dict[str, ModuleType]) -> None:
    """Each has a commit, a licence, files, and questions of both kinds whose answerable ones carry evidence."""
    courses = scripts["courses"]
    for name, course in courses.described().items():
        assert len(course["commit"]) == 40 and course["licence"] and course["files"]
        cases = scripts["training"].read_cases(courses.datasets(name))
        assert len({case["id"] for case in cases}) == len(cases)
        assert {case["answerable"] for case in cases} == {True, False}
        assert all(case["evidence"] for case in cases if case["answerable"])
    assert courses.fetched(Path("nowhere")) == []


def test_later_turns_are_read_with_what_was_asked_before(scripts: dict[str, ModuleType], tiny_studybot: Served) -> None:
    """A follow-up to learn from is searched with its conversation's subject, and may be read in two ways."""
    cases = [
        {
            "id": "a1",
            "question": "What is Lambda?",
            "conversation": "a",
            "turn": 1,
            "answerable": True,
            "evidence": [["Lambda"]],
        },
        {
            "id": "a2",
            "question": "how long may it run",
            "conversation": "a",
            "turn": 2,
            "answerable": True,
            "evidence": [["15"]],
        },
        {
            "id": "a3",
            "question": "what are the limits",
            "conversation": "a",
            "turn": 3,
            "answerable": True,
            "evidence": [["15"]],
        },
    ]
    first, *later = scripts["training"].samples(tiny_studybot.assistant, cases)
    assert first.understood.text == cases[0]["question"]
    assert all("Lambda" in sample.understood.text for sample in later[:1])
    assert list(scripts["learn_followup"].conversations(tiny_studybot.assistant, cases))
