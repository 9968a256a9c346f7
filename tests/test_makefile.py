"""The Makefile: what a person reads from it when they type `make`, or lack the right Python."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run make in a folder that holds a copy of the Makefile and nothing else."""
    shutil.copy(ROOT / "Makefile", folder)
    # These tests run under `make test` themselves: its own flags and level must not reach the make below.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_make_alone_lists_every_documented_target(tmp_path: Path) -> None:
    """`make` without a target changes nothing and names each target with what it does."""
    done = make(tmp_path)
    assert done.returncode == 0
    documented = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert len(documented) >= 10
    assert re.findall(r"^  make ([a-z-]+) +\S", done.stdout, re.MULTILINE) == documented
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


@pytest.mark.parametrize("python", ["false", "no-such-python", ""])
def test_a_python_that_is_missing_or_too_old_is_one_sentence(tmp_path: Path, python: str) -> None:
    """Without Python 3.11, `make install` says so, names the way out, fails, and leaves nothing behind."""
    done = make(tmp_path, "install", f"PYTHON={python}")
    assert done.returncode != 0
    (sentence,) = done.stdout.splitlines()
    assert "Python 3.11 or later" in sentence
    assert "make install PYTHON=" in sentence
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ((), "studybot serve"),
        (("PORT=8000",), 'studybot serve --port "8000"'),
        (("HOST=0.0.0.0", "PORT=8000"), 'studybot serve --host "0.0.0.0" --port "8000"'),
    ],
)
def test_run_takes_host_and_port_from_its_own_command_line_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], command: str
) -> None:
    """`make run HOST=... PORT=...` hands both on; a HOST that a shell or tool exports is not an address to serve on."""
    monkeypatch.setenv("HOST", "x86_64-conda-linux-gnu")
    monkeypatch.setenv("PORT", "1")
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    last = make(tmp_path, "--dry-run", "run", *words).stdout.splitlines()[-1]
    assert last.endswith(command)


@pytest.mark.parametrize(("given", "begun"), [("CHECK=1", 4), ("CHECK=", 2)])
def test_all_models_are_compared_and_learning_stops_where_it_fails(tmp_path: Path, given: str, begun: int) -> None:
    """A model that is worse fails `make learn`: all are compared all the same, and none behind it is learned."""
    program = tmp_path / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\ncase "$*" in *judge*) exit 1;; esac\n')
    program.chmod(0o755)
    ended = make(tmp_path, "-o", ".venv/installed", "-o", "index", "learn", given)
    assert ended.returncode and "Failed: judge" in ended.stdout
    assert ended.stdout.count("== ") == begun
