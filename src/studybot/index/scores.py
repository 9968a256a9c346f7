"""What is near to a searched text, and what it scores."""

from typing import NamedTuple

import numpy as np

from studybot.index.features import Places, Scores


class Near(NamedTuple):
    """The entries nearest to a vector, best first, with their cosines.

    `gaps` says how near it is to questions that the course is known not to answer (empty without such a list).
    """

    scores: Scores
    positions: Places
    gaps: dict[str, float]


class TextScores(NamedTuple):
    """What one searched text scores: passages (p,), and entries by dense and lexical search (n,).

    Of a large course only the passages at `places` are looked at, all others have -inf; `features` (places, f) are theirs.
    `asked` weighs the stems of the text by how rare they are; the weights sum to 1.
    """

    passages: Scores
    places: Places
    features: Scores
    dense: Scores
    lexical: Scores
    asked: dict[str, float]

    def features_of(self, place: int) -> list[float]:
        """Return the features of the passage at a place that was looked at."""
        return [float(value) for value in self.features[np.searchsorted(self.places, place)]]
