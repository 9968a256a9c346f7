"""An open database: connections that wait for each other, transactions that survive a kill, errors as sentences."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic_core import from_json
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from studybot.errors import StoreError
from studybot.store.schema import HEAD

_ELSEWHERE = "or name another place with STUDYBOT_DATA or STUDYBOT_DATABASE"
_SENTENCES = {
    "SQLITE_FULL": "the disk that holds {place!r} is full: free some space and try again",
    "SQLITE_READONLY": "{place!r} cannot be written: make it and its folder writable, " + _ELSEWHERE,
    "SQLITE_PERM": "{place!r} cannot be written: make it and its folder writable, " + _ELSEWHERE,
    "SQLITE_CANTOPEN": "{place!r} cannot be opened or created: make its folder writable, " + _ELSEWHERE,
    "SQLITE_BUSY": "{place!r} is locked by another program: close that program and try again",
    "SQLITE_LOCKED": "{place!r} is locked by another program: close that program and try again",
    "SQLITE_NOTADB": "{place!r} is not a database: move the file away (a new one is then created), " + _ELSEWHERE,
    "SQLITE_CORRUPT": "{place!r} is damaged: restore it from a backup or move it away (a new one is then created)",
}
QUEUE = 6  # writers that wait while the one before them is held up
STUCK = 1.0  # seconds after which a writer counts as held up
_SQLITE_HEAD = b"SQLite format 3\0"


class Database:
    """An engine and the one turnstile of this process: writers pass one at a time, readers never wait."""

    def __init__(self, engine: Engine, place: str, patience: float) -> None:
        self.place = place
        self._reader = engine
        self._writer = engine.execution_options(begin="IMMEDIATE")
        # SQLite's own waiting is a poll without order: threads of one process queue here instead.
        self._turnstile = threading.Lock()
        self._patience = patience
        self._seats = threading.Semaphore(QUEUE)
        self._since = 0.0  # when the writer at the turnstile got there

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database throughout."""
        with _translated(self.place), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are on the disk when the block ends, or not made at all when it raises.

        A lock of another program is waited for `patience` seconds in all, the queue at the turnstile included.
        """
        with self._turn() as left, _translated(self.place):
            writer = self._writer.execution_options(patience=left)
            with writer.begin() as connection:
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[float]:
        """Wait for the turnstile, and give the seconds that are left to wait for the database's own lock.

        While a lock holds up the writer at the turnstile, few others wait: their threads belong to those who read.
        """
        deadline = time.monotonic() + self._patience
        seated = self._seats.acquire(blocking=False)
        if not seated and self._turnstile.locked() and time.monotonic() - self._since > STUCK:
            raise StoreError(_SENTENCES["SQLITE_BUSY"].format(place=self.place))
        try:
            if not self._turnstile.acquire(timeout=self._patience):
                raise StoreError(_SENTENCES["SQLITE_BUSY"].format(place=self.place))
        finally:
            if seated:
                self._seats.release()
        try:
            self._since = time.monotonic()
            yield max(0.0, deadline - self._since)
        finally:
            self._turnstile.release()

    def forget(self) -> None:
        """Empty SQLite's write-ahead log, where deleted text would linger; when that fails, the next checkpoint does it."""
        if self._reader.dialect.name == "sqlite":
            with suppress(StoreError), _translated(self.place), self._reader.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        self._reader.dispose()


def open_database(url: str, patience: float) -> Database:
    """Open `url`, create what is missing and bring the schema to `HEAD`; locks are waited for `patience` seconds."""
    parsed = _parsed(url)
    place = _place(parsed)
    try:
        engine = _engine(parsed, patience)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise StoreError(f"database {place!r} cannot be used ({error}): {_EXPECTED}") from error
    database = Database(engine, place, patience)
    try:
        with database.write() as connection:
            _bring_to_head(connection, place)
    except BaseException:
        database.close()
        raise
    return database


_EXPECTED = "STUDYBOT_DATABASE takes a SQLAlchemy URL such as 'sqlite:///data/studybot.db'"


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"{url!r} is no database URL: {_EXPECTED}") from error
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StoreError(f"{url!r} would be lost at exit: {_EXPECTED}")
    return parsed


def _place(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _engine(url: URL, patience: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    folder = Path(str(url.database)).parent
    try:
        # What learners wrote is nobody else's on this machine, whatever the umask says.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"folder {str(folder)!r} cannot be created ({error.strerror}): make it writable, {_ELSEWHERE}"
        ) from error
    _refuse_foreign(Path(str(url.database)))
    engine = create_engine(
        url,
        connect_args={"timeout": patience},
        pool_size=8,
        max_overflow=56,
        pool_timeout=patience,
        json_deserializer=from_json,  # a learner's queue reads a thousand small objects
    )

    _keep_private(Path(str(url.database)))

    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        _prepare(connection, patience)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _refuse_foreign(path: Path) -> None:
    """Refuse a file that is not SQLite's; SQLite itself would take one shorter than its header for empty and write over it."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_SQLITE_HEAD))
    except OSError:
        return  # missing or not readable: SQLite's own attempt says which
    if head and head != _SQLITE_HEAD:
        raise StoreError(_SENTENCES["SQLITE_NOTADB"].format(place=str(path)))


def _keep_private(path: Path) -> None:
    """Let nobody but its owner read the database; SQLite gives its other files the rights of the first."""
    with suppress(OSError):  # somebody else's file, or a disk without rights: opening it says what is wrong
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)


def _prepare(connection: sqlite3.Connection, patience: float) -> None:
    """Make commits durable, readers and writers independent, and `lower` work for every alphabet."""
    connection.isolation_level = None  # the driver must not begin transactions of its own: `_begin` does
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            # Two processes that create one database at once: SQLite refuses the second without waiting.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: str | float | None) -> str | float | None:
    return value.lower() if isinstance(value, str) else value


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "patience" in options:
        connection.connection.execute(f"PRAGMA busy_timeout = {int(options['patience'] * 1000)}")
    # A writer takes its lock at once: a reader that turns into a writer later may be refused without waiting.
    connection.exec_driver_sql(f"BEGIN {options.get('begin', 'DEFERRED')}")


def _bring_to_head(connection: Connection, place: str) -> None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        if connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD:
            return
    elif tables:
        raise StoreError(f"{place!r} is the database of another program (it holds {tables[0]!r}): {_ELSEWHERE[3:]}")
    from studybot.store.migrate import upgrade  # noqa: PLC0415 - Alembic takes 0.15 s to import and is rarely needed

    upgrade(connection, place)


@contextmanager
def _translated(place: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_sentence(error.orig, place)) from error
    except sqlite3.Error as error:
        raise StoreError(_sentence(error, place)) from error
    except SQLAlchemyError as error:
        raise StoreError(f"{place!r} could not be read or written ({error}): try again") from error


def _sentence(error: BaseException | None, place: str) -> str:
    name = getattr(error, "sqlite_errorname", "")
    for prefix, sentence in _SENTENCES.items():
        if name.startswith(prefix):
            return sentence.format(place=place)
    return f"{place!r} could not be read or written ({error}): check the disk and the database, {_ELSEWHERE}"
