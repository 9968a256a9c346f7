"""BM25 over stems: the lexical half of the search.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. rank-bm25 computes the statistics when
the index is built; its `get_scores` walks all entries for each term, so the weights are laid out once as postings.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.text import stems
from studybot.types import Entry

Scores = NDArray[np.float32]


class LexicalIndex:
    """Postings of BM25 weights: term -> positions of entries and what the term adds to each one's score.

    `starts[i]` to `starts[i + 1]` are the postings of the i-th term in `positions` and `weights`.
    """

    def __init__(self, tokens: Sequence[Sequence[str]]) -> None:
        terms, idf, counts, positions, weights = _postings(tokens) if any(tokens) else ([], [], [], [], [])
        self._count = len(tokens)
        self._rows = {term: row for row, term in enumerate(terms)}
        self._idf = np.asarray(idf, dtype=np.float64)
        self._starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
        self._positions = np.concatenate([np.zeros(0, np.int32), *positions])
        self._weights = np.concatenate([np.zeros(0, np.float32), *weights])

    @classmethod
    def load(cls, path: Path) -> "LexicalIndex":
        """Read a file of `save`; raises IndexUnusable when it is none."""
        index = cls.__new__(cls)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                terms = stored["terms"].tobytes().decode().split("\n")
                index._count = int(stored["count"])
                index._idf, index._starts = stored["idf"], stored["starts"]
                index._positions, index._weights = stored["positions"], stored["weights"]
        except Exception as error:  # a damaged archive raises what its part of the format raises
            raise IndexUnusable(f"{str(path)!r} holds no readable postings: run 'studybot index --fresh'") from error
        index._rows = {term: row for row, term in enumerate(terms)} if len(index._idf) else {}
        return index

    def save(self, path: Path) -> None:
        """Write to a file."""
        with path.open("wb") as file:
            np.savez(
                file,
                terms=np.frombuffer("\n".join(self._rows).encode(), dtype=np.uint8),
                count=np.int64(self._count),
                idf=self._idf,
                starts=self._starts,
                positions=self._positions,
                weights=self._weights,
            )

    def __len__(self) -> int:
        return self._count

    def scores(self, terms: Sequence[str], scale: float = 1.0) -> Scores:
        """Return (n,) float32: the BM25 score of every entry times `scale`; entries that share no term have 0."""
        total = np.zeros(self._count, dtype=np.float32)
        for row in (self._rows[term] for term in terms if term in self._rows):
            postings = slice(self._starts[row], self._starts[row + 1])
            total[self._positions[postings]] += self._weights[postings] * np.float32(scale)
        return total

    def with_rarest(self, weights: Mapping[str, float]) -> NDArray[np.int32]:
        """Return the positions of the entries that have any of the heaviest terms, once for each that they have.

        The heaviest make up half of what all weigh: an entry that says most of a text has one of them.
        """
        heaviest = sorted((term for term in weights if term in self._rows), key=lambda term: -weights[term])
        mass = np.cumsum([0.0, *(weights[term] for term in heaviest)])
        rows = [self._rows[term] for term in heaviest[: int(np.searchsorted(mass, mass[-1] / 2))]]
        parts = [self._positions[self._starts[row] : self._starts[row + 1]] for row in rows]
        return np.concatenate([np.zeros(0, np.int32), *parts])

    def shared(self, terms: Sequence[str]) -> Scores:
        """Return (n,) float32: which share of the different terms each entry has, whatever they are worth."""
        counts = np.zeros(self._count, dtype=np.float32)
        asked = set(terms)
        for row in (self._rows[term] for term in asked if term in self._rows):
            counts[self._positions[self._starts[row] : self._starts[row + 1]]] += 1
        return counts / np.float32(max(1, len(asked)))

    def idf(self, term: str) -> float | None:
        """Return how rare a term is (None when no entry has it)."""
        row = self._rows.get(term)
        return None if row is None else float(self._idf[row])

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term of the entries."""
        return frozenset(self._rows)


def _postings(
    tokens: Sequence[Sequence[str]],
) -> tuple[list[str], list[float], list[int], list[NDArray[np.int32]], list[Scores]]:
    """Terms, and for each one its rarity, the number of its postings, their positions and weights."""
    from rank_bm25 import BM25Okapi  # noqa: PLC0415  # needed when an index is built, not when it is opened

    bm25 = BM25Okapi([list(row) for row in tokens])
    places: dict[str, list[int]] = {}
    counts: dict[str, list[int]] = {}
    for position, frequencies in enumerate(bm25.doc_freqs):
        for term, count in frequencies.items():
            places.setdefault(term, []).append(position)
            counts.setdefault(term, []).append(count)
    length_part = bm25.k1 * (1 - bm25.b + bm25.b * np.asarray(bm25.doc_len) / bm25.avgdl)
    positions = [np.asarray(rows, dtype=np.int32) for rows in places.values()]
    weights: list[Scores] = []
    for term, where in zip(places, positions, strict=True):
        frequency = np.asarray(counts[term], dtype=np.float64)
        weight = bm25.idf[term] * frequency * (bm25.k1 + 1) / (frequency + length_part[where])
        weights.append(weight.astype(np.float32))
    return list(places), [float(bm25.idf[term]) for term in places], [len(rows) for rows in positions], positions, weights


def postings(entries: Sequence[Entry]) -> LexicalIndex:
    """Return the postings of the entries that lead to a passage, in their order."""
    return LexicalIndex([stems(entry.text) for entry in entries if entry.kind != "gap"])
