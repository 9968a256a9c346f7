"""Courses of one difficulty each are asked from end to end: what the file says is answered, what only its frame says is not."""

import shutil
from pathlib import Path

import pytest

from studybot import wiring
from studybot.coverage.syllabus import load_syllabus
from studybot.ports import Embedder
from studybot.settings import Settings
from studybot.types import Answer, Question

MATERIAL = Path(__file__).parent / "data" / "material"
pytestmark = pytest.mark.slow

# Of each course: what is asked, and what the first statement says ("" where the course has no answer).
ASKED: dict[str, tuple[tuple[str, str], ...]] = {
    "admonitions": (
        ("To what temperature is the iron set?", "Set the iron to three hundred and fifty degrees for leaded solder."),
        ("What is a cold joint?", "A cold joint looks dull and grainy"),
        ("What is the tolerance?", "The tolerance is ±5"),
    ),
    "chinese-course": (("绿茶用多少度的水冲泡？", "八十度"),),
    "docx-bold-headings": (("What does a smoker do?", "calms the hive with cool smoke before it is opened"),),
    "docx-merged-cells": (
        ("What is the peak heat for stoneware at cone 10?", "| Stoneware | 10 | 1285 C |"),
        ("Which clay is fired at cone 04?", "Terracotta"),
    ),
    "echo-of-objectives": (("Why is wet string useful?", "String that was soaked in water shrinks"),),
    "front-matter": (("What is the weight of jam?", ""),),
    "hindi-outside": (("कॉफ़ी कैसे बनती है?", ""),),
    "html-chrome": (
        ("What is cookieword?", ""),
        ("What is navigationword?", ""),
        ("What is footerword?", ""),
        ("What is invisibleword?", ""),
    ),
    "md-display-math": (("What is the sample variance?", "$$"),),
    "scan-mixed-pdf": (("At how many bar does the boiler valve open?", ""),),
    "symlink-outside": (("What is the vault code?", ""),),
}


def said(answer: Answer) -> str:
    """What the first statement of an answer says, with its heading; "" for a refusal."""
    return " ".join(f"{one.lead} {one.text}" for one in answer.statements[:1]) if answer.outcome == "covered" else ""


@pytest.mark.parametrize("case", sorted(ASKED))
def test_a_case_is_answered(case: str, tmp_path: Path, real_embedder: Embedder) -> None:
    """Each course is indexed as it is handed in and gives its right answers, and none where it has none."""
    shutil.copytree(MATERIAL / case, tmp_path / case, symlinks=True)
    settings = Settings(course=tmp_path / case / "course", index=tmp_path / "index", data=tmp_path / "data")
    if case == "symlink-outside":
        (settings.course / "linked.md").unlink(missing_ok=True)
        (settings.course / "linked.md").symlink_to(tmp_path / case / "outside" / "secret.md")
    wiring.build_index(settings)
    studybot = wiring.open_studybot(settings)
    for question, expected in ASKED[case]:
        first = said(studybot.assistant.ask(Question(text=question)))
        assert expected in " ".join(first.split()) if expected else not first, (question, first)


def test_a_guide_in_markdown_is_a_syllabus() -> None:
    """Front matter, the title and a sentence above bullets are no objectives; a domain's heading gives its weight."""
    (domain, *_) = (found := load_syllabus(MATERIAL / "syllabus-markdown" / "guide.md")).domains
    texts = [objective.text for objective in found.objectives]
    assert "Storage" in domain.name and domain.weight == 30
    assert not any("title" in text or "Introductory" in text for text in texts)
