"""How much somebody sent to all servers together."""

import sqlalchemy as sa
from alembic import op

from studybot.store.times import UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "rates",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("until", UtcDateTime, nullable=False),
    )
