"""The learning scripts on tiny data: what they learn, how a model is written and compared."""

import argparse
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The scripts as modules."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    names = ("training", "courses", "learn_ranking", "learn_judge")
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
    """Lists stand on one line; the last digits and what it was made from do not count as a difference, another weight does."""
    training, path = scripts["training"], tmp_path / "model.json"
    learned = {"made": {"code": "a"}, "weights": {"x": 1.5}, "tree": [1, 2, 3], "text": "a [b]"}
    write, check = argparse.Namespace(write=True, check=False), argparse.Namespace(write=False, check=True)
    assert training.settle(path, learned, write) == 0
    assert '"tree": [1, 2, 3]' in path.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == learned
    assert training.settle(path, {**learned, "made": {"code": "b"}, "weights": {"x": 1.5000001}}, check) == 0
    assert training.settle(path, {**learned, "weights": {"x": 1.7}}, check) == 1
    assert "differs in weights.x" in capsys.readouterr().out


def test_the_courses_to_learn_from_are_described(scripts: dict[str, ModuleType]) -> None:
    """Each has a commit, a licence, files, and questions of both kinds whose answerable ones carry evidence."""
    courses = scripts["courses"]
    for name, course in courses.described().items():
        assert len(course["commit"]) == 40 and course["licence"] and course["files"]
        cases = scripts["training"].read_cases([courses.FOLDER / f"{name}.jsonl"])
        assert {case["answerable"] for case in cases} == {True, False}
        assert all(case["evidence"] for case in cases if case["answerable"])
    assert courses.fetched(Path("nowhere")) == []
