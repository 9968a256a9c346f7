"""In which order the files of a course are read."""

from pathlib import Path

import pytest

from studybot.corpus.course import left_out, load_course
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
        # A readme first, what is to be done and what is said of the course last; a number in front is a place.
        (
            ["b/01.md", "b/readme.md", "admin/exams.md", "homework/sheet01.md", "readme.md", "b/02-exercises.md", "b/03.md"],
            ["readme.md", "b/readme.md", "b/01.md", "b/02-exercises.md", "b/03.md", "admin/exams.md", "homework/sheet01.md"],
        ),
        (["Blatt 1.md", "Lektion.md", "Übung.md"], ["Lektion.md", "Blatt 1.md", "Übung.md"]),
        (["part-2/1.md", "part-10/1.md", "part-2/b.md"], ["part-2/1.md", "part-2/b.md", "part-10/1.md"]),
    ],
)
def test_files_are_read_by_name_with_numbers_as_numbers(names: list[str], ordered: list[str]) -> None:
    """Two comes before ten, and chapters that go on under another name come by their number, where that is sure."""
    assert [path.as_posix() for path in in_order(map(Path, names))] == ordered
    assert in_order(reversed([Path(name) for name in names])) == in_order(map(Path, names))


def course(folder: Path, files: dict[str, str]) -> list[str]:
    """The files of a course, as they are read."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [file.source for file in load_course(folder)[1]]


CHAPTERS = {f"{name}.qmd": "# T\n\nText.\n" for name in ("bark", "elm", "leaf", "root")}


def test_a_book_says_the_order_of_its_chapters(tmp_path: Path) -> None:
    """The chapters of a book come in its order, what it does not name behind them; what says little says nothing."""
    book = "book:\n  chapters:\n    - index.qmd\n    - root.qmd\n    - part: elm\n      chapters: [leaf.qmd, bark.qmd]\n"
    named = course(tmp_path / "a", {**CHAPTERS, "_quarto.yml": book, "index.qmd": "# I\n\nText.\n", "a.md": "# A\n\nText.\n"})
    assert named == ["index.qmd", "root.qmd", "elm.qmd", "leaf.qmd", "bark.qmd", "a.md"]
    assert course(tmp_path / "b", {**CHAPTERS, "_quarto.yml": "chapters: [root.qmd]\n"}) == list(CHAPTERS)
    stated = course(tmp_path / "c", {**CHAPTERS, "_quarto.yml": book, "course.yaml": "order: [leaf.qmd]\n"})
    assert stated[0] == "leaf.qmd"


def test_a_plan_of_links_says_the_order_of_lectures(tmp_path: Path) -> None:
    """Links of a readme give the order of lectures; sheets that it names between them stay behind, others by name."""
    plan = "# Plan\n\n| [R](t/root.md) | [S](homework/sheet1.md) |\n\n[L](t/leaf.md), [E](t/elm.md), [U](u/ash.md)\n"
    lectures = ["t/bark.md", "t/elm.md", "t/leaf.md", "t/readme.md", "t/root.md", "u/ash.md", "homework/sheet1.md"]
    read = course(tmp_path, {"readme.md": plan, **dict.fromkeys(lectures, "# T\n\nText.\n")})
    assert read == [
        "readme.md", "t/readme.md", "t/bark.md", "t/root.md", "t/leaf.md", "t/elm.md", "u/ash.md", "homework/sheet1.md",
    ]  # fmt: skip


def test_sources_of_pictures_and_inputs_are_no_topics(tmp_path: Path) -> None:
    """A text beside the picture that was made of it, or among programs that read it, is left out, and the receipt says so."""
    pictured = {"i/oak.tex": "x", "i/oak.png": "x", "src/in.txt": "x", "src/Main.java": "x", "a.md": "# A\n\nText.\n"}
    assert course(tmp_path, {**pictured, "film.txt": "Said.", "film.mp4": "x"}) == ["a.md", "film.txt"]
    reasons = {file.source: (file.reason, file.wanted) for file in left_out(tmp_path)}
    assert reasons["i/oak.tex"] == ("is the source of a picture (oak.png)", False)
    assert reasons["src/in.txt"] == ("lies among programs, as what they read", False)
