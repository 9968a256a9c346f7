"""What all values are: frozen, complete when built; spans and times."""

from datetime import datetime
from threading import RLock
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("time must carry a time zone (UTC)")
    return value


UtcTime = Annotated[datetime, AfterValidator(_aware)]
_BUILDING = RLock()


class Value(BaseModel):
    """A frozen model that refuses unknown keys; its checks are built for the first one made, as a start needs few models."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def model_rebuild(cls, **given: Any) -> bool | None:
        """Build the checks, one thread at a time: pydantic takes half of a model away while it does."""
        with _BUILDING:
            return super().model_rebuild(**given)


class Span(Value):
    """A half-open range of offsets in a document's Markdown."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start > self.end:
            raise ValueError(f"span starts at {self.start}, behind its end {self.end}")
        return self

    def meets(self, other: "Span") -> bool:
        """Whether two spans of one document have a character in common."""
        return self.start < other.end and other.start < self.end
