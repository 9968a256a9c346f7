import subprocess
import sys
from pathlib import Path

import pytest

from studybot import __version__, wiring
from studybot.errors import StoreError
from studybot.settings import Settings

from .conftest import Command

COMMANDS = ("ask", "chat", "index", "topics", "quiz", "review", "cards", "anki", "serve")
HEAVY = ("torch", "sentence_transformers", "gradio", "fastapi", "uvicorn", "sqlalchemy", "sklearn", "faiss", "pydantic", "rich")
ELSEWHERE = ("gradio", "fastapi", "uvicorn", "sqlalchemy", "pdfplumber", "jinja2", "torch")


def test_help_lists_every_command(studybot: Command) -> None:
    """`studybot --help` names each command on standard output and ends with 0."""
    ended = studybot("--help")
    assert ended.status == 0
    assert all(f"\n  {name} " in ended.out for name in COMMANDS)
    assert ended.err == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_examples_and_the_shared_options(studybot: Command, name: str) -> None:
    """Each command's help shows examples that begin with its own name, and the options that all share."""
    ended = studybot(name, "--help")
    assert ended.status == 0
    assert f"    studybot {name}" in ended.out.split("Examples:")[1]
    assert all(f"--{option}" in ended.out for option in ("course", "index", "data", "model"))


def test_version(studybot: Command) -> None:
    """`--version` prints the version alone."""
    assert studybot("--version") == (0, f"studybot {__version__}\n", "")


def test_help_imports_nothing_heavy() -> None:
    """Help must come at once: none of the libraries that take time to import is imported for it."""
    script = (
        "import sys\nfrom studybot.cli.program import run\nstatus = run(['--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\nsys.exit(status)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (0, "[]")


def test_asking_imports_no_library_of_another_command() -> None:
    """The way of one question to its answer needs neither page nor server nor database."""
    script = (
        "import sys\nimport studybot.cli.ask, studybot.cli.ready, studybot.wiring, studybot.chat, studybot.render\n"
        "import studybot.answer.assistant, studybot.ingest, studybot.publish.publication, studybot.study.tutor\n"
        f"print([name for name in {ELSEWHERE!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [("--nope",), ("nope",), ("ask", "--nope"), ("serve", "--port", "70000")])
def test_wrong_usage_ends_with_2(studybot: Command, arguments: tuple[str, ...]) -> None:
    """An unknown command or option, or a value out of range, is a usage error: said on standard error, status 2."""
    ended = studybot(*arguments)
    assert ended.status == 2
    assert ended.out == ""
    assert "Error" in ended.err or "Usage" in ended.err


def test_options_count_before_and_behind_the_command(studybot: Command, tmp_path: Path) -> None:
    """A shared option is taken on both sides of the command's name, and the later one wins."""
    missing = tmp_path / "missing"
    assert str(missing) in studybot("--index", missing, "topics").err
    assert str(missing) in studybot("topics", "--index", missing).err
    assert str(missing) in studybot("--index", tmp_path / "other", "topics", "--index", missing).err


def test_an_option_wins_over_the_environment(studybot: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is typed counts more than STUDYBOT_... variables."""
    monkeypatch.setenv("STUDYBOT_COURSE", str(tmp_path / "nowhere"))
    ended = studybot("index", "--course", tmp_path / "course")
    assert (ended.status, "2 files" in ended.out) == (0, True)


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("HITS", "0"), ("QUESTION_LOG", "loud")])
def test_a_wrong_setting_is_named(studybot: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A setting that cannot be used is named with its value in one line, status 2."""
    monkeypatch.setenv(f"STUDYBOT_{name}", value)
    ended = studybot("topics")
    assert ended.status == 2
    assert ended.err.startswith("studybot: ")
    assert ended.err.count("\n") == 1
    assert name.lower() in ended.err
    assert repr(value) in ended.err


def test_a_broken_settings_file_is_one_line(studybot: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A `studybot.toml` that is no TOML, or that has an unknown key, is one sentence."""
    monkeypatch.chdir(tmp_path)
    for text, expected in (("port = = 3", "studybot.toml"), ("colour = 'red'", "colour")):
        Path("studybot.toml").write_text(text, encoding="utf-8")
        ended = studybot("topics")
        assert (ended.status, ended.err.count("\n")) == (2, 1)
        assert expected in ended.err


def test_an_error_on_purpose_is_one_line(studybot: Command) -> None:
    """A StudybotError is printed as it is behind the program's name, with status 1 and nothing on standard output."""
    ended = studybot("topics")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"studybot: there is no index in {str(Settings().index)!r}: run 'studybot index'\n"


def test_an_unforeseen_error_goes_to_a_file(
    studybot: Command, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug is one sentence for the person; the traceback is in the data folder, no traceback on the terminal."""

    def broken(settings: Settings) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(wiring, "open_studybot", broken)
    ended = studybot("topics")
    log = tiny_settings.data / "errors.log"
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"studybot: something went wrong inside studybot (ZeroDivisionError); the details are in {str(log)!r}\n"
    assert "planted" in log.read_text(encoding="utf-8")


def test_an_unforeseen_error_without_a_data_folder(studybot: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the data folder cannot be made, the traceback goes to the temporary folder."""
    monkeypatch.setattr(wiring, "open_studybot", lambda settings: 1 / 0)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    ended = studybot("topics", "--data", tmp_path / "file")
    assert str(tmp_path / "studybot" / "errors.log") in ended.err
    assert "ZeroDivisionError" in (tmp_path / "studybot" / "errors.log").read_text(encoding="utf-8")
    assert (tmp_path / "studybot").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "studybot" / "errors.log").stat().st_mode & 0o777 == 0o600


def test_ctrl_c_ends_with_130(studybot: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted command ends with 130 and without a traceback."""

    def interrupted(settings: Settings) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(wiring, "open_studybot", interrupted)
    ended = studybot("topics")
    assert (ended.status, ended.out) == (130, "")
    assert "Traceback" not in ended.err


def test_an_error_of_the_store_is_a_failure_not_a_usage_error(studybot: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only options that do not fit end with 2."""

    def refuse(settings: Settings) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(wiring, "open_studybot", refuse)
    assert studybot("topics") == (1, "", "studybot: the disk is full\n")


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """`studybot ... | head` ends without a word when the reader goes away."""
    script = (
        "import sys\nfrom studybot.cli import main, program\nimport typer\n"
        "def loud(*given, **named):\n    for number in range(100_000):\n        typer.echo(number)\n"
        "typer.main.get_command = lambda app: loud\nsys.argv = ['studybot']\nmain()\n"
    )
    ended = subprocess.run(
        ["/bin/sh", "-c", f'{sys.executable} -c "$SCRIPT" | head -1'],
        env={"SCRIPT": script, "PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("0\n", "")
