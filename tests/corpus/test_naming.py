"""What topics are called: by their own subject, where several files begin with the name of the course."""

from pathlib import Path

from openpyxl import Workbook

from studybot.corpus.course import load_course
from studybot.corpus.parts import read_parts


def titles(folder: Path, files: dict[str, str]) -> list[str]:
    """The titles of the topics of a folder with these files, in their order."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    _, listed = load_course(folder)
    return [document.topic.title for part in read_parts(folder, listed, 1000, use_bank=False) for document in part.documents]


def test_a_title_that_files_share_is_no_title_of_a_topic(tmp_path: Path) -> None:
    """The heading behind the course's name is the topic's title, though it is smaller or a later heading is larger."""
    files = {
        "1.md": "# BIO 101: Life\n\n# Chapter 1: Bees\n\nThey dance.\n\n# Wings\n\nFour.\n",
        "2.md": "### BIO 101 – life:\n\n### Chapter 2: Ants\n\nThey dig.\n\n# A large caption\n\nLegs.\n",
        "3.md": "# Wasps\n\n## Nests\n\nOf paper.\n",
    }
    assert titles(tmp_path, files) == ["Chapter 1: Bees", "Chapter 2: Ants", "Wasps"]


def test_the_name_of_a_file_tells_it_apart(tmp_path: Path) -> None:
    """Without such a heading, the file's name is the title where it says a word of the cover; else files are numbered."""
    files = {
        "1_On Bees.md": "# Life\n\nBees, by Ann Lee\n\n## Wings\n\nFour.\n",
        "Lecture_02_XY.md": "# Life\n\nAnts, by Ann Lee\n\n## Legs\n\nSix.\n",
        "Lecture_03_XY.md": "# Life\n\nMore ants\n\n## Legs\n\nSix still.\n",
    }
    assert titles(tmp_path, files) == ["1 On Bees", "Life", "Life (2)"]


def test_what_says_its_title_keeps_it(tmp_path: Path) -> None:
    """Titles of front matter and of course.yaml are what the author says, whatever other files begin with."""
    files = {
        "a.md": "---\ntitle: Bees\n---\n\n# Life\n\n## Wings\n\nFour.\n",
        "b.md": "# Life\n\n## Legs\n\nSix.\n",
        "c.md": "# Life\n\n## Eyes\n\nFive.\n",
        "course.yaml": "topics:\n- {file: c.md, title: Seeing}\n",
    }
    assert titles(tmp_path, files) == ["Seeing", "Bees", "Life"]


def test_a_sheet_that_nobody_named(tmp_path: Path) -> None:
    """A workbook of one sheet, which its program named, is called as its file is."""
    for name, sheet in (("sizes_of-bees", "Sheet1"), ("ants", "Tabelle 1"), ("wasps", "Nests"), ("moths", "Hoja1")):
        book = Workbook()
        book.active.title = sheet
        for row in (["Name", "Size"], ["Queen", 20]):
            book.active.append(row)
        if name == "moths":
            book.create_sheet("Hoja2").append(["Day", "Night"])
        book.save(tmp_path / f"{name}.xlsx")
    assert titles(tmp_path, {}) == ["ants", "moths", "sizes of bees", "Nests"]
