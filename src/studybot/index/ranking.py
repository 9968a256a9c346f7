"""The ranking model: linear scores over features of passages and of spans, learned by `scripts/learn_ranking.py`."""

import json
from collections.abc import Mapping
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.index.features import FEATURES
from studybot.index.spans import SPAN_FEATURES

WEIGHTS_FILE = "ranking.json"


class RankingModel:
    """Linear weights over FEATURES (passages) and SPAN_FEATURES (units in a passage), in the features' own units."""

    def __init__(self, weights: Mapping[str, float], span_weights: Mapping[str, float]) -> None:
        unknown = (set(weights) - set(FEATURES)) | (set(span_weights) - set(SPAN_FEATURES))
        if unknown:
            raise IndexUnusable(
                f"ranking weights name unknown features {sorted(unknown)}: run 'python scripts/learn_ranking.py'"
            )
        self.weights = np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
        self.span_weights = np.array([span_weights.get(name, 0.0) for name in SPAN_FEATURES], dtype=np.float32)

    @classmethod
    def packaged(cls) -> "RankingModel":
        """The weights that come with studybot."""
        learned = json.loads(files("studybot.index").joinpath(WEIGHTS_FILE).read_text(encoding="utf-8"))
        return cls(learned["weights"], learned["span_weights"])

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n,) scores of (n, features)."""
        return np.asarray(features @ self.weights, dtype=np.float32)
