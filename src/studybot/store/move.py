"""Copying a whole database into another one, of either kind: all of it or nothing, counted and compared by hashes."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Table, delete, func, insert, make_url, select
from sqlalchemy.exc import ArgumentError

from studybot.errors import StoreError
from studybot.store import postgres
from studybot.store.backup import refuse_used
from studybot.store.database import Database
from studybot.store.opening import open_database
from studybot.store.schema import keys, metadata

ROWS = 500  # rows that are held at a time
PATIENCE = 5.0
_ALL = 1 << 256

Tallies = dict[str, tuple[int, int]]  # by table: how many rows, and a hash of all of them in any order


def move(source: str, target: str) -> dict[str, int]:
    """Copy what the database `source` holds into `target`, both SQLAlchemy URLs, and return the rows of each table.

    The source stays as it is. The target appears whole, equal to the source by count and hash, or not at all; one that is
    equal already is left alone. StoreError when it holds anything else, and while another studybot has one of the two open.
    """
    if _parsed(source) == _parsed(target):
        raise StoreError("the data is in that database already: name another one")
    if (file := _file(source)) and not file.exists():
        return {}
    for url in (source, target):
        if (file := _file(url)) and file.is_file():
            refuse_used(file)
    old = open_database(source, PATIENCE)
    try:
        new = open_database(target, PATIENCE)
        try:
            for database in (old, new):
                _refuse_server_in_use(database)
            return _copied(old, new)
        finally:
            new.close()
    finally:
        old.close()


def _copied(old: Database, new: Database) -> dict[str, int]:
    with old.read() as reading, new.write() as writing:
        there, counted = _tallies(writing), _tallies(reading)
        if there != counted:
            if filled := [name for name, (rows, _) in there.items() if rows and name != keys.name]:
                raise StoreError(f"{new.place!r} holds data already (table {filled[0]!r}): name an empty database")
            writing.execute(delete(keys))  # its own one, which was made with it: ids are signed with the old one
            for table in metadata.sorted_tables:
                _copy(table, reading, writing)
            different = [name for name, tally in _tallies(writing).items() if tally != counted[name]]
            if different:
                raise StoreError(f"table {different[0]!r} did not arrive as it was: nothing was written to {new.place!r}")
    return {name: rows for name, (rows, _) in counted.items()}


def _copy(table: Table, reading: Connection, writing: Connection) -> None:
    for rows in _rows(table, reading):
        writing.execute(insert(table), rows)
    if writing.dialect.name == "postgresql" and "sequence" in table.c:
        last = writing.execute(select(func.max(table.c.sequence))).scalar()
        if last is not None:  # the next row gets the number behind those that came with theirs
            writing.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "sequence"), last)))


def _rows(table: Table, connection: Connection) -> Iterator[list[dict[str, Any]]]:
    try:
        for rows in connection.execute(select(table).execution_options(yield_per=ROWS)).mappings().partitions():
            yield [dict(row) for row in rows]
    except ValueError as error:
        raise StoreError(f"table {table.name!r} holds a damaged row ({error}): restore it from a backup") from error


def _tallies(connection: Connection) -> Tallies:
    found: Tallies = {}
    for table in metadata.sorted_tables:
        count = total = 0
        for rows in _rows(table, connection):
            count, total = count + len(rows), (total + sum(map(_hash, rows))) % _ALL
        found[table.name] = count, total
    return found


def _hash(row: Mapping[str, Any]) -> int:
    """A number for a row that is the same in every database."""
    text = json.dumps(row, sort_keys=True, ensure_ascii=True, default=_plain)
    return int.from_bytes(sha256(text.replace("\\u0000", "\\ufffd").encode()).digest())


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form that is the same in every database")


def _parsed(url: str) -> URL | None:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        return None  # opening it says what is wrong


def _file(url: str) -> Path | None:
    parsed = _parsed(url)
    return Path(parsed.database) if parsed and parsed.get_backend_name() == "sqlite" and parsed.database else None


def _refuse_server_in_use(database: Database) -> None:
    with database.read() as connection:
        if connection.dialect.name == "postgresql" and postgres.others(connection):
            raise StoreError(f"{database.place!r} is in use: end the servers (and other studybot commands) and try again")
