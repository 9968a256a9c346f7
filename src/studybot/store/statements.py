"""The few statements that every table needs."""

from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import Column, Connection, Select, Table, and_, func, insert, select, update

from studybot.errors import StoreError

_Row = TypeVar("_Row", bound=BaseModel)


def read_all(connection: Connection, query: Select[Any], kind: type[_Row]) -> list[_Row]:
    """Return the rows of `query` as values; StoreError when one does not fit, because another program wrote it."""
    try:
        result = connection.execute(query)
        names = list(result.keys())
        # One call for all rows: a call for each costs more than the checks.
        return _rows_of(kind).validate_python([dict(zip(names, row, strict=True)) for row in result])
    except ValidationError as error:
        problem = f"{kind.__name__}: {error.errors()[0]['msg']}"
        raise StoreError(f"the database holds a damaged row ({problem}): restore it from a backup") from error


@cache
def _rows_of(kind: type[_Row]) -> TypeAdapter[list[_Row]]:
    return TypeAdapter(list[kind])  # type: ignore[valid-type]


def read_one(connection: Connection, query: Select[Any], kind: type[_Row]) -> _Row | None:
    """Return the first row of `query` as a value, None when there is none; StoreError as `read_all`."""
    return next(iter(read_all(connection, query.limit(1), kind)), None)


def put(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Write `row` over the one with the same primary key, or add it; inside a write transaction nobody comes between."""
    same = and_(*(column == row[column.name] for column in table.primary_key.columns))
    if connection.execute(update(table).where(same).values(row)).rowcount == 0:
        connection.execute(insert(table).values(row))


def exists(connection: Connection, column: Column[Any], value: str) -> bool:
    """Whether a row has `value` in `column`."""
    return connection.execute(select(column).where(column == value).limit(1)).first() is not None


def count(connection: Connection, query: Select[Any]) -> int:
    """Return how many rows `query` gives."""
    return connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
