"""What is near to a searched text, and what it scores."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studybot.index.features import Scores


class Near(NamedTuple):
    """The entries nearest to a vector, best first, with their cosines.

    `gaps` says how near it is to questions that the course is known not to answer (empty without such a list).
    """

    scores: Scores
    positions: NDArray[np.int64]
    gaps: dict[str, float]


class TextScores(NamedTuple):
    """What one searched text scores: passages (p,), their features (p, f), entries by dense and lexical search (n,).

    `asked` weighs the stems of the text by how rare they are; the weights sum to 1.
    """

    passages: Scores
    features: Scores
    dense: Scores
    lexical: Scores
    asked: dict[str, float]
