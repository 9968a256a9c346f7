"""Pages are drawn by form: the code that draws the course knows no word of a course."""

import ast
import re
from pathlib import Path

import pytest

import studybot.ui.html as drawing
from studybot.ui.html.code import runs_html

WORDS = re.compile(r"\b(aws|amazon|ec2|lambda|terraform|kubectl|oracle|iops|cloudwatch|rule numbering|not collected)\b", re.I)
FILES = sorted(Path(drawing.__path__[0]).glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_string_of_the_drawing_code_is_a_word_of_a_course(file: Path) -> None:
    """No string constant, and so no pattern, names what one course is about."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in strings if WORDS.search(text)] == []


@pytest.mark.parametrize(
    ("language", "label"),
    [("hcl", "Terraform"), ("yaml", "YAML"), ("go", "Go"), ("javascript", "JavaScript"), ("nonsuch", "Nonsuch")],
)
def test_a_code_block_is_called_what_its_lexer_is_called(language: str, label: str) -> None:
    """The label of a figure is the language's own spelling; an unknown language is written with a capital."""
    assert f"<span>{label}</span>" in runs_html(["x = 1"], language)
