"""The documentation tells the truth: its commands and options exist, its settings are the ones in force."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from studybot.cli.program import program
from studybot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "index" / "README.md"])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^(?: {4}|\t)((?:studybot|make) .*)", re.MULTILINE)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
SHELL = {"sh", "bash", "console", "shell"}
ASSIGNMENT = re.compile(r"[A-Z_]+=.*")
PLACEHOLDERS = {"COMMAND", "..."}


def commands(page: str) -> list[list[str]]:
    """The `studybot` and `make` commands of a Markdown page as words: lines of its code blocks and its inline code."""
    lines = [line for language, block in FENCE.findall(page) if language in SHELL for line in block.splitlines()]
    lines += INDENTED.findall(page) + INLINE.findall(FENCE.sub("", page))
    found = [words for line in lines if (words := _words(line.removeprefix("$ ")))]
    return [words for words in found if words[0] in {"studybot", "make"}]


def _words(line: str) -> list[str]:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return []
    while words and ASSIGNMENT.fullmatch(words[0]):
        words = words[1:]
    return [words[0].removeprefix(".venv/bin/"), *words[1:]] if words else []


def documented() -> list[tuple[str, list[str]]]:
    """Every command of every page, with the page's name."""
    return [(page.relative_to(ROOT).as_posix(), words) for page in PAGES for words in commands(page.read_text("utf-8"))]


def problem_of_studybot(words: list[str]) -> str:
    """What is wrong with a `studybot` command line; empty when its subcommands and options all exist."""
    level: Any = typer.main.get_command(program)
    known = _options(level)
    for word in words:
        if word.startswith("-"):
            if word.split("=")[0] not in known:
                return f"no option {word}"
        elif (below := getattr(level, "commands", None)) is not None and word not in PLACEHOLDERS:
            if word not in below:
                return f"no command {word}"
            level = below[word]
            known |= _options(level)
    return ""


def _options(command: Any) -> set[str]:
    return {"--help", "-h"} | {name for one in command.params for name in (*one.opts, *one.secondary_opts)}


def targets() -> set[str]:
    """The targets of the Makefile that a person may ask for."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("page", "words"), documented(), ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_every_documented_command_exists(page: str, words: list[str]) -> None:
    """Each `studybot ...` and `make ...` of README and docs names a command, options and targets that exist."""
    if words[0] == "studybot":
        assert not problem_of_studybot(words[1:]), f"{page}: {shlex.join(words)}: {problem_of_studybot(words[1:])}"
        return
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for word in words[1:]:
        name, assigned, _ = word.partition("=")
        assert word in targets() | PLACEHOLDERS or (assigned and name in makefile), f"{page}: make has no {word!r}"


def test_a_wrong_command_is_noticed() -> None:
    """The check above finds a command, an option and a target that do not exist."""
    assert problem_of_studybot(["nonsense"]) == "no command nonsense"
    assert problem_of_studybot(["ask", "why?", "--nonsense"]) == "no option --nonsense"
    assert problem_of_studybot(["ask", "why?", "--json"]) == ""
    assert "nonsense" not in targets()
    assert commands("Say `studybot ask 'why?'`.\n```sh\n$ make run PORT=80 # here\nls\n```\n") == [
        ["make", "run", "PORT=80"],
        ["studybot", "ask", "why?"],
    ]


def test_the_list_of_commands_is_whole() -> None:
    """Every command of `studybot` and documented target of `make` stands in docs/commands.md, to which README.md leads."""
    page = ROOT / "docs" / "commands.md"
    listed = commands(page.read_text("utf-8"))
    assert "(docs/commands.md)" in (ROOT / "README.md").read_text("utf-8")
    named = {words[1] for words in listed if len(words) > 1 and words[0] == "studybot"}
    assert set(typer.main.get_command(program).commands) - named == set()  # type: ignore[attr-defined]
    made = {word for words in listed if words[0] == "make" for word in words[1:]}
    assert {"install", "run", "test", "check", "bench", "index", "clean"} - made == set()


def test_the_readme_is_short() -> None:
    """Sixty lines at most: what studybot is, how to start it, where to read on."""
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 60


def test_links_and_pictures_of_the_pages_exist() -> None:
    """Every relative link and picture of README and docs leads to a file of the repository."""
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", FENCE.sub("", page.read_text("utf-8")))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert broken == []


def settings_rows() -> dict[str, str]:
    """The settings of docs/settings.md with their defaults as written there."""
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    return dict(re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`|empty) \|", page, re.MULTILINE))


def test_every_setting_is_documented_with_its_default() -> None:
    """docs/settings.md has one row for each setting, with the default in force, and none for a setting that is gone."""
    in_force = {name: _written(field.default) for name, field in Settings.model_fields.items()}
    assert settings_rows() == in_force


def _written(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_the_documented_settings_file_is_valid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The example of `studybot.toml` in docs/settings.md is read as it stands."""
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    (example,) = [block for language, block in FENCE.findall(page) if language == "toml"]
    (tmp_path / "studybot.toml").write_text(example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"STUDYBOT_{name.upper()}", raising=False)
    read = Settings().model_dump(mode="json")
    assert {name: read[name] for name in tomllib.loads(example)} == tomllib.loads(example)
