"""Conversations, turns, feedback and the question log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables of the first edition."""
    _conversations()
    _question_log()


def _conversations() -> None:
    op.create_table(
        "learners",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("learner", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.Column("topic", sa.String),
    )
    op.create_index("conversations_by_learner", "conversations", ["learner", "updated"])
    op.create_table(
        "turns",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.UniqueConstraint("conversation", "position", name="turns_by_position"),
    )
    op.create_table(
        "feedback",
        sa.Column("turn", sa.String, sa.ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("thumb", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


def _question_log() -> None:
    op.create_table(
        "asked",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("turn", sa.String),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("learner", sa.String),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("understood", sa.Text, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("passage", sa.String, nullable=False),
        sa.Column("thumb", sa.String),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("rated", sa.DateTime),
    )
    op.create_index("asked_by_time", "asked", ["at", "id"])
    op.create_index("asked_by_outcome", "asked", ["outcome", "at", "id"])
    op.create_index("asked_by_topic", "asked", ["topic", "at"])
    op.create_index("asked_by_thumb", "asked", ["thumb", "rated"])
    op.create_table(
        "cited",
        sa.Column("asked", sa.String, sa.ForeignKey("asked.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("passage", sa.String, primary_key=True),
        sa.Column("topic", sa.String, nullable=False),
    )
    op.create_index("cited_by_passage", "cited", ["passage", "topic"])
