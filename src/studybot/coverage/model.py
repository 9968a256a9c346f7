"""The learned decision: two logistic scores over the evidence of an objective and its parts, kept as packaged JSON."""

import json
import math
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from studybot.coverage.evidence import FEATURES, OF_PARTS
from studybot.errors import IndexUnusable
from studybot.types import Value

COLUMNS = (
    *FEATURES,
    *(f"mean {name}" for name in OF_PARTS),
    *(f"least {name}" for name in OF_PARTS),
    "parts",
)
WEIGHTS_FILE = "weights.json"


class Model(Value):
    """Weights in the columns' own units: `taught` scores partial or better, `whole` scores covered."""

    made: Mapping[str, Any] = Field(default_factory=dict)  # what it was learned from
    columns: tuple[str, ...]
    taught: tuple[float, ...]
    taught_intercept: float
    whole: tuple[float, ...]
    whole_intercept: float

    def chances(self, row: Sequence[float]) -> tuple[float, float, float]:
        """Return the chances of none, partial and covered of one row of COLUMNS."""
        some = _chance(sum(weight * value for weight, value in zip(self.taught, row, strict=True)) + self.taught_intercept)
        whole = _chance(sum(weight * value for weight, value in zip(self.whole, row, strict=True)) + self.whole_intercept)
        whole = min(some, whole)
        return 1 - some, some - whole, whole


def packaged_model() -> Model:
    """Return the model that comes with studybot; raises IndexUnusable when it was learned for other columns."""
    model = Model.model_validate(json.loads(files("studybot.coverage").joinpath(WEIGHTS_FILE).read_text(encoding="utf-8")))
    if model.columns != COLUMNS:
        raise IndexUnusable("the coverage weights name other columns than the code: run 'python scripts/learn_coverage.py'")
    return model


def row_of(whole: Mapping[str, float], parts: Sequence[Mapping[str, float]]) -> list[float]:
    """Return the COLUMNS of an objective from its own evidence and that of its parts (itself when it is single)."""
    table: NDArray[np.float64] = np.array([[part[name] for name in OF_PARTS] for part in parts])
    own = [whole[name] for name in FEATURES]
    return [*own, *table.mean(axis=0).tolist(), *table.min(axis=0).tolist(), math.log(len(parts))]


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
