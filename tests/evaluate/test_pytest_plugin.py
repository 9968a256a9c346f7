"""The pytest plugin: a dataset's lines are tests, run by pytest in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from fakes import write_course

from .builders import write_lines

TINY = """
import studybot.index.encode
from fakes import HashingEmbedder
from studybot import wiring

wiring.load_embedder = lambda settings: HashingEmbedder()
studybot.index.encode.model_name = lambda model: HashingEmbedder.name
"""
ROWS = [
    {"id": "ebs", "question": "what is EBS?", "key_facts": [["block storage"]]},
    {"id": "wrong", "question": "what is EFS?", "key_facts": [["a fruit that nobody knows"]]},
    {"id": "pancakes", "question": "recipe for pancakes with maple syrup", "answerable": False},
]


def run(folder: Path, dataset: Path) -> subprocess.CompletedProcess[str]:
    """Run pytest over one test of one's own and a dataset."""
    course = write_course(folder / "course")
    (folder / "tiny.py").write_text(TINY)
    (folder / "test_own.py").write_text("def test_own(studybot):\n    assert studybot.course.topics\n")
    paths = os.pathsep.join([str(folder), *(path for path in sys.path if path)])
    own = {"COURSE": course, "INDEX": folder / "index", "DATA": folder / "data", "RERANKER": "none"}
    environment = os.environ | {"PYTHONPATH": paths} | {f"STUDYBOT_{name}": str(value) for name, value in own.items()}
    command = [sys.executable, "-m", "pytest", "-p", "tiny", "-p", "studybot.pytest_plugin", "--studybot", str(dataset)]
    options = ["-v", "-p", "no:cacheprovider", f"--rootdir={folder}", str(folder)]
    return subprocess.run(
        [*command, *options], capture_output=True, text=True, env=environment, cwd=folder, check=False, timeout=120
    )


def test_each_line_is_a_test(tmp_path: Path) -> None:
    """A right answer and a right refusal pass, a wrong answer fails with the question and what was said."""
    ended = run(tmp_path, write_lines(tmp_path / "questions.jsonl", ROWS))
    assert ended.returncode == 1 and "3 passed" in ended.stdout and "1 failed" in ended.stdout, ended.stdout
    assert "'what is EFS?': right failed" in ended.stdout


def test_a_broken_dataset_stops_the_tests(tmp_path: Path) -> None:
    """Nothing is run of a dataset with a problem, and the problem is named with its line."""
    ended = run(tmp_path, write_lines(tmp_path / "questions.jsonl", [ROWS[0] | {"colour": 1}]))
    assert ended.returncode == 4 and "line 1, colour: unknown key" in ended.stderr + ended.stdout
