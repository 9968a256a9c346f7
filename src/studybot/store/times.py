"""Times in the database."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept as naive UTC with microseconds so that every database sorts and compares it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return `value` in UTC without its zone; ValueError for a time that has none."""
        if value and value.tzinfo is None:
            raise ValueError(f"time {value.isoformat()} must carry a time zone (UTC)")
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return `value` as aware UTC."""
        return value.replace(tzinfo=UTC) if value else None
