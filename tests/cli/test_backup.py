from pathlib import Path

import pytest

from studybot.cli.serve import _check
from studybot.errors import StoreError
from studybot.settings import Settings
from studybot.store import Store

from .conftest import Command


def test_data_goes_into_a_file_and_comes_back(studybot: Command, tiny_settings: Settings, tmp_path: Path) -> None:
    """`backup` and `restore` are one command each, say what they did, and name the next one."""
    Store.open(tiny_settings.database_url).close()
    ended = studybot("backup", tmp_path / "b.zip")
    assert (ended.status, "studybot restore" in ended.err) == (0, True), ended
    (tiny_settings.data / "studybot.db").unlink()
    ended = studybot("restore", tmp_path / "b.zip")
    assert ended.status == 0, ended
    assert (tiny_settings.data / "studybot.db").is_file()
    ended = studybot("restore", tmp_path / "none.zip")
    assert (ended.status, "no backup" in ended.err) == (1, True), ended


def test_a_database_elsewhere_is_left_to_its_own_tools(studybot: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup without the database would only look like one."""
    monkeypatch.setenv("STUDYBOT_DATABASE", "postgresql://localhost/studybot")
    assert "its own tools" in studybot("backup", "b.zip").err


def test_a_server_does_not_start_on_a_damaged_database(tiny_settings: Settings) -> None:
    """The damage is said at the start, with what to do, not when a learner meets the page."""
    _check(tiny_settings)
    tiny_settings.data.mkdir(parents=True, exist_ok=True)
    Store.open(tiny_settings.database_url).close()
    path = tiny_settings.data / "studybot.db"
    raw = bytearray(path.read_bytes())
    raw[4096 * 3 : 4096 * 3 + 64] = bytes(range(64))
    path.write_bytes(raw)
    with pytest.raises(StoreError, match=r"damaged .*studybot restore"):
        _check(tiny_settings)
