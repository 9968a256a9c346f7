"""What the answer scorer makes of the likeliest places that an objective and its parts found: named, or taught."""

from collections.abc import Sequence
from typing import Protocol

from studybot.types import Hit

READ = ("answers", "answers_again")
OF_WHOLE, OF_PART = 3, 2  # units read for an objective, and for each of its parts
NOWHERE = -12.0  # what a text scores that finds nothing


class Reader(Protocol):
    """Reads a text with the places that were found for it: the answer scorer of the index."""

    def read_units(self, text: str, hits: Sequence[Hit], most: int) -> list[float]:
        """Return how well each of the likeliest units, at most so many, says what the text asks, best first."""
        ...


def reading(scores: Sequence[float]) -> dict[str, float]:
    """Return the READ evidence of scores, best first: the best one, and the mean of the two best."""
    best = list(scores[:2]) or [NOWHERE]
    return {"answers": best[0], "answers_again": sum(best) / len(best)}
