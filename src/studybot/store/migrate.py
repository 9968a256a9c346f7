"""Brings a database to the newest schema; the only importer of Alembic's commands."""

import threading

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from studybot.errors import StoreError

# Alembic keeps the running migration in its own module: two threads that open two databases must take turns.
_TURN = threading.Lock()


def upgrade(connection: Connection, place: str, revision: str = "head") -> None:
    """Run the missing revisions up to `revision` inside the caller's transaction; StoreError when the database is newer."""
    configuration = Config()
    configuration.set_main_option("script_location", "studybot.store:migrations")
    configuration.attributes["connection"] = connection
    try:
        with _TURN:
            command.upgrade(configuration, revision)
    except CommandError as error:
        raise StoreError(
            f"{place!r} was written by a newer studybot ({error}): install that version, "
            "or name another database with STUDYBOT_DATABASE"
        ) from error
