"""YAML of people who mean no good, wherever somebody hands one in: a sentence within moments."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from studybot.corpus.bank import read_bank
from studybot.corpus.course import load_course
from studybot.corpus.front import front_matter
from studybot.coverage.syllabus import parse_syllabus
from studybot.errors import StudybotError
from studybot.evaluate.dataset import read_dataset
from studybot.evaluate.gate import read_gate
from studybot.plain_yaml import parse_yaml

NAMES = "abcdefghij"
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(f'*{before}' for _ in range(9))}]\n" for before, name in pairwise(NAMES)
)
LONG = f"a: &a '{'x' * 100_000}'\nb: [{'*a,' * 1000}]\n"
BAD = {
    "laughs": LAUGHS + "title: *j\nobjectives: *j\n",
    "long": LONG + "title: *a\nobjectives: [a]\n",
    "itself": "objectives: &x [*x]\n",
    "deep": "objectives: " + "[" * 3000 + "]" * 3000 + "\n",
    "deeper": "objectives:\n" + "".join(f"{' ' * level}- \n" for level in range(2000)),
    "open": "objectives: " + "{" * 100_000,
    "call": "objectives: !!python/object/apply:os.system ['touch hacked']\n",
}


def course(text: str, folder: Path) -> object:
    """A course whose `course.yaml` this is."""
    (folder / "a.md").write_text("# A\n\nText.\n")
    (folder / "course.yaml").write_text(text)
    return load_course(folder)


def written(read: Callable[[Path], object]) -> Callable[[str, Path], object]:
    """Read a file with this text."""

    def reading(text: str, folder: Path) -> object:
        (folder / "x.yaml").write_text(text)
        return read(folder / "x.yaml")

    return reading


READERS: dict[str, Callable[[str, Path], object]] = {
    "syllabus": lambda text, _: parse_syllabus(text.encode(), name="x.yaml"),
    "pasted": lambda text, _: parse_syllabus(text),
    "dataset": written(read_dataset),
    "gate": written(read_gate),
    "bank": written(read_bank),
    "course": course,
    "front matter": lambda text, _: front_matter(f"---\n{text}---\n\n# A\n"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", BAD)
def test_no_yaml_stands_for_more_than_is_written(tmp_path: Path, reader: str, name: str) -> None:
    """Names that stand for each other, for themselves, nesting without end, calls: refused, or no YAML, at once."""
    began = time.process_time()
    try:
        READERS[reader](BAD[name], tmp_path)
    except StudybotError as error:
        assert len(str(error)) < 2_000
    assert time.process_time() - began < 5
    assert not Path("hacked").exists()


def test_names_that_stand_for_little_are_read() -> None:
    """What a person shortens by a name is what it stands for."""
    assert parse_yaml("a: &a [1, 2]\nb: {c: *a, <<: {d: 3}}\n") == {"a": [1, 2], "b": {"c": [1, 2], "d": 3}}
