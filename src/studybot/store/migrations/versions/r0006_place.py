"""A place to come back to: the bin, pinned and shared conversations, words of answers to search in, notes, preferences."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from studybot.store.times import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns and tables, and let what was answered before be searched, too."""
    op.add_column("conversations", sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("conversations", sa.Column("archived", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("conversations", sa.Column("binned", UtcDateTime))
    op.add_column("turns", sa.Column("said", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "notes",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("learner", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("section", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("exact", sa.Text, nullable=False),
        sa.Column("prefix", sa.Text, nullable=False),
        sa.Column("suffix", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created", UtcDateTime, nullable=False),
        sa.Column("updated", UtcDateTime, nullable=False),
    )
    op.create_index("notes_by_learner", "notes", ["learner", "topic", "created"])
    op.create_table(
        "preferences",
        sa.Column("learner", sa.String, primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("updated", UtcDateTime, nullable=False),
    )
    op.create_table(
        "shares",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created", UtcDateTime, nullable=False),
    )
    op.create_index("shares_by_conversation", "shares", ["conversation"], unique=True)
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    turns = sa.table("turns", sa.column("id"), sa.column("answer"), sa.column("said"))
    for identity in connection.execute(sa.select(turns.c.id)).scalars().all():
        answer = connection.execute(sa.select(turns.c.answer).where(turns.c.id == identity)).scalar_one()
        connection.execute(turns.update().where(turns.c.id == identity).values(said=_said(answer)))


def _said(answer: str) -> str:
    """The words of a stored answer as they stood at this revision; a damaged one says nothing."""
    try:
        told: Any = json.loads(answer)
        parts = [str(told.get("said", "")), *(f"{one.get('lead', '')}\n{one['text']}" for one in told["statements"])]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return "\n".join(parts).replace("*", "").replace("`", "")
