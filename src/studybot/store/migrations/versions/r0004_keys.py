"""The database's key, learners hidden in the question log, and where a refused login came from."""

import secrets

import sqlalchemy as sa
from alembic import op

from studybot.store.owned import pseudonym

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the key and replace each learner's id in the question log by its keyed hash."""
    op.create_table("keys", sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.String, nullable=False))
    op.add_column("failed_logins", sa.Column("place", sa.String, nullable=False, server_default=""))
    op.create_index("failed_logins_by_place", "failed_logins", ["place", "at"])
    connection = op.get_bind()
    key = secrets.token_hex(32)
    op.bulk_insert(
        sa.table("keys", sa.column("name", sa.String), sa.column("value", sa.String)), [{"name": "learners", "value": key}]
    )
    asked = sa.table("asked", sa.column("learner", sa.String))
    named = sa.select(asked.c.learner).where(asked.c.learner.is_not(None)).distinct()
    for learner in connection.execute(named).scalars().all():
        hidden = pseudonym(key, learner)
        connection.execute(asked.update().where(asked.c.learner == learner).values(learner=hidden))
