"""Which turns came from a file; login names as they are looked up."""

from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column, and spell names as logins do; one whose spelling is somebody else's stays, and lets in as it is typed."""
    op.add_column("turns", sa.Column("imported", sa.Boolean, nullable=False, server_default=sa.false()))
    connection = op.get_bind()
    users = sa.table("users", *map(sa.column, ("name", "learner", "password_hash", "created")))
    seats = sa.table("seats", *map(sa.column, ("user", "course", "role")))
    names = set(connection.execute(sa.select(users.c.name)).scalars())
    for old in sorted(names):
        new = normalize("NFKC", old).strip()
        if new and new not in names:
            names.add(new)
            _rename(connection, users, seats, old, new)


def _rename(connection: sa.Connection, users: sa.TableClause, seats: sa.TableClause, old: str, new: str) -> None:
    user = connection.execute(sa.select(users).where(users.c.name == old)).mappings().one()
    held = connection.execute(sa.select(seats).where(seats.c.user == old)).mappings().all()
    connection.execute(seats.delete().where(seats.c.user == old))
    connection.execute(users.delete().where(users.c.name == old))
    connection.execute(users.insert().values({**user, "name": new}))
    for seat in held:
        connection.execute(seats.insert().values({**seat, "user": new}))
