"""Which passage answers a question: the likeliest by search are read by the answer scorer."""

from collections.abc import Sequence

from studybot.index.dense import DenseIndex
from studybot.index.scorer.model import AnswerScorer, packaged_scorer
from studybot.ports import Embedder
from studybot.types import Entry, Passage

NEAR = 40  # entries that a question is compared with
READ, TOKENS = 3, 200  # passages that are read for a question, and how much of each


class Reading:
    """Reads a course for what answers a question, by its vectors and the answer scorer; the search stays closed."""

    def __init__(
        self, embedder: Embedder, dense: DenseIndex, entries: Sequence[Entry], passages: Sequence[Passage], scorer: AnswerScorer
    ) -> None:
        self._embedder, self._dense, self._entries, self._scorer = embedder, dense, entries, scorer
        self._texts = {passage.id: passage.context for passage in passages}

    def near(self, questions: Sequence[str]) -> list[list[str]]:
        """Return for each question the passages with an entry near it, the nearest first."""
        if not questions:
            return []
        _, places = self._dense.search(self._embedder.encode(questions), NEAR)
        return [list(dict.fromkeys(self._entries[place].passage for place in row if place >= 0)) for row in places.tolist()]

    def answers(self, question: str, among: Sequence[str]) -> tuple[str, float]:
        """Return the id of the passage that answers best of the first few, with its score."""
        ids = among[:READ]
        scores = self._scorer.score(question, [self._texts[name] for name in ids], TOKENS).tolist() if ids else []
        return max(zip(ids, scores, strict=True), key=lambda pair: pair[1], default=("", float("-inf")))

    def says(self, question: str, texts: Sequence[str]) -> float:
        """Return how well the best of some texts answers by itself, without its heading."""
        return float(max(self._scorer.score(question, texts, TOKENS), default=float("-inf")))


def reading(embedder: Embedder, dense: DenseIndex, entries: Sequence[Entry], passages: Sequence[Passage]) -> Reading:
    """Return the reader of a course by the answer scorer that comes along."""
    return Reading(embedder, dense, entries, passages, packaged_scorer())
