"""scripts/tests.py: a pass counts for exactly the content that passed, and for nothing else."""

import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "tests.py"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, looking at a small repository of its own in `tmp_path`."""
    spec = importlib.util.spec_from_file_location("tests_script", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "src").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "src" / "one.py").write_text("ONE = 1\n", encoding="utf-8")
    (tmp_path / "tests" / "test_one.py").write_text('def test_one():\n    """It passes."""\n', encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "NOTE", tmp_path / ".tested")
    monkeypatch.setattr(module, "COVERAGE_DATA", tmp_path / ".coverage")
    return module


def note_a_pass(script: ModuleType) -> None:
    """Leave what a run that passed leaves."""
    script.COVERAGE_DATA.write_bytes(b"coverage")
    left = {
        "content": script.content_digest(),
        "coverage": hashlib.sha256(b"coverage").hexdigest(),
        "at": "2026-01-01T00:00:00",
    }
    script.NOTE.write_text(json.dumps(left), encoding="utf-8")


def test_a_pass_counts_for_the_same_content(script: ModuleType) -> None:
    """After a pass, the same content needs no second run; caches that a run leaves do not count as content."""
    note_a_pass(script)
    cache = script.ROOT / "src" / "__pycache__"
    cache.mkdir()
    (cache / "one.cpython-311.pyc").write_bytes(b"compiled")
    assert script.passed_before(script.content_digest()) == "2026-01-01T00:00:00"


@pytest.mark.parametrize("change", ["src/one.py", "tests/test_one.py", "src/two.py", "pyproject.toml", "Makefile"])
def test_any_change_of_a_file_needs_a_new_run(script: ModuleType, change: str) -> None:
    """A changed, new or renamed file makes the earlier pass void."""
    note_a_pass(script)
    (script.ROOT / change).write_text("changed = True\n", encoding="utf-8")
    assert script.passed_before(script.content_digest()) == ""


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"content": "x"}'])
def test_a_note_that_cannot_be_read_is_no_pass(script: ModuleType, damage: str) -> None:
    """A damaged note, or coverage data of another run, means that the tests run again."""
    note_a_pass(script)
    digest = script.content_digest()
    script.NOTE.write_text(damage, encoding="utf-8")
    assert script.passed_before(digest) == ""
    note_a_pass(script)
    script.COVERAGE_DATA.write_bytes(b"coverage of one test file only")
    assert script.passed_before(digest) == ""


@pytest.mark.parametrize(("body", "status"), [("pass", 0), ("assert False", 1)])
def test_only_a_run_that_passed_is_noted(script: ModuleType, body: str, status: int) -> None:
    """A run returns pytest's exit status; a failing one is not noted, and voids an earlier pass."""
    note_a_pass(script)
    (script.ROOT / "tests" / "test_one.py").write_text(f"def test_one():\n    {body}\n", encoding="utf-8")
    digest = script.content_digest()
    assert script.run(digest, []) == status
    assert bool(script.passed_before(digest)) == (status == 0)


@pytest.mark.parametrize(("cores", "workers"), [(1, []), (2, ["-n", "2"]), (64, ["-n", "4"])])
def test_the_tests_are_shared_out_among_the_cores(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, cores: int, workers: list[str]
) -> None:
    """One core runs them in a row, several share them out, and a large machine is not filled with models."""
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert script.beside_each_other()[:2] == workers


def test_the_tests_of_a_file_stay_together(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What several tests of a file share, a server or an index, is made by one worker and no other."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    test = """
        import os, pathlib, pytest
        @pytest.mark.parametrize("n", range(9))
        def test_it(n):
            pathlib.Path(f"{__file__}.{os.environ['PYTEST_XDIST_WORKER']}").touch()
    """
    folder = tmp_path / "shared"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"test_{name}.py").write_text(dedent(test), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *script.beside_each_other(), "."]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert len(list(folder.glob("test_*.py.gw*"))) == 3
