"""Passages of stored answers, each kept once."""

import json

import sqlalchemy as sa
from alembic import op

from studybot.store.proofs import packed

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table, and take the passages out of the answers that are there; a damaged answer stays as it is."""
    op.create_table("proofs", sa.Column("key", sa.String, primary_key=True), sa.Column("passage", sa.Text, nullable=False))
    connection = op.get_bind()
    turns = sa.table("turns", sa.column("id"), sa.column("answer"))
    proofs = sa.table("proofs", sa.column("key"), sa.column("passage"))
    kept: set[str] = set()
    for identity in connection.execute(sa.select(turns.c.id)).scalars().all():
        answer = connection.execute(sa.select(turns.c.answer).where(turns.c.id == identity)).scalar_one()
        try:
            data, passages = packed(json.loads(answer))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        for key in passages.keys() - kept:
            connection.execute(proofs.insert().values(key=key, passage=passages[key]))
        kept |= passages.keys()
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        connection.execute(turns.update().where(turns.c.id == identity).values(answer=text))
