"""A new index is announced through the database: a folder of a network may show what it held a minute ago."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import postgres
from studybot import wiring
from studybot.served import Served
from studybot.server import Server
from studybot.settings import Settings
from studybot.store import Store


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The URL of a database on a PostgreSQL server."""
    with postgres.running() as url:
        yield url


def cached(settings: Settings, before: os.stat_result, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the state of the manifest stay what it was, as a client of a network's folder remembers it."""
    state = (before.st_ino, before.st_mtime_ns, before.st_size)
    monkeypatch.setattr("studybot.served.state_on_disk", lambda folder: state)


def test_a_new_index_is_served_where_the_disk_shows_the_old_one(
    tiny_studybot: Served, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One server builds and says so, the other serves it; what was announced before the present index changes nothing."""
    settings = tiny_studybot.settings.model_copy(update={"database": database})
    builder, other = wiring.open_studybot(settings), wiring.open_studybot(settings)
    servers = [Server(builder), Server(other)]
    first = {builder.opened.manifest.digest, other.opened.manifest.digest}
    before = (settings.index / "manifest.json").stat()
    with Store.open(database) as store:
        store.generations.announce("of another time")
    path = Path(settings.course) / "02-storage.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n## Quax\n\nQuax stores zebras.\n", encoding="utf-8")
    wiring.build_index(settings, embedder=lambda: builder.embedder)
    assert builder.is_behind()
    with monkeypatch.context() as patched:
        cached(settings, before, patched)
        servers[1].look()
        assert {other.opened.manifest.digest} == first
        patched.undo()
        servers[0].look()
        cached(settings, before, patched)
        servers[1].look()
        assert not other.is_behind()
    assert other.opened.manifest.digest == builder.opened.manifest.digest not in first
    for served in (builder, other):
        served.store.close()
