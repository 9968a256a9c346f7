"""What kind of reply a logged question got, and how sure it was."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add both columns to the question log; what was answered before counts as a sure answer to a question."""
    op.add_column("asked", sa.Column("act", sa.String, nullable=False, server_default="answer"))
    op.add_column("asked", sa.Column("certainty", sa.String, nullable=False, server_default="answered"))
    asked = sa.table("asked", sa.column("outcome", sa.String), sa.column("certainty", sa.String))
    op.execute(asked.update().where(asked.c.outcome != "covered").values(certainty="not_covered"))
