import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Pool, create_engine, event, insert, select

from studybot.errors import StoreError
from studybot.settings import Settings
from studybot.store import Store
from studybot.store import schema as tables
from studybot.store.migrate import upgrade
from studybot.types import Feedback

from .builders import NOON, answer, card_state, conversation, review, turn
from .conftest import new_database
from .test_durability import CHILDREN

pytestmark = pytest.mark.sqlite


def test_the_default_place_is_created(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings' own URL opens a database in a data folder that did not exist."""
    monkeypatch.chdir(tmp_path)
    with Store.open(Settings(data=Path("some data/of é#1")).database_url) as store:
        store.conversations.add(conversation())
    assert (tmp_path / "some data" / "of é#1" / "studybot.db").is_file()


def test_an_empty_file_becomes_a_database_and_opening_again_changes_nothing(url: str, tmp_path: Path) -> None:
    """Opening is idempotent: the schema is the same after the first, second and third time."""
    path = tmp_path / "data" / "studybot.db"
    path.parent.mkdir()
    path.touch()
    schemas = []
    for _ in range(3):
        Store.open(url).close()
        raw = sqlite3.connect(path)
        schemas.append(raw.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall())
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(tables.HEAD,)]
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        raw.close()
    assert schemas[0] == schemas[1] == schemas[2]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def test_the_history_ends_at_the_tables_that_a_new_database_has(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """All revisions give the declared tables, columns and indexes, as a new database has them; HEAD is the last of them."""
    configuration = Config()
    configuration.set_main_option("script_location", "studybot.store:migrations")
    assert ScriptDirectory.from_config(configuration).get_heads() == [tables.HEAD]
    if kind == "sqlite":
        new, old = (f"sqlite:///{tmp_path / name}.db" for name in ("new", "old"))
    else:
        server = request.getfixturevalue("postgres")
        new, old = (new_database(server, "template0") for _ in range(2))
    Store.open(new).close()
    for url in (new, old):
        engine = create_engine(url)
        with engine.begin() as connection:
            if url == old:
                upgrade(connection, url)
            context = MigrationContext.configure(connection)
            assert compare_metadata(context, tables.metadata) == []
            assert context.get_current_revision() == tables.HEAD
            assert connection.execute(select(tables.keys.c.name)).scalars().all() == ["learners"]
        engine.dispose()


def test_a_database_of_the_first_edition_is_upgraded_with_its_data(url: str, tmp_path: Path) -> None:
    """What 0001 kept is read as before, and what 0002 adds works."""
    path = tmp_path / "data" / "studybot.db"
    path.parent.mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, str(path), "0001")
        then = {"id", "learner", "title", "created", "updated", "topic"}
        connection.execute(insert(tables.conversations).values(conversation().model_dump(include=then)))
        kept = {
            "id": "t1",
            "conversation": "c1",
            "position": 1,
            "at": NOON,
            "question": "q",
            "answer": answer().model_dump_json(),
        }
        connection.execute(insert(tables.turns).values(kept))
    engine.dispose()
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'reviews'").fetchone() == (0,)
    raw.close()
    with Store.open(url) as store:
        assert store.conversations.find("c1") == conversation()
        assert store.conversations.turns("c1") == [turn()]
        store.conversations.rate(Feedback(turn="t1", at=NOON, thumb="up"))
        store.cards.save_review(review("r1", None, card_state()))
        assert store.cards.states("ann") == [card_state()]


def test_lines_logged_before_there_were_acts_count_as_answers(url: str, tmp_path: Path) -> None:
    """After the upgrade an old line is an answer, sure when it was answered and not covered when it was refused."""
    path = tmp_path / "data" / "studybot.db"
    path.parent.mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, str(path), "0002")
        for name, outcome in (("a", "covered"), ("b", "outside")):
            connection.exec_driver_sql(
                "INSERT INTO asked (id, at, question, understood, outcome, confidence, topic, passage, reason) "
                "VALUES (?, '2026-01-02 12:00:00.000000', 'q', 'q', ?, 0.5, '', '', '')",
                (name, outcome),
            )
    engine.dispose()
    with Store.open(url) as store:
        rows = {row.id: (row.act, row.certainty) for row in store.log.rows()}
    assert rows == {"a": ("answer", "answered"), "b": ("answer", "not_covered")}


def test_who_was_an_instructor_is_one_of_every_course(url: str, tmp_path: Path) -> None:
    """After the upgrade a person of before logs in as before, with a seat in every course and an id as a learner."""
    path = tmp_path / "data" / "studybot.db"
    path.parent.mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, str(path), "0007")
        for name in ("ada", "ben"):
            connection.exec_driver_sql(
                "INSERT INTO users (name, role, password_hash, created) VALUES (?, 'instructor', 'hash', '2026-01-02 12:00')",
                (name,),
            )
    engine.dispose()
    with Store.open(url) as store:
        ada, ben = store.accounts.all()
        assert (ada.name, ada.password_hash) == ("ada", "hash") and ada.learner != ben.learner
        assert store.accounts.roles("ada", "any") == {"instructor"}


def test_a_migration_that_fails_leaves_the_old_database(url: str, tmp_path: Path) -> None:
    """An upgrade is all or nothing: a table in the way stops it, and the version and tables are as before."""
    path = tmp_path / "data" / "studybot.db"
    path.parent.mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, str(path), "0001")
    engine.dispose()
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE work_marks (x)")
    raw.commit()
    before = raw.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
    with pytest.raises(StoreError, match="work_marks"):
        Store.open(url)
    assert raw.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall() == before
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    raw.close()


def test_threads_that_open_databases_at_once_do_not_mix_them(tmp_path: Path) -> None:
    """Migrations of several databases in one process take turns."""

    def make(number: int) -> int:
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        engine = create_engine(url)
        with engine.begin() as connection:
            upgrade(connection, url, "0001")
        engine.dispose()
        with Store.open(url) as store:
            store.conversations.add(conversation(f"c{number}"))
            return len(store.conversations.of_learner("ann"))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(make, range(8))) == [1] * 8


def test_a_database_of_a_newer_version_is_refused_untouched(url: str, tmp_path: Path) -> None:
    """The message says so and names the file; the version stays."""
    Store.open(url).close()
    path = tmp_path / "data" / "studybot.db"
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    with pytest.raises(StoreError, match=r"studybot\.db' was written by a newer studybot.*9999.*install"):
        Store.open(url)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    raw.close()


def test_a_database_of_another_program_is_refused_untouched(url: str, tmp_path: Path) -> None:
    """No table is added to it."""
    path = tmp_path / "data" / "studybot.db"
    path.parent.mkdir()
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE invoices (x)")
    raw.commit()
    with pytest.raises(StoreError, match=r"another program.*'invoices'.*STUDYBOT_DATABASE"):
        Store.open(url)
    assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("invoices",)]
    raw.close()


@pytest.mark.parametrize("content", [b"x", b"not a database, just a text\n" * 400, b"\x89PNG\r\n" + bytes(5000)])
def test_a_file_that_is_not_a_database_is_refused_untouched(url: str, tmp_path: Path, content: bytes) -> None:
    """The message names the file and says what to do; the file is not changed."""
    path = tmp_path / "data" / "studybot.db"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"studybot\.db' is not a database: move"):
        Store.open(url)
    assert path.read_bytes() == content


def test_a_truncated_database_is_refused(url: str, tmp_path: Path) -> None:
    """Half a file gives a sentence at the latest when it is read."""
    with Store.open(url) as store:
        store.conversations.add(conversation())
        for number in range(30):
            store.conversations.record(turn(f"t{number}", position=number + 1))
    path = tmp_path / "data" / "studybot.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StoreError, match="damaged"), Store.open(url) as store:
        store.conversations.turns("c1")


def test_a_lock_held_by_another_program_is_said_after_waiting(url: str, tmp_path: Path) -> None:
    """Writing waits as long as `patience` and then names the file; reading goes on; nothing is half written."""
    with Store.open(url, patience=0.2) as store:
        raw = sqlite3.connect(tmp_path / "data" / "studybot.db", isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"studybot\.db' is locked by another program"):
            store.conversations.add(conversation())
        assert store.conversations.of_learner("ann") == []
        with pytest.raises(StoreError, match="locked"):
            Store.open(url, patience=0.2)
        raw.execute("ROLLBACK")
        raw.close()
        store.conversations.add(conversation())
        assert store.conversations.find("c1") == conversation()


def test_a_full_database_is_said_and_keeps_what_it_has(url: str) -> None:
    """SQLite's own "full" asks for space; the turn that did not fit is not there in part, and deleting makes room again."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 80")

    event.listen(Pool, "connect", limit)
    try:
        with Store.open(url) as store:
            store.conversations.add(conversation())
            with pytest.raises(StoreError, match=r"disk that holds '.*studybot\.db' is full: free some space"):
                for number in range(1, 1000):
                    store.conversations.record(turn(f"t{number}", position=number))
            kept = store.conversations.turns("c1")
            assert len(kept) == store.log.count() == number - 1 > 5
            store.conversations.remove("c1", "ann")
            store.conversations.add(conversation())
            store.conversations.record(turn())
    finally:
        event.remove(Pool, "connect", limit)


@pytest.fixture
def public() -> Iterator[Path]:
    """Give a folder that every account of the machine can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for inner in folder.rglob("*"):
        inner.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs accounts without administrator's rights")
@pytest.mark.parametrize("filled", ["nothing", "folder", "database"])
def test_a_read_only_data_folder_is_said(public: Path, filled: str) -> None:
    """Whether the folder, the file or nothing exists yet: one sentence that names the place and what to do."""
    data = public / "data"
    url = f"sqlite:///{data / 'studybot.db'}"
    if filled != "nothing":
        data.mkdir()
    if filled == "database":
        Store.open(url).close()
        (data / "studybot.db").chmod(0o444)
    for folder in (data, public):
        if folder.exists():
            folder.chmod(0o555)
    command = [sys.executable, str(CHILDREN), "open_as_nobody", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert str(data) in said
    assert "writable" in said
    assert "STUDYBOT_DATA" in said
    assert said.count("\n") == 1


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    """A data folder that cannot be made is named."""
    (tmp_path / "data").touch()
    with pytest.raises(StoreError, match=r"data' cannot be created \(File exists\)"):
        Store.open(f"sqlite:///{tmp_path / 'data' / 'studybot.db'}")


@pytest.mark.parametrize(
    "url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "unknown://host/db", "sqlite+unknown:///x", "http://x:y"]
)
def test_a_url_that_cannot_be_used_is_said(url: str) -> None:
    """The message says what is expected, with an example."""
    with pytest.raises(StoreError, match=r"'sqlite:///data/studybot\.db'"):
        Store.open(url)


def test_a_password_in_a_url_is_not_shown() -> None:
    """A message about another database names it without its password."""
    with pytest.raises(StoreError) as refused:
        Store.open("unknown://me:hunter2@host/db")
    assert "hunter2" not in str(refused.value)


def test_a_damaged_row_is_said(store: Store, tmp_path: Path) -> None:
    """A value that another program wrote and that cannot be gives a sentence."""
    store.conversations.add(conversation())
    store.conversations.record(turn())
    raw = sqlite3.connect(tmp_path / "data" / "studybot.db")
    raw.execute("UPDATE asked SET outcome = 'maybe'")
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match=r"damaged row \(TurnRow"):
        store.log.rows()


def test_ids_of_learners_logged_before_are_hidden(url: str, tmp_path: Path) -> None:
    """After the upgrade the log names nobody by the id that opens their data, and still tells learners apart."""
    path = tmp_path / "data" / "studybot.db"
    path.parent.mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, str(path), "0003")
        for number, learner in enumerate(("ann", "ann", "bob", None)):
            connection.exec_driver_sql(
                "INSERT INTO asked (id, at, learner, question, understood, outcome, confidence, topic, passage, reason) "
                "VALUES (?, '2026-01-02 12:00:00.000000', ?, 'q', 'q', 'covered', 0.5, '', '', '')",
                (f"l{number}", learner),
            )
    engine.dispose()
    with Store.open(url) as store:
        named = {row.id: row.learner for row in store.log.rows()}
    assert named["l0"] == named["l1"] != named["l2"] and named["l3"] is None
    assert not {"ann", "bob"} & set(named.values())


def test_a_lock_of_another_program_costs_each_writer_the_same(url: str, tmp_path: Path) -> None:
    """While another program holds the database, no writer waits longer than the patience, however many there are.

    Those who read are answered all the while, and whoever writes once the lock is gone gets through.
    """
    with Store.open(url, patience=1.5) as store:
        raw = sqlite3.connect(tmp_path / "data" / "studybot.db", isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")

        def add(number: int) -> float:
            began = time.monotonic()
            with pytest.raises(StoreError, match="locked by another program"):
                store.conversations.add(conversation(f"c{number}"))
            return time.monotonic() - began

        with ThreadPoolExecutor(45) as pool:
            waits = [pool.submit(add, number) for number in range(45)]
            for _ in range(20):
                began = time.monotonic()
                assert store.conversations.of_learner("ann") == []
                assert time.monotonic() - began < 1
            assert max(wait.result() for wait in waits) < 3
            began = time.monotonic()
            late = [pool.submit(add, number) for number in range(45, 90)]
            assert max(wait.result() for wait in late) < 1.2, "that the lock is held is known by now"
            assert [add(number) < 1.2 for number in range(90, 95)] == [True] * 5
        raw.execute("ROLLBACK")
        raw.close()
        store.conversations.add(conversation("after"))
        assert len(store.conversations.of_learner("ann")) == 1


def test_nobody_else_on_the_machine_reads_the_data(url: str, tmp_path: Path) -> None:
    """Whatever the umask: the folder is its owner's alone, and so is every file of the database, an older one too."""
    old = os.umask(0)
    try:
        with Store.open(url) as store:
            store.conversations.add(conversation())
            assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
            assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "data").iterdir()} == {0o600}
        (tmp_path / "data" / "studybot.db").chmod(0o644)
        Store.open(url).close()
        assert stat.S_IMODE((tmp_path / "data" / "studybot.db").stat().st_mode) == 0o600
    finally:
        os.umask(old)
