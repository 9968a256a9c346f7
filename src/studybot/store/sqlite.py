"""What SQLite asks of a program: files that are its own, connections that wait."""

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from pydantic_core import from_json
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from studybot.errors import StoreError
from studybot.store.faults import ELSEWHERE, foreign

_HEAD = b"SQLite format 3\0"


def engine(url: URL, patience: float) -> Engine:
    """Return the engine of a SQLite file, which is created with its folder when it is missing."""
    path = Path(str(url.database))
    try:
        # What learners wrote is nobody else's on this machine, whatever the umask says.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"folder {str(path.parent)!r} cannot be created ({error.strerror}): make it writable, or {ELSEWHERE}"
        ) from error
    _refuse_foreign(path)
    made = create_engine(
        url,
        connect_args={"timeout": patience},
        pool_size=8,
        max_overflow=56,
        pool_timeout=patience,
        json_deserializer=from_json,  # a learner's queue reads a thousand small objects
    )
    _keep_private(path)

    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        _prepare(connection, patience)

    event.listen(made, "connect", prepare)
    event.listen(made, "begin", _begin)
    return made


def _refuse_foreign(path: Path) -> None:
    """Refuse a file that is not SQLite's; SQLite itself would take one shorter than its header for empty and write over it."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEAD))
    except OSError:
        return  # missing or not readable: SQLite's own attempt says which
    if head and head != _HEAD:
        raise foreign(str(path))


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
