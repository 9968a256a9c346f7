import os
import random
import sqlite3
import stat
import threading
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studybot.errors import StoreError
from studybot.store import Store
from studybot.store.backup import backup, restore
from studybot.store.check import damage, look, sentence

from .builders import conversation, turn

pytestmark = pytest.mark.sqlite

AT = datetime(2026, 11, 28, 6, tzinfo=UTC)


def fill(url: str, turns: int = 30) -> None:
    """Write a conversation of some turns."""
    with Store.open(url) as store:
        store.conversations.add(conversation())
        for number in range(turns):
            store.conversations.record(turn(f"t{number}", position=number + 1))


def flip(path: Path, pages: int = 8) -> None:
    """Write noise over pages behind the first ones, as a bad disk does."""
    noise, raw = random.Random(7), bytearray(path.read_bytes())
    size = int.from_bytes(raw[16:18], "big")
    for page in range(len(raw) // size - pages, len(raw) // size):
        raw[page * size : page * size + 200] = noise.randbytes(200)
    path.write_bytes(raw)


def test_damaged_tables_are_named_before_anybody_reads_them(url: str, tmp_path: Path) -> None:
    """Noise over some pages is found by looking, their table is named, and the sentence says what to do."""
    path = tmp_path / "data" / "studybot.db"
    assert damage(path) is None
    fill(url)
    assert damage(path) is None
    flip(path)
    ((broken, found),) = look([url])
    assert broken == url
    assert "table turns" in sentence(found)
    assert "studybot restore" in sentence(found)


def test_pages_are_named_where_the_database_says_them(url: str, tmp_path: Path) -> None:
    """A page whose cells point outside of it is named by its number."""
    fill(url)
    path = tmp_path / "data" / "studybot.db"
    raw = sqlite3.connect(path)
    where = "name = 'turns' AND pagetype = 'leaf'"
    page = raw.execute(f"SELECT pageno FROM dbstat WHERE {where} ORDER BY pageno DESC").fetchone()[0]
    size = raw.execute("PRAGMA page_size").fetchone()[0]
    raw.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size + 8 : (page - 1) * size + 10] = b"\xff\xff"
    path.write_bytes(content)
    found = damage(path)
    assert found is not None
    assert page in found.pages
    assert f"page {page}" in sentence(found).lower()


def test_a_look_ends_when_its_time_is_over(tmp_path: Path) -> None:
    """A large database does not hold up a start: what was not looked at in time counts as whole."""
    path = tmp_path / "large.db"
    raw = sqlite3.connect(path)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400000) SELECT i FROM n"
    raw.execute(f"CREATE TABLE numbers AS {numbers}")
    raw.commit()
    raw.close()
    began = time.perf_counter()
    assert damage(path, 0.0) is None
    assert time.perf_counter() - began < 0.5


def test_a_backup_brings_all_courses_back(url: str, tmp_path: Path) -> None:
    """Databases of every course and other files are as they were, private; what was there meanwhile is kept aside."""
    data, archive = tmp_path / "data", tmp_path / "studybot.zip"
    fill(url)
    fill(f"sqlite:///{data / 'courses' / 'second' / 'studybot.db'}", turns=3)
    (data / "syllabi").mkdir()
    (data / "syllabi" / "a.json").write_text("{}", encoding="utf-8")
    assert backup(data, archive) == 3
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with Store.open(url) as store:
        store.conversations.record(turn("late", position=31))
    (data / "later.json").touch()
    flip(data / "courses" / "second" / "studybot.db", pages=1)
    kept = restore(archive, data, AT)
    assert kept is not None
    assert (kept / "later.json").exists()
    assert not (data / "later.json").exists()
    assert (data / "syllabi" / "a.json").read_text(encoding="utf-8") == "{}"
    with Store.open(url) as store:
        assert len(store.conversations.turns("c1")) == 30
    with Store.open(f"sqlite:///{data / 'courses' / 'second' / 'studybot.db'}") as store:
        assert len(store.conversations.turns("c1")) == 3
    assert backup(data, archive) == 3, "what a restore put aside is no part of the next backup"


def test_a_backup_is_whole_while_others_write(url: str, tmp_path: Path) -> None:
    """Every change acknowledged before the backup began is in it, though a writer never pauses, and it passes the check."""
    data, archive = tmp_path / "data", tmp_path / "studybot.zip"
    fill(url, turns=1)
    acknowledged, ended = [0], threading.Event()
    with Store.open(url) as store:

        def write() -> None:
            while not ended.is_set():
                store.conversations.record(turn(f"w{acknowledged[0] + 1}", position=acknowledged[0] + 2))
                acknowledged[0] += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            while acknowledged[0] < 5:
                time.sleep(0.01)
            before = acknowledged[0]
            backup(data, archive)
        finally:
            ended.set()
            writer.join()
    restore(archive, tmp_path / "new", AT)
    with Store.open(f"sqlite:///{tmp_path / 'new' / 'studybot.db'}") as restored:
        assert len(restored.conversations.turns("c1")) >= 1 + before


def test_data_in_use_is_not_replaced(url: str, tmp_path: Path) -> None:
    """A restore under a running server is refused, and nothing is changed or left behind."""
    data, archive = tmp_path / "data", tmp_path / "studybot.zip"
    fill(url)
    backup(data, archive)
    with Store.open(url) as store:
        with pytest.raises(StoreError, match="in use: end the server"):
            restore(archive, data, AT)
        assert len(store.conversations.turns("c1")) == 30
    assert [path.name for path in data.iterdir() if path.suffix not in (".db-wal", ".db-shm")] == ["studybot.db"]


@pytest.mark.parametrize("kind", ["missing", "garbage", "cut", "foreign", "outside"])
def test_what_is_no_backup_changes_nothing(kind: str, url: str, tmp_path: Path) -> None:
    """A file that is missing, cut, of another program or leads out of the folder is refused with a sentence."""
    data, archive = tmp_path / "data", tmp_path / "studybot.zip"
    fill(url)
    if kind == "garbage":
        archive.write_bytes(os.urandom(2000))
    elif kind == "cut":
        backup(data, archive)
        archive.write_bytes(archive.read_bytes()[:-200])
    elif kind != "missing":
        with zipfile.ZipFile(archive, "w") as packed:
            packed.comment = b"studybot-backup" if kind == "outside" else b""
            packed.writestr("../escaped.txt", "x")
    with pytest.raises(StoreError, match="studybot backup"):
        restore(archive, data, AT)
    assert not (tmp_path / "escaped.txt").exists()
    with Store.open(url) as store:
        assert len(store.conversations.turns("c1")) == 30


def test_a_damaged_database_makes_no_backup(url: str, tmp_path: Path) -> None:
    """A backup that would only look like one is refused, and the one before it stays."""
    data, archive = tmp_path / "data", tmp_path / "studybot.zip"
    fill(url)
    backup(data, archive)
    before = archive.read_bytes()
    flip(data / "studybot.db")
    with pytest.raises(StoreError, match="damaged"):
        backup(data, archive)
    assert archive.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "studybot.zip"]
