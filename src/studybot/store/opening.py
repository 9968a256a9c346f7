"""Opens the database that a URL names: a missing one is created, an older one is brought to the newest schema."""

import secrets

from sqlalchemy import URL, Connection, Engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from studybot.errors import StoreError
from studybot.store import postgres, sqlite
from studybot.store.database import Database
from studybot.store.faults import ELSEWHERE
from studybot.store.schema import HEAD, keys, metadata

_EXPECTED = "STUDYBOT_DATABASE takes a SQLAlchemy URL such as 'sqlite:///data/studybot.db'"


def open_database(url: str, patience: float) -> Database:
    """Open `url`, create what is missing and bring the schema to `HEAD`; locks are waited for `patience` seconds."""
    parsed = _parsed(url)
    is_file = parsed.get_backend_name() == "sqlite"
    place = str(parsed.database) if is_file else parsed.render_as_string(hide_password=True)
    try:
        engine = _engine(parsed, patience)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise StoreError(f"database {place!r} cannot be used ({error}): {_EXPECTED}") from error
    database = Database(engine, place, patience)
    try:
        with database.write() as connection:
            if not is_file:
                postgres.make_schema(connection)
            _bring_to_head(connection, place)
    except BaseException:
        database.close()
        raise
    return database


def _engine(url: URL, patience: float) -> Engine:
    name = url.get_backend_name()
    if name == "sqlite":
        return sqlite.engine(url, patience)
    if name != "postgresql":
        raise ArgumentError(f"studybot keeps its data in SQLite or PostgreSQL, not in {name}")
    return postgres.engine(url, patience)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"{url!r} is no database URL: {_EXPECTED}") from error
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StoreError(f"{url!r} would be lost at exit: {_EXPECTED}")
    return parsed


def _bring_to_head(connection: Connection, place: str) -> None:
    tables = inspect(connection).get_table_names()
    if not tables:
        _create(connection)
    elif "alembic_version" not in tables:
        raise StoreError(f"{place!r} is the database of another program (it holds {tables[0]!r}): {ELSEWHERE}")
    elif connection.execute(text("SELECT version_num FROM alembic_version")).scalar() != HEAD:
        from studybot.store.migrate import upgrade  # noqa: PLC0415 - Alembic takes 0.15 s to import and is rarely needed

        upgrade(connection, place)


def _create(connection: Connection) -> None:
    """Make the tables as they are declared, which the revisions of older databases lead to as well."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(keys.insert().values(name="learners", value=secrets.token_hex(32)))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
