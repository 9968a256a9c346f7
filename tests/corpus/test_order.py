"""In which order the files of a course are read."""

from pathlib import Path

import pytest

from studybot.corpus.order import in_order


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["Lecture 10.md", "Lecture 2.md", "Lecture 1.md"], ["Lecture 1.md", "Lecture 2.md", "Lecture 10.md"]),
        (
            ["K - Ch.3 - Glaze.md", "K - Ch.4 - Fire.md", "K - L01 - Clay.md", "K - L02 - Forms.md", "Notes.md"],
            ["K - L01 - Clay.md", "K - L02 - Forms.md", "K - Ch.3 - Glaze.md", "K - Ch.4 - Fire.md", "Notes.md"],
        ),
        # A gap, or a number twice: the numbers are of two things.
        (["A5.md", "A6.md", "L1.md", "L2.md"], ["A5.md", "A6.md", "L1.md", "L2.md"]),
        (["A2.md", "A3.md", "L1.md", "L2.md"], ["A2.md", "A3.md", "L1.md", "L2.md"]),
        (["part-2/1.md", "part-10/1.md", "part-2/b.md"], ["part-2/1.md", "part-2/b.md", "part-10/1.md"]),
    ],
)
def test_files_are_read_by_name_with_numbers_as_numbers(names: list[str], ordered: list[str]) -> None:
    """Two comes before ten, and chapters that go on under another name come by their number, where that is sure."""
    assert [path.as_posix() for path in in_order(map(Path, names))] == ordered
    assert in_order(reversed([Path(name) for name in names])) == in_order(map(Path, names))
