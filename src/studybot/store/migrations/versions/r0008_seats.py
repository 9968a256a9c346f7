"""Who may do what in which course, codes to join one, and what instructors changed."""

import secrets

import sqlalchemy as sa
from alembic import op

from studybot.store.times import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the tables; whoever was an instructor is one of every course, and a learner under an id of their own."""
    op.create_table(
        "join_codes",
        sa.Column("course", sa.String, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column("created", UtcDateTime, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("user", sa.String, nullable=False),
        sa.Column("course", sa.String, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
    )
    op.create_index("audit_by_course", "audit", ["course", "sequence"])
    roles = _with_ids(op.get_bind())
    with op.batch_alter_table("users") as changed:
        changed.drop_column("role")
        changed.alter_column("learner", existing_type=sa.String, nullable=False)
        changed.create_unique_constraint("users_by_learner", ["learner"])
    # Only now: SQLite changes a table by dropping it, and what refers to it goes with it.
    op.create_table(
        "seats",
        sa.Column("user", sa.String, sa.ForeignKey("users.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("course", sa.String, primary_key=True),
        sa.Column("role", sa.String, nullable=False),
    )
    held = sa.table("seats", sa.column("user"), sa.column("course"), sa.column("role"))
    for name, role in roles:
        op.get_bind().execute(held.insert().values(user=name, course="*", role=role))


def _with_ids(connection: sa.Connection) -> list[tuple[str, str]]:
    """Give each person an id as a learner, and return their names and roles."""
    op.add_column("users", sa.Column("learner", sa.String))
    users = sa.table("users", sa.column("name"), sa.column("role"), sa.column("learner"))
    roles = [(str(name), str(role)) for name, role in connection.execute(sa.select(users.c.name, users.c.role)).all()]
    for name, _ in roles:
        connection.execute(users.update().where(users.c.name == name).values(learner=secrets.token_hex(16)))
    return roles
