"""How rankings become one: pure functions over positions of passages."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from studybot.types import ASKING, Passage

ECHO = 4.0  # by how much a unit that only asks scores below the best one that teaches: 2 in 100 of its chance

LEAST_SUM = 1e-9  # of chances: less comes of units that all stand behind the first

Scores = NDArray[np.float32]


def interleave(rankings: Sequence[Sequence[int]]) -> list[int]:
    """Return the positions of several rankings taken in turns, each position once."""
    merged: dict[int, None] = {}
    for rank in range(max((len(ranking) for ranking in rankings), default=0)):
        for ranking in rankings:
            if rank < len(ranking):
                merged.setdefault(ranking[rank])
    return list(merged)


def order(scores: Scores, k: int) -> list[int]:
    """Return the positions of the `k` highest finite scores, best first; equal scores keep their place in the course."""
    finite = np.flatnonzero(np.isfinite(scores))
    return [int(position) for position in finite[np.argsort(-scores[finite], kind="stable")[:k]]]


def diversify(ranking: Sequence[int], alike: Callable[[int, int], bool], k: int) -> list[int]:
    """Return `k` positions, those that say the same as an earlier one put behind the others."""
    kept: list[int] = []
    repeats: list[int] = []
    for position in ranking:
        if len(kept) == k:
            break
        (repeats if any(alike(earlier, position) for earlier in kept) else kept).append(position)
    return [*kept, *repeats][:k]


def midway(one: Scores, other: Scores) -> Scores:
    """Return (n,) the mean of two scores of each position."""
    return np.asarray((one + other) / 2, dtype=np.float32)


def softmax(logits: Scores) -> Scores:
    """Return (n,) chances that sum to 1."""
    shifted = np.exp(logits - logits.max(initial=-np.inf))
    return np.asarray(shifted / shifted.sum(), dtype=np.float32)


def shares(logits: Scores, first: int) -> Scores:
    """Return (n,) chances of which those of the `first` sum to 1; what stands behind them counts beside them."""
    chances = softmax(logits)
    return np.asarray(chances / max(float(chances[:first].sum()), LEAST_SUM), dtype=np.float32)


def taught(scores: NDArray[np.float32], asking: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return scores (logits) with those of what only asks below the best one that teaches, as long as there is one."""
    if not asking.any() or asking.all():
        return scores
    return np.where(asking, np.minimum(scores, scores[~asking].max() - ECHO), scores).astype(np.float32)


ALIKE = 0.8  # share of stems (Jaccard) above which two passages say the same


def alike(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two passages say the same, told by their stems."""
    if min(len(first), len(second)) <= ALIKE * max(len(first), len(second)):
        return False  # known from the lengths alone
    return len(first & second) > ALIKE * len(first | second)


def teaching_first(places: Sequence[int], passages: Sequence[Passage]) -> list[int]:
    """Return places of passages with what asks or only points behind what teaches, and a slide's notes behind the slide."""
    taught = {passages[place].path for place in places if passages[place].role == "teaching"}

    def behind(place: int) -> bool:
        passage = passages[place]
        return passage.role in ASKING or (passage.role == "note" and passage.path in taught)

    return sorted(places, key=behind)
