"""What PostgreSQL asks of a program: writers of all processes one after the other, readers with one state, text without NUL."""

from typing import Any

from pydantic_core import from_json
from sqlalchemy import URL, Connection, Engine, create_engine, event

WRITER = 7_382_915_604  # the advisory lock that every writer of studybot takes in its database


def engine(url: URL, patience: float) -> Engine:
    """Return the engine of a PostgreSQL database, which must exist."""
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": max(2, round(patience))},
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=24,
        pool_timeout=patience,
        json_deserializer=from_json,
    )
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


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
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
