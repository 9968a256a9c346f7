from pathlib import Path

import pytest
from pydantic import ValidationError

from studybot.errors import UsageError
from studybot.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own, without settings."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_options_win_over_the_environment_over_the_file(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An option counts more than a variable, a variable more than a line of studybot.toml, a line more than the default."""
    assert load_settings({}).port == 7860
    (elsewhere / "studybot.toml").write_text('port = 1\nhost = "file"\nhits = 3\n', encoding="utf-8")
    monkeypatch.setenv("STUDYBOT_PORT", "2")
    monkeypatch.setenv("STUDYBOT_HOST", "variable")
    settings = load_settings({"port": 4, "host": None})
    assert (settings.port, settings.host, settings.hits) == (4, "variable", 3)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"port": 70000}, "'port'"),
        ({"reads": "often"}, "'reads'"),
        ({"port": "many"}, "'many'"),
        ({"passage_size": 10}, "'passage_size'"),
        ({"hits": 0}, "'hits'"),
        ({"question_log": "loud"}, "'question_log'"),
        ({"collor": "blue"}, "'collor'"),
    ],
)
def test_a_wrong_setting_is_named(options: dict[str, object], named: str) -> None:
    """A wrong or unknown setting is one sentence that names it and where to correct it."""
    with pytest.raises(UsageError, match=named) as raised:
        load_settings(options)
    assert "\n" not in str(raised.value)
    assert "studybot.toml" in str(raised.value)


@pytest.mark.parametrize("text", ["port = ", "port = 'x'", "[studybot]\nport = 1", "prot = 1", "\x00"])
def test_a_broken_file_is_one_sentence(elsewhere: Path, text: str) -> None:
    """A studybot.toml that cannot be read or holds what is unknown is a sentence, not a stack trace."""
    (elsewhere / "studybot.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"studybot\.toml"):
        load_settings({})


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong variable is named like a wrong option."""
    monkeypatch.setenv("STUDYBOT_HITS", "999")
    with pytest.raises(UsageError, match=r"'hits'.*'999'"):
        load_settings({})


def test_settings_do_not_change() -> None:
    """Settings are frozen: what was opened with them stays valid."""
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]


def test_the_database_stands_in_the_data_folder(elsewhere: Path) -> None:
    """Without a URL the database is a file in the data folder, at an absolute path; a URL is taken as it is."""
    assert load_settings({"data": Path("here")}).database_url == f"sqlite:///{elsewhere / 'here' / 'studybot.db'}"
    assert load_settings({"database": "sqlite:///x.db"}).database_url == "sqlite:///x.db"
