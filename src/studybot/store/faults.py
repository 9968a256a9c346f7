"""The errors of databases as sentences that say what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from studybot.errors import StoreError

ELSEWHERE = "name another place with STUDYBOT_DATA or STUDYBOT_DATABASE"
_UNREACHABLE = "{place!r} did not answer: start PostgreSQL there, or correct STUDYBOT_DATABASE"
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
_SENTENCES |= {  # classes of SQLSTATE, as PostgreSQL gives them
    "55P03": _SENTENCES["SQLITE_BUSY"],
    "53100": _SENTENCES["SQLITE_FULL"],
    "25006": "{place!r} cannot be written: it is a copy that only reads; name the first one with STUDYBOT_DATABASE",
    "08": _UNREACHABLE,
    "57P": _UNREACHABLE,
    "28": "{place!r} does not let studybot in: correct user and password in STUDYBOT_DATABASE",
    "3D": "{place!r} does not exist: create the database, or correct STUDYBOT_DATABASE",
    "connection": _UNREACHABLE,
}


def foreign(place: str) -> StoreError:
    """Return the error of a file that is no database."""
    return StoreError(_SENTENCES["SQLITE_NOTADB"].format(place=place))


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
    name = getattr(error, "sqlite_errorname", "") or getattr(error, "sqlstate", "") or ""
    if not name and type(error).__name__ == "OperationalError" and type(error).__module__.startswith("psycopg"):
        name = "connection"  # it was refused, or broke, before the server could say why
    for prefix, sentence in _SENTENCES.items():
        if name.startswith(prefix):
            return sentence.format(place=place)
    return f"{place!r} could not be read or written ({error}): check the disk and the database, or {ELSEWHERE}"
