"""The ranking model: linear scores over features of passages and of spans, learned by `scripts/learn_ranking.py`."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.index.features import FEATURES
from studybot.index.spans import SPAN_FEATURES
from studybot.learned import fits
from studybot.learned import packaged as packaged_file

WEIGHTS_FILE = "ranking.json"
# Good enough for any embedder, by eye: on six courses of other people .012 of recall@1 behind what is learned.
SIMPLE = {"dense_best": 10.0, "lexical_unit": 10.0, "lexical_passage": 5.0, "topic": 2.0}
SIMPLE_SPANS = {"dense_unit": 10.0, "lexical_unit": 10.0}
BANKED, BARE = ("weights", "span_weights"), ("bare", "bare_span_weights")  # names in the file: of passages, of units


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
    def packaged(cls, *, banked: bool = True) -> "RankingModel":
        """The weights that come with studybot: for a course with a question bank, or for one without."""
        learned = packaged_file("studybot.index", WEIGHTS_FILE)
        return cls(*(learned[name] for name in (BANKED if banked else BARE)))

    @classmethod
    def fitting(cls, embedder: str, *, banked: bool) -> "RankingModel":
        """The packaged weights where they were learned with this embedder; else few that need no learning."""
        if fits("studybot.index", WEIGHTS_FILE, embedder):
            return cls.packaged(banked=banked)
        return cls(SIMPLE, SIMPLE_SPANS)

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n,) scores of (n, features)."""
        return np.asarray(features @ self.weights, dtype=np.float32)
