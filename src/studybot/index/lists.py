"""Inverted lists over very many vectors: some of the lists are looked at, and what looks near there is compared exactly.

Jégou, Douze & Schmid, "Product Quantization for Nearest Neighbor Search", 2011: the lists of its IVF structure, with half a
byte for two numbers, which André, Kermarrec & Le Scouarnec ("Cache locality is not enough", 2015) compare many at a time. How
many lists are looked at is measured when they are made.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.ports import Vectors

RECALL, NEAREST = 0.985, 10  # share of the exact ten nearest that must come
SAFETY = 2  # times as many lists are looked at as that needs: questions lie further out than what it is measured with
LISTS = 1024  # at most
TRAINED_ON = 40  # rows for each list
TRIED = 100  # texts that the number of lists to look at is measured with
TIE = 1e-5  # cosines that differ by less are one
MIXED = 6  # rows that such a text lies between, as a question does: near to things in several lists, and very near to none
NUMBERS = 2  # of a vector, that half a byte stands for
LEAST = 32  # every so-manieth of the lists is looked at, however few would do for the texts that it is measured with
FETCHED = 2  # times as many as are asked for are compared exactly
ASKED_FOR = 800  # by the search of a question, and at least of whoever asks for fewer


class Lists:
    """Rows by the list that each is in, half a byte for two numbers; gives positions that are worth an exact comparison."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> "Lists | None":
        """Sort (n, dimension) unit rows into lists; None when what is near would be missed, however many are looked at."""
        import faiss  # noqa: PLC0415  # see dense.py

        count, dimension = vectors.shape
        lists = min(LISTS, max(1, int(count**0.5)))
        parts = -(-dimension // NUMBERS)
        while dimension % parts:  # each of the parts has as many numbers
            parts -= 1
        index: Any = faiss.index_factory(dimension, f"IVF{lists},PQ{parts}x4fsr", faiss.METRIC_INNER_PRODUCT)
        index.cp.niter, index.cp.seed = 10, 1
        draw = np.random.default_rng(1)
        index.train(np.ascontiguousarray(vectors[np.sort(draw.permutation(count)[: lists * TRAINED_ON])]))
        index.add(np.ascontiguousarray(vectors))
        looked = _enough(index, vectors, lists, draw)
        if looked is None:
            return None
        index.nprobe = looked
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "Lists":
        """Read a file of `save`; raises IndexUnusable when it is none."""
        import faiss  # noqa: PLC0415

        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY))
        except RuntimeError as error:
            raise IndexUnusable(f"{str(path)!r} holds no readable lists: run 'studybot index --fresh'") from error

    def save(self, path: Path) -> None:
        """Write to a file."""
        import faiss  # noqa: PLC0415

        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def near(self, vector: Vectors, k: int, first: int) -> NDArray[np.int64]:
        """Return the positions of some `k` or more of the `first` rows that look nearest to a unit vector, in their order."""
        share = first / max(1, len(self))
        _, positions = self._index.search(vector[None, :], min(len(self), int(FETCHED * max(k, ASKED_FOR) / share)))
        return np.sort(positions[0][(positions[0] >= 0) & (positions[0] < first)])


def _enough(index: Any, vectors: Vectors, lists: int, draw: np.random.Generator) -> int | None:
    """How many lists have to be looked at so that the exact nearest come, None when they never do."""
    asked = vectors[draw.integers(0, len(vectors), (TRIED, MIXED))].sum(axis=1)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    scores = asked @ vectors.T
    # Told by scores: of rows that say the same, it is all one which of them come.
    tenth = np.partition(scores, -NEAREST, axis=1)[:, -NEAREST] - TIE

    def come(looked: int) -> bool:
        index.nprobe = looked
        _, found = index.search(asked, FETCHED * ASKED_FOR)
        pairs = zip(scores, tenth, found, strict=True)
        near = sum(min(NEAREST, int((row[places[places >= 0]] >= least).sum())) for row, least, places in pairs)
        return near >= RECALL * NEAREST * TRIED

    if not come(lists):
        return None
    looked = 4
    while looked < lists and not come(looked):
        looked *= 2
    return min(lists, max(SAFETY * looked, lists // LEAST))
