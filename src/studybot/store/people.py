"""The tables of people who may come in, and of what instructors changed."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from studybot.store.schema import metadata
from studybot.store.times import UtcDateTime

users = Table(
    "users",
    metadata,
    Column("name", String, primary_key=True),
    Column("learner", String, nullable=False, unique=True),
    Column("password_hash", String, nullable=False),
    Column("created", UtcDateTime, nullable=False),
)
# `course` is the name of a course, or EVERY_COURSE.
seats = Table(
    "seats",
    metadata,
    Column("user", String, ForeignKey("users.name", ondelete="CASCADE"), primary_key=True),
    Column("course", String, primary_key=True),
    Column("role", String, nullable=False),
)
join_codes = Table(
    "join_codes",
    metadata,
    Column("course", String, primary_key=True),
    Column("code", String, nullable=False, unique=True),
    Column("created", UtcDateTime, nullable=False),
)
# What instructors changed: the line of a person who was deleted stays, without the name.
audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("user", String, nullable=False),
    Column("course", String, nullable=False),
    Column("change", Text, nullable=False),
    Index("audit_by_course", "course", "sequence"),
)
failed_logins = Table(
    "failed_logins",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("place", String, nullable=False, server_default=""),
    Index("failed_logins_by_name", "name", "at"),
    Index("failed_logins_by_place", "place", "at"),
)
