"""An open database: transactions that survive a kill and wait for each other, and the few statements that every table needs."""

import math
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import Column, Connection, Delete, Engine, Insert, Select, Table, Update, and_, func, insert, select, update

from studybot.errors import StoreError
from studybot.store import faults

QUEUE = 6  # writers that wait while the one before them is held up
STUCK = 1.0  # seconds after which a writer counts as held up
HELD = 0.5  # seconds that a writer waits for a lock which the one before it waited for in vain
TICK = 0.01  # seconds by which the database itself may give up early: it waits whole milliseconds
Kept = TypeVar("Kept", bound=BaseModel)


class Database:
    """An engine and the one turnstile of this process: writers pass one at a time, readers never wait.

    What is read or written within a transaction of the same thread is part of that transaction.
    """

    def __init__(self, engine: Engine, place: str, patience: float) -> None:
        self.place = place
        self._reader = engine
        self._writer = engine.execution_options(begin="IMMEDIATE")
        self._open = threading.local()
        # SQLite's own waiting is a poll without order: threads of one process queue here instead.
        self._turnstile = threading.Lock()
        self._patience = patience
        self._seats = threading.Semaphore(QUEUE)
        self._since = math.inf  # when the writer at the turnstile got there; nobody is held up by one who just comes or goes
        self._held = False  # whether nobody got through since one waited in vain

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database throughout."""
        if outer := self._outer():
            yield outer
            return
        with faults.translated(self.place), self._reader.connect() as connection, self._entered(connection, writes=False):
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are on the disk when the outermost block ends, or not made at all when it raises.

        A lock of another program is waited for `patience` seconds in all, the queue at the turnstile included, and once that
        was in vain only shortly until somebody gets through.
        """
        if outer := self._outer(writes=True):
            yield outer
            return
        with self._turn() as left, faults.translated(self.place):
            writer = self._writer.execution_options(patience=left)
            with writer.begin() as connection, self._entered(connection, writes=True):
                yield connection

    def _outer(self, *, writes: bool = False) -> Connection | None:
        connection: Connection | None = getattr(self._open, "connection", None)
        return connection if connection is not None and (self._open.writes or not writes) else None

    @contextmanager
    def _entered(self, connection: Connection, *, writes: bool) -> Iterator[None]:
        before = dict(self._open.__dict__)
        self._open.connection, self._open.writes = connection, writes
        try:
            yield
        finally:
            self._open.__dict__.clear()
            self._open.__dict__.update(before)

    @contextmanager
    def _turn(self) -> Iterator[float]:
        """Wait for the turnstile, and give the seconds that are left to wait for the database's own lock.

        While a lock holds up the writer at the turnstile, few others wait: their threads belong to those who read.
        """
        patience = min(HELD, self._patience) if self._held else self._patience
        deadline = time.monotonic() + patience
        seated = self._seats.acquire(blocking=False)
        if not seated and self._turnstile.locked() and time.monotonic() - self._since > STUCK:
            raise faults.busy(self.place)
        try:
            if not self._turnstile.acquire(timeout=patience):
                raise faults.busy(self.place)
        finally:
            if seated:
                self._seats.release()
        try:
            self._since = time.monotonic()
            yield max(0.0, deadline - self._since)
            self._held = False
        except StoreError:
            self._held = self._held or time.monotonic() >= deadline - TICK
            raise
        finally:
            self._since = math.inf
            self._turnstile.release()

    def rows(self, query: Select[Any]) -> Sequence[Any]:
        """Return the rows of `query` as the database gives them."""
        with self.read() as connection:
            return connection.execute(query).all()

    def values(self, query: Select[Any], kind: type[Kept]) -> list[Kept]:
        """Return the rows of `query` as values; StoreError when one does not fit, because another program wrote it."""
        with self.read() as connection:
            result = connection.execute(query)
            names = list(result.keys())
            rows = [dict(zip(names, row, strict=True)) for row in result]
        try:
            return _rows_of(kind).validate_python(rows)  # one call for all rows: a call for each costs more than the checks
        except ValidationError as error:
            problem = f"{kind.__name__}: {error.errors()[0]['msg']}"
            raise StoreError(f"the database holds a damaged row ({problem}): restore it from a backup") from error

    def value(self, query: Select[Any], kind: type[Kept]) -> Kept | None:
        """Return the first row of `query` as a value, None when there is none; StoreError as `values`."""
        return next(iter(self.values(query.limit(1), kind)), None)

    def has(self, column: Column[Any], value: str) -> bool:
        """Whether a row has `value` in `column`."""
        return bool(self.rows(select(column).where(column == value).limit(1)))

    def count(self, query: Select[Any]) -> int:
        """Return how many rows `query` gives."""
        return int(self.rows(select(func.count()).select_from(query.subquery()))[0][0])

    def change(self, statement: Insert | Update | Delete, rows: Sequence[Mapping[str, Any]] | None = None) -> int:
        """Run one statement, for many `rows` at once if need be, and return how many rows it touched."""
        with self.write() as connection:
            return connection.execute(statement, rows).rowcount

    def put(self, table: Table, row: dict[str, Any]) -> None:
        """Write `row` over the one with the same primary key, or add it; nobody comes between."""
        same = and_(*(column == row[column.name] for column in table.primary_key.columns))
        with self.write():
            if self.change(update(table).where(same).values(row)) == 0:
                self.change(insert(table).values(row))

    def forget(self) -> None:
        """Empty SQLite's write-ahead log, where deleted text would linger; when that fails, the next checkpoint does it."""
        if self._reader.dialect.name == "sqlite":
            with suppress(StoreError), faults.translated(self.place), self._reader.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        self._reader.dispose()


@cache
def _rows_of(kind: type[Kept]) -> TypeAdapter[list[Kept]]:
    return TypeAdapter(list[kind])  # type: ignore[valid-type]
