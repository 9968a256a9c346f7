"""No text of a learner's page goes past the catalogues: templates and scripts say everything by `t` and `tn`."""

import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "src" / "studybot" / "ui"
ROOMS = ("ask", "find", "home", "login", "practise", "settings", "study")
SHARED = ("frame/header", "frame/lost", "frame/missing", "frame/page")
TEMPLATES = [path for room in ROOMS for path in sorted((UI / room).glob("*.jinja"))]
TEMPLATES += [UI / f"{name}.html.jinja" for name in SHARED]
SCRIPTS = [path for room in (*ROOMS, "frame") for path in sorted((UI / room).glob("*.js")) if path.name != "worker.js"]
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z/!](?:\"[^\"]*\"|[^>\"])*>")
NAMED = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
TERMINAL = re.compile(r"<(code|kbd)\b[^>]*>.*?</\1>|<(?:style|script|svg)\b.*?</(?:style|script|svg)>", re.DOTALL)
OWN = {"studybot"}
FOR_INSTRUCTORS = ["Please add this to the course"]
SENTENCE = re.compile(r"""(?<![\w(])(["'`])((?:[A-Z“]|\$\{)[^"'`\n]*[a-z]{2,} [a-z][^"'`\n]*)\1""")
SAID = re.compile(r"\b(?:t|tn)\(\s*(?:\"[^\"]*\"|[^()]|\([^()]*\))*\)")


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"&\w+;", " ", text)) if word not in OWN]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name.partition('.')[0]}")
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    """Between its tags, and in what names an element, a template has nothing to read but what goes through `t`."""
    bare = TERMINAL.sub("", EXPRESSION.sub("", path.read_text(encoding="utf-8")))
    assert [named for named in NAMED.findall(bare) if _words(named)] == []
    assert _words(TAG.sub(" ", bare)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_script_has_no_sentence_of_its_own(path: Path) -> None:
    """A script shows no sentence that did not go through `t` or `tn`."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if not re.match(r"\s*(?://|/?\*|import )", line)]
    code = SAID.sub("", "\n".join(lines))
    assert [text for _, text in SENTENCE.findall(code) if text not in FOR_INSTRUCTORS] == []
