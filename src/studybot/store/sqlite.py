"""What SQLite asks of a program: files that are its own, connections that wait, errors as sentences."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic_core import from_json
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from studybot.errors import StoreError

ELSEWHERE = "name another place with STUDYBOT_DATA or STUDYBOT_DATABASE"
_SENTENCES = {
    "SQLITE_FULL": "the disk that holds {place!r} is full: free some space and try again",
    "SQLITE_READONLY": "{place!r} cannot be written: make it and its folder writable, or " + ELSEWHERE,
    "SQLITE_PERM": "{place!r} cannot be written: make it and its folder writable, or " + ELSEWHERE,
    "SQLITE_CANTOPEN": "{place!r} cannot be opened or created: make its folder writable, or " + ELSEWHERE,
    "SQLITE_BUSY": "{place!r} is locked by another program: close that program and try again",
    "SQLITE_LOCKED": "{place!r} is locked by another program: close that program and try again",
    "SQLITE_NOTADB": "{place!r} is not a database: move the file away (a new one is then created), or " + ELSEWHERE,
    "SQLITE_CORRUPT": "{place!r} is damaged: restore it from a backup or move it away (a new one is then created)",
}
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


def busy(place: str) -> StoreError:
    """Return the error of a database that another program keeps locked."""
    return StoreError(_SENTENCES["SQLITE_BUSY"].format(place=place))


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn the errors of the libraries into a StoreError that says what to do."""
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
    return f"{place!r} could not be read or written ({error}): check the disk and the database, or {ELSEWHERE}"
