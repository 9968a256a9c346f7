"""All facts of a course, found by passage."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studybot.facts.fact import Members
from studybot.facts.language import language as known
from studybot.facts.members import members
from studybot.types import Passage


class Facts(NamedTuple):
    """The facts of a course; made once from its passages, never changed. `language` is the course's (ISO 639-1)."""

    members: tuple[Members, ...] = ()
    language: str = "en"

    @classmethod
    def of(cls, passages: Sequence[Passage], language: str = "en") -> "Facts":
        """Return the facts of passages in course order."""
        teaching = [passage for passage in passages if passage.role in ("teaching", "note")]
        return cls(tuple(members(teaching, known(language))), language)

    def near(self, paths: Iterable[tuple[str, ...]]) -> list[Members]:
        """Return the sets that stand under one of the heading paths or directly above it."""
        wanted = set(paths)
        around = wanted | {path[:-1] for path in wanted}
        return [group for group in self.members if group.path in around]
