"""Who failed when an answer is wrong (after RAGChecker, Ru et al. 2024): the search, the composer or the judge."""

from typing import Literal

Blame = Literal["", "search", "judge", "composer", "error"]


def blame_for(*, answerable: bool, answered: bool, right: bool, found: float | None) -> Blame:
    """Return who is to blame for a question, or "" for a right one.

    `found` is the share of its evidence that stands in the hits (None when the dataset names none): what the search did not
    find, nobody behind it can answer. Evidence found and a wrong outcome is the judge's, the rest the composer's.
    """
    if right:
        return ""
    if not answerable:
        return "judge"
    if found is not None and found < 1:
        return "search"
    return "composer" if answered else "judge"
