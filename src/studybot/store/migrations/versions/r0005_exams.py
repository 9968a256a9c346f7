"""Exams in progress and finished ones."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "exams",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("learner", sa.String, nullable=False),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("ends", sa.DateTime),
        sa.Column("finished", sa.DateTime),
        sa.Column("data", sa.JSON, nullable=False),
    )
    op.create_index("exams_by_learner", "exams", ["learner", "started"])
