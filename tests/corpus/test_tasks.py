"""Sheets of exercises, and lines that only hold a place."""

from pathlib import Path

import pytest

from studybot.corpus.course import load_course
from studybot.corpus.parts import read_parts
from studybot.types import Passage

SHEET = "# Blatt 2\n\n# Hintergrund\n\nUlmen wachsen.\n\nErstellen Sie eine Karte.\n\n# A2.1: Karte (3P)\n\nSie hat 5 Ulmen.\n"
HELD = "Here a drawing comes to be."


def passages(folder: Path, files: dict[str, str]) -> list[Passage]:
    """The passages of a course."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [passage for part in read_parts(folder, load_course(folder)[1], 900, use_bank=False) for passage in part.passages]


@pytest.mark.parametrize(
    ("name", "text", "roles"),
    [
        ("homework/b02.md", SHEET, ["teaching", "exercise", "exercise"]),
        ("lecture/b02.md", SHEET, ["teaching", "teaching"]),
        ("sheet01.md", "# Trees\n\nElms grow.\n\nWrite a report.\n", ["exercise"]),
        ("sheet01.md", "# Trees\n\nElms grow.\n", ["teaching"]),
        ("cheatsheet.md", "# Trees\n\nWrite a report.\n", ["teaching"]),
    ],
)
def test_what_a_sheet_asks_is_an_exercise(tmp_path: Path, name: str, text: str, roles: list[str]) -> None:
    """Tasks of a sheet are exercises, what it explains is teaching; a sheet that asks without such headings is all task."""
    assert [passage.role for passage in passages(tmp_path, {name: text})] == roles


def test_lines_that_hold_a_place_teach_nothing(tmp_path: Path) -> None:
    """The same short sentence again and again is no teaching, unless it leads to a list, a table or code."""
    held = {f"{name}.md": f"# {name}\n\nTrees grow.\n\n{HELD}\n\nElms too.\n\n## Part\n\n{HELD}\n" for name in "abc"}
    found = passages(tmp_path / "held", held)
    assert {passage.role for passage in found if HELD in passage.text} == {"reference"}
    assert {passage.role for passage in found if HELD not in passage.text} == {"teaching"}
    leads = {**held, "d.md": f"# d\n\n{HELD}\n\n- an elm\n"}
    assert {passage.role for passage in passages(tmp_path / "leads", leads)} == {"teaching"}
