"""A figure is called what its language is called."""

import pytest

from studybot.ui.html.code import runs_html


@pytest.mark.parametrize(
    ("language", "label"),
    [("hcl", "Terraform"), ("yaml", "YAML"), ("go", "Go"), ("javascript", "JavaScript"), ("nonsuch", "Nonsuch")],
)
def test_a_code_block_is_called_what_its_lexer_is_called(language: str, label: str) -> None:
    """The label of a figure is the language's own spelling; an unknown language is written with a capital."""
    assert f"<span>{label}</span>" in runs_html(["x = 1"], language)
