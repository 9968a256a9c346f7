"""What PostgreSQL asks of a program: writers of all processes one after the other, readers with one state, text without NUL.

`?schema=NAME` in a URL puts the tables into a schema of their own: courses share a database so, and nothing in it.
"""

import os
import re
import socket
from typing import Any

from pydantic_core import from_json
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError

WRITER = 7_382_915_604  # the advisory lock that every writer of studybot takes in its schema, and what the schema adds to it
_SCHEMA = re.compile(r"[A-Za-z0-9_-]{1,63}")


def engine(url: URL, patience: float) -> Engine:
    """Return the engine of a PostgreSQL database, which must exist; its schema is made by `make_schema`."""
    made = create_engine(
        url.set(drivername="postgresql+psycopg").difference_update_query(["schema"]),
        connect_args={"connect_timeout": max(2, round(patience)), "application_name": _name()} | _place(url),
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=24,
        pool_timeout=patience,
        json_deserializer=from_json,
    )
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def _place(url: URL) -> dict[str, str]:
    schema = url.query.get("schema")
    if schema is None:
        return {}
    if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema):
        raise ArgumentError(f"{schema!r} is no name of a schema: use letters, digits, '-' and '_'")
    return {"options": f'-c search_path="{schema}"'}


def make_schema(connection: Connection) -> None:
    """Make the schema that the URL names, if it is not there."""
    if connection.exec_driver_sql("SELECT current_schema()").scalar() is None:
        wanted = connection.exec_driver_sql("SELECT current_setting('search_path')").scalar()
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {wanted}")


def others(connection: Connection) -> int:
    """Return how many connections the database has from other processes of studybot."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'studybot %%'"
    return int(connection.exec_driver_sql(f"{query} AND application_name <> %s", (_name(),)).scalar_one())


def _name() -> str:
    """What the database calls the connections of this process."""
    return f"studybot {os.getpid()} {socket.gethostname()}"[:63]


def _prepare(connection: Any, _: object) -> None:
    from psycopg.types.string import StrDumper  # noqa: PLC0415  # an extra: most installations keep a file

    class Whole(StrDumper):
        """PostgreSQL's text holds every character but NUL."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", "\ufffd"))

    connection.adapters.register_dumper(str, Whole)


def _begin(connection: Connection) -> None:
    """Let writers pass one at a time, whichever process they are of, and readers see one state throughout."""
    options = connection.get_execution_options()
    if options.get("begin") != "IMMEDIATE":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(options.get('patience', 5) * 1000))}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER} + hashtext(current_setting('search_path')))")
