"""Damage in a database file, found before somebody reads the page that it is on."""

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import make_url

from studybot.store.rows import Damage

SECONDS = 5.0  # how long a start waits for it
_PAGE = re.compile(r"\bpage (\d+)", re.IGNORECASE)
_FRAME = "*** in database main ***"
_BROKEN = "the look over the file breaks off"
_STEPS = 20_000  # of SQLite's machine between two looks at the clock
_SHOWN = 12  # pages that are named


def look(urls: Iterable[str], seconds: float = SECONDS) -> Iterator[tuple[str, Damage]]:
    """Yield the SQLAlchemy URLs of broken SQLite databases with what is broken, as far as `seconds` for all reach."""
    deadline = time.monotonic() + seconds
    for url in urls:
        parsed, left = make_url(url), deadline - time.monotonic()
        if left > 0 and parsed.get_backend_name() == "sqlite" and (found := damage(Path(str(parsed.database)), left)):
            yield url, found


def damage(path: Path, seconds: float = SECONDS) -> Damage | None:
    """Return what is broken in a SQLite file, None when nothing was found in `seconds` or there is no file."""
    if not path.is_file():
        return None
    deadline = time.monotonic() + seconds
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=seconds)
    except sqlite3.Error as error:
        return Damage(file=str(path), what=str(error))
    try:
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        return _found(connection, str(path))
    except sqlite3.OperationalError:
        return None  # out of time, locked or not readable: opening it says which
    except sqlite3.DatabaseError as error:
        return Damage(file=str(path), what=str(error))
    finally:
        connection.close()


def _found(connection: sqlite3.Connection, file: str) -> Damage | None:
    """What a look over the whole file says; where even that breaks off, its first words and the tables it breaks off in."""
    lines = list(_said(connection, "PRAGMA quick_check"))
    if lines == ["ok"]:
        return None
    if not lines or lines == [_BROKEN]:
        lines = [*_said(connection, "PRAGMA quick_check(1)"), *_tables(connection)]
    pages = sorted({int(number) for line in lines for number in _PAGE.findall(line)})
    return Damage(
        file=file, what=" ".join("; ".join(dict.fromkeys(lines)).replace(_FRAME, "").split())[:300], pages=tuple(pages[:_SHOWN])
    )


def _said(connection: sqlite3.Connection, question: str) -> Iterator[str]:
    try:
        yield from [str(row[0]) for row in connection.execute(question)]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        yield _BROKEN  # the driver keeps none of the rows before


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        if list(_said(connection, f"PRAGMA quick_check({name!r})")) != ["ok"]:
            yield f"table {name}"


def sentence(found: Damage) -> str:
    """Say what is broken and what to do about it."""
    return (
        f"{found.file!r} is damaged ({found.what}): bring the data of a backup back with 'studybot restore FILE', "
        "or move the file away (a new one is then created)"
    )
