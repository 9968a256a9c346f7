"""Study progress (cards, reviews, quizzes, reading) and the instructors' desk."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the study and instructor tables; what was there is not touched."""
    _cards()
    _practice()
    _instructors()


def _cards() -> None:
    op.create_table(
        "card_states",
        sa.Column("learner", sa.String, primary_key=True),
        sa.Column("card", sa.String, primary_key=True),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("suspended", sa.Boolean, nullable=False),
        sa.Column("passage_digest", sa.String, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
    )
    op.create_index("card_states_by_due", "card_states", ["learner", "suspended", "due"])
    op.create_table(
        "reviews",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("learner", sa.String, nullable=False),
        sa.Column("card", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON, nullable=False),
    )
    op.create_index("reviews_by_learner", "reviews", ["learner", "sequence"])
    op.create_index("reviews_by_time", "reviews", ["learner", "at"])


def _practice() -> None:
    op.create_table(
        "quiz_results",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("learner", sa.String, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("given", sa.Text, nullable=False),
    )
    op.create_index("quiz_results_by_learner", "quiz_results", ["learner", "topic", "sequence"])
    op.create_table(
        "reading",
        sa.Column("learner", sa.String, primary_key=True),
        sa.Column("topic", sa.String, primary_key=True),
        sa.Column("section", sa.String, primary_key=True),
        sa.Column("position", sa.Float, nullable=False),
        sa.Column("read_at", sa.DateTime, nullable=False),
    )


def _instructors() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
    )
    op.create_table(
        "failed_logins",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("failed_logins_by_name", "failed_logins", ["name", "at"])
    op.create_table(
        "work_marks",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("passage", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
    )
