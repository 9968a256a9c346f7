"""Reading takes a time in proportion to the length of a text, whatever it repeats: nobody stops an index for hours."""

import tempfile
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import HashingEmbedder
from studybot.corpus.course import load_course
from studybot.corpus.parts import read_parts
from studybot.ingest import build

SHORT, LONG = 8_000, 32_000  # characters
MORE = 9.0  # times as long as the short text; the square would be sixteen
SLACK = 0.008  # seconds that count for nothing: what takes the square is found if 100,000 characters take a fifth of a second
SIGNS = "\"'=([{#`*_-|<>&$~\\.:;+1aA! \n\t)]}/@^%"


def seconds(repeated: str, ending: str, length: int) -> float:
    """Processor seconds of reading and splitting a file that repeats some characters."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"repeated.{ending}").write_text(repeated * (length // len(repeated)), encoding="utf-8")
        _, files = load_course(Path(folder))
        began = process_time()
        read_parts(Path(folder), files, 900, use_bank=False)
        return process_time() - began


def in_proportion(repeated: str, ending: str) -> bool:
    """Whether a text of four times the length takes about four times as long; the fewest seconds of some goes count."""

    def kept() -> bool:
        long = seconds(repeated, ending, LONG)
        return long < SLACK or long < MORE * seconds(repeated, ending, SHORT) + SLACK

    return any(kept() for _ in range(3))


@pytest.mark.parametrize("ending", ["txt", "md"])
@pytest.mark.parametrize("repeated", ['a"', "1)", "=a", '"', "=", "(", "[", "A. ", "|\n", "\\\\(", "\\\\["])
def test_what_was_slow_once_is_not(repeated: str, ending: str) -> None:
    """Signs of code, quotes, brackets and full stops: each took the square of its length, or might."""
    assert in_proportion(repeated, ending)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(st.sampled_from(SIGNS), min_size=1, max_size=3), st.sampled_from(["txt", "md"]))
def test_no_repetition_takes_the_square_of_its_length(repeated: str, ending: str) -> None:
    """Any few signs, drawn by chance."""
    assert in_proportion(repeated, ending), repr(repeated)


def test_many_small_files_take_a_time_in_proportion(tmp_path: Path) -> None:
    """Four times the files take about four times as long to index, so that ten thousand take seconds and not hours."""

    def cost(count: int) -> float:
        course = tmp_path / f"course-{count}"
        course.mkdir(exist_ok=True)
        for number in range(count):
            (course / f"{number:05}.md").write_text(f"# Topic {number}\n\nThe value of {number} is {number * 7}.\n")
        began = process_time()
        build(course, tmp_path / f"index-{count}", HashingEmbedder, passage_size=900, fresh=True)
        return process_time() - began

    assert any(cost(1_200) < MORE * cost(300) + 0.3 for _ in range(3))
