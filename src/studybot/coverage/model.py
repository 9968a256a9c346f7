"""The learned decision: two logistic scores over the evidence of an objective and its parts, kept as packaged JSON."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from pydantic import Field

from studybot.coverage.evidence import FEATURES, OF_PARTS
from studybot.errors import IndexUnusable
from studybot.learned import fits, packaged
from studybot.types import Hit, Value

Label = Literal["covered", "partial", "none"]
LABELS: tuple[Label, ...] = ("none", "partial", "covered")  # in the order of chances
PART = 0.15  # what a part weighs beside the whole: alone it says less
LEAST = 1e-3
READ = ("answers", "answers_again")
OF_WHOLE, OF_PART = 3, 2  # units read for an objective, and for each of its parts
NOWHERE = -12.0  # what a text scores that finds nothing
COLUMNS = (*FEATURES, *(f"{share} {name}" for share in ("mean", "least") for name in OF_PARTS), "parts")
READ_COLUMNS = (*COLUMNS, *(f"{share}{name}" for share in ("", "mean ", "least ") for name in READ))
WEIGHTS_FILE = "weights.json"
Chances = tuple[float, float, float]


class Reader(Protocol):
    """Reads a text with the places that were found for it: the answer scorer of the index."""

    def read_units(self, text: str, hits: Sequence[Hit], most: int) -> list[float]:
        """Return how well each of the likeliest units, at most so many, says what the text asks, best first."""
        ...


def reading(scores: Sequence[float]) -> dict[str, float]:
    """Return the READ evidence of scores, best first: the best one, and the mean of the two best."""
    best = list(scores[:2]) or [NOWHERE]
    return {"answers": best[0], "answers_again": sum(best) / len(best)}


class Model(Value):
    """Weights in the columns' own units: `taught` scores partial or better, `whole` scores covered."""

    columns: tuple[str, ...]
    taught: tuple[float, ...]
    taught_intercept: float
    whole: tuple[float, ...]
    whole_intercept: float

    def chances(self, row: Sequence[float]) -> Chances:
        """Return the chances of none, partial and covered of one row of the model's columns."""
        some = _chance(sum(weight * value for weight, value in zip(self.taught, row, strict=True)) + self.taught_intercept)
        whole = _chance(sum(weight * value for weight, value in zip(self.whole, row, strict=True)) + self.whole_intercept)
        whole = min(some, whole)
        return 1 - some, some - whole, whole

    def judge(self, rows: Sequence[Mapping[str, float]]) -> tuple[Chances, tuple[Chances, ...]]:
        """Return the chances of an objective, and of each of its parts alone, from its evidence and theirs."""
        whole, *parts = rows
        return self.chances(row_of(whole, parts, self.columns)), tuple(
            self.chances(row_of(part, [part], self.columns)) for part in parts
        )


class Models(Value):
    """The packaged models: `read` where the answer scorer reads what was found, `plain` where it does not."""

    made: Mapping[str, Any] = Field(default_factory=dict)  # what they were learned from
    read: Model
    plain: Model


def packaged_models(embedder: str = "") -> Models:
    """Return the models that come with studybot; raises IndexUnusable when they were learned for other columns.

    A warning says so when they were learned with another `embedder` than that.
    """
    models = Models.model_validate(packaged("studybot.coverage", WEIGHTS_FILE))
    if embedder:
        fits("studybot.coverage", WEIGHTS_FILE, embedder)
    if (models.read.columns, models.plain.columns) != (READ_COLUMNS, COLUMNS):
        raise IndexUnusable("the coverage weights name other columns than the code: run 'python scripts/learn_coverage.py'")
    return models


def row_of(whole: Mapping[str, float], parts: Sequence[Mapping[str, float]], columns: Sequence[str] = COLUMNS) -> list[float]:
    """Return the row of an objective from its own evidence and that of its parts (itself when it is single)."""
    row = {**whole, "parts": math.log(len(parts))}
    for name in whole:
        values = [part[name] for part in parts]
        row[f"mean {name}"], row[f"least {name}"] = sum(values) / len(values), min(values)
    return [row[name] for name in columns]


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


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
