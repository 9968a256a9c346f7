from pathlib import Path

import pytest

from studybot import library
from studybot.settings import Settings
from studybot.store import Learner, Store

from .conftest import Command


def test_the_data_of_a_course_moves_and_the_next_step_is_said(
    studybot: Command, tiny_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`store move` says what arrived and which setting names it; the data is there then, and moves back the same way."""
    with Store.open(tiny_settings.database_url) as store:
        store.learners.set_name("ann", "Ann")
    url = f"sqlite:///{tmp_path / 'elsewhere' / '{course}.db'}"
    ended = studybot("store", "move", url)
    assert ended.status == 0, ended
    assert "course: 2 rows in 2 tables, equal by count and hash." in ended.err
    assert f"STUDYBOT_DATABASE={url!r}" in ended.err
    with Store.open(tiny_settings.model_copy(update={"database": url}).database_url) as store:
        assert store.learners.find("ann") == Learner(id="ann", name="Ann")
    assert (tmp_path / "elsewhere" / "course.db").is_file()
    (tiny_settings.data / "studybot.db").unlink()
    monkeypatch.setenv("STUDYBOT_DATABASE", url)
    assert studybot("store", "move", "sqlite").status == 0
    assert (tiny_settings.data / "studybot.db").is_file()


def test_where_there_is_no_data_nothing_is_made(studybot: Command, tmp_path: Path) -> None:
    """A course of which nothing was kept yet is named, and no empty database is left behind."""
    ended = studybot("store", "move", f"sqlite:///{tmp_path / 'new.db'}")
    assert (ended.status, "nothing was kept yet" in ended.err) == (0, True), ended
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("database", "first", "second"),
    [
        ("", "sqlite:///{data}/studybot.db", "sqlite:///{data}/courses/tea/studybot.db"),
        ("sqlite:////x/{course}.db", "sqlite:////x/cloud.db", "sqlite:////x/tea.db"),
        ("postgresql://h/d", "postgresql://h/d", "postgresql://h/d?schema=tea"),
        ("postgresql://h/d?sslmode=require", "postgresql://h/d?sslmode=require", "postgresql://h/d?sslmode=require&schema=tea"),
        ("postgresql://h/{course}", "postgresql://h/cloud", "postgresql://h/tea"),
    ],
)
def test_each_course_has_a_database_of_its_own(database: str, first: str, second: str, tmp_path: Path) -> None:
    """Beside the first course's: a file below its data, a schema of PostgreSQL, or what the setting makes of the name."""
    settings = Settings(course=tmp_path / "Cloud", data=tmp_path / "data", database=database)
    place = library.place_of(settings, tmp_path / "Tea")
    assert settings.database_url == first.replace("{data}", str(tmp_path / "data"))
    assert place.database_url == second.replace("{data}", str(tmp_path / "data"))
