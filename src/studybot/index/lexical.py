"""BM25 over stems: the lexical half of the search.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. rank-bm25 computes the statistics;
its `get_scores` walks all entries for each term, so the weights are laid out once as postings.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

Scores = NDArray[np.float32]


class LexicalIndex:
    """Postings of BM25 weights: term -> positions of entries and what the term adds to each one's score."""

    def __init__(self, tokens: Sequence[Sequence[str]]) -> None:
        self._count = len(tokens)
        self._postings: dict[str, tuple[NDArray[np.int32], Scores]] = {}
        self._idf: dict[str, float] = {}
        if any(tokens):  # rank-bm25 divides by the number of words
            self._build(BM25Okapi([list(row) for row in tokens]))

    def _build(self, bm25: BM25Okapi) -> None:
        places: dict[str, list[int]] = {}
        counts: dict[str, list[int]] = {}
        for position, frequencies in enumerate(bm25.doc_freqs):
            for term, count in frequencies.items():
                places.setdefault(term, []).append(position)
                counts.setdefault(term, []).append(count)
        length_part = bm25.k1 * (1 - bm25.b + bm25.b * np.asarray(bm25.doc_len) / bm25.avgdl)
        for term, positions in places.items():
            where = np.asarray(positions, dtype=np.int32)
            frequency = np.asarray(counts[term], dtype=np.float64)
            weight = bm25.idf[term] * frequency * (bm25.k1 + 1) / (frequency + length_part[where])
            self._postings[term] = (where, weight.astype(np.float32))
            self._idf[term] = float(bm25.idf[term])

    def __len__(self) -> int:
        return self._count

    def scores(self, terms: Sequence[str]) -> Scores:
        """Return (n,) float32: the BM25 score of every entry; entries that share no term have 0."""
        total = np.zeros(self._count, dtype=np.float32)
        for term in terms:
            posting = self._postings.get(term)
            if posting is not None:
                total[posting[0]] += posting[1]
        return total

    def idf(self, term: str) -> float | None:
        """Return how rare a term is (None when no entry has it)."""
        return self._idf.get(term)

    @property
    def terms(self) -> frozenset[str]:
        """Every term of the entries."""
        return frozenset(self._postings)
