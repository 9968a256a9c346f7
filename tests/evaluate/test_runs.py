"""The folder of runs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studybot.errors import NotFound
from studybot.evaluate.folder import find_run, kept_runs, new_run

AT = datetime(2026, 3, 1, 10, 15, tzinfo=UTC)


def test_a_new_run_has_a_name_of_its_own(tmp_path: Path) -> None:
    """Dataset and time make the name; a second run in the same second gets a number."""
    first = new_run(tmp_path, "dev", AT)
    assert first.name == "dev-20260301-101500"
    first.mkdir()
    assert new_run(tmp_path, "dev", AT).name == "dev-20260301-101500-2"


def test_runs_are_listed_newest_first(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """What is no run is left out; a folder that does not exist has none."""
    make_run("a")
    make_run("b")
    (tmp_path / "other").mkdir()
    assert [run.name for run in kept_runs(tmp_path)] == ["b", "a"]
    assert kept_runs(tmp_path / "none") == []


def test_a_run_is_found_by_name_or_path(make_run: Callable[..., Path], tmp_path: Path) -> None:
    """A name among the kept runs and a path lead to the same folder; an unknown one names the newest."""
    folder = make_run("a")
    assert find_run(tmp_path, "a") == find_run(tmp_path / "elsewhere", str(folder)) == folder
    with pytest.raises(NotFound, match="newest are 'a'"):
        find_run(tmp_path, "b")
