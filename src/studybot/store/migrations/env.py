"""Runs the revisions on the connection that the store hands over, inside its transaction."""

from alembic import context
from sqlalchemy import Connection

from studybot.store.schema import metadata

# Alembic's contract: this file is executed, not imported, and acts when it is.
connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
