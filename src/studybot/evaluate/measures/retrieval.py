"""Whether the search found the evidence: recall, reciprocal rank, nDCG, recall within what a learner reads.

`held` says for each hit, best first, which evidence items (numbered from 0) stand in it; `items` is how many are required.
"""

import math
from collections.abc import Sequence

from studybot.evaluate.evidence import any_stands_in

Held = Sequence[frozenset[int]]

READ_LIMIT = 1500  # characters: about what a learner reads before giving up


def held_by(evidence: Sequence[Sequence[str]], texts: Sequence[str]) -> list[frozenset[int]]:
    """Return for each text the numbers of the evidence items of which one alternative stands in it."""
    return [frozenset(number for number, item in enumerate(evidence) if any_stands_in(item, text)) for text in texts]


def recall_at(held: Held, items: int, k: int) -> float:
    """Return the share of required items that stand in the first `k` hits (Manning et al. 2008, 8.3). `items` >= 1."""
    return len(frozenset[int]().union(*held[:k])) / items


def reciprocal_rank(held: Held) -> float:
    """Return 1 / rank of the first hit that holds any item, 0 when none does (Voorhees 1999)."""
    return next((1 / rank for rank, found in enumerate(held, start=1) if found), 0.0)


def ndcg_at(held: Held, items: int, k: int) -> float:
    """Return binary nDCG (Järvelin and Kekäläinen 2002), each item gained once. `items` >= 1.

    A hit gains 1 when it holds an item that no hit above it holds. The best order has the gaining hits on top, and behind
    them one for each item that no hit holds.
    """
    gains: list[int] = []
    seen: frozenset[int] = frozenset()
    for found in held:
        gains.append(1 if found - seen else 0)
        seen |= found
    best = sum(gains) + items - len(seen)
    return _dcg(gains[:k]) / _dcg([1] * min(best, k))


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def recall_within(evidence: Sequence[Sequence[str]], texts: Sequence[str], limit: int = READ_LIMIT) -> float:
    """Return the share of items met when the texts are read in order until `limit` characters are used up."""
    left = limit
    met: set[int] = set()
    for text in texts:
        if left <= 0:
            break
        met |= held_by(evidence, [text[:left]])[0]
        left -= len(text)
    return len(met) / len(evidence)
