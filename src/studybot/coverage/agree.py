"""One decision for an objective and its parts: covered when all parts are, none when all are none, else partial."""

import math
from collections.abc import Sequence
from typing import Literal

from studybot.coverage.model import Chances

Label = Literal["covered", "partial", "none"]
LABELS: tuple[Label, ...] = ("none", "partial", "covered")  # in the order of chances
PART = 0.15  # what a part weighs beside the whole: alone it says less
LEAST = 1e-3


def agreed(whole: Chances, parts: Sequence[Chances]) -> tuple[Label, float, tuple[Label, ...]]:
    """Return the label of an objective, its chance, and those of its parts: the likeliest ones that agree by the rule.

    Of equal ones the more cautious. A single objective is its own only part.
    """
    if len(parts) < 2:
        place = max(range(3), key=lambda one: whole[one])
        return LABELS[place], whole[place], (LABELS[place],) * len(parts)
    logs = [[math.log(max(chance, LEAST)) for chance in part] for part in parts]
    mixed = _mixed(logs)
    ways = ([0] * len(parts), mixed, [2] * len(parts))
    scores = [
        math.log(max(whole[place], LEAST**2)) + PART * sum(log[own] for log, own in zip(logs, way, strict=True))
        for place, way in enumerate(ways)
    ]
    best = max(range(3), key=lambda one: scores[one])
    total = sum(math.exp(score - scores[best]) for score in scores)
    return LABELS[best], 1 / total, tuple(LABELS[own] for own in ways[best])


def _mixed(logs: Sequence[Sequence[float]]) -> list[int]:
    """The likeliest labels of parts that are neither all covered nor all none."""
    own = [list(log).index(max(log)) for log in logs]
    if own[0] == 1 or any(one != own[0] for one in own):
        return own
    # All alike: the part that is least sure of it gives way.
    ways = [(number, other) for number in range(len(logs)) for other in range(3) if other != own[0]]
    number, other = max(ways, key=lambda way: logs[way[0]][way[1]] - logs[way[0]][own[0]])
    own[number] = other
    return own
