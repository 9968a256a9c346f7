"""Inner product on unit vectors: the dense half of the search."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.index.lists import Lists
from studybot.ports import Vectors

LARGE = 40_000  # rows up to which all are compared: some 2 ms
LISTS = ".faiss"  # ending of the file beside the vectors that has the lists of a larger index


class DenseIndex:
    """Unit vectors, searched by FAISS where they lie: in memory, or mapped from a file. Scores are cosines.

    All rows are compared; of a large index that was saved, those that its lists say are near.
    """

    def __init__(self, vectors: Vectors, lists: Lists | None = None) -> None:
        self._vectors = vectors
        self._lists = lists

    @classmethod
    def of(cls, vectors: Vectors) -> "DenseIndex":
        """Take (n, dimension) float32 unit rows; a part of another index's rows is not copied."""
        return cls(np.ascontiguousarray(vectors, dtype=np.float32))

    def first(self, count: int) -> "DenseIndex":
        """Return the index of the first `count` rows, which are not copied."""
        return DenseIndex(self._vectors[:count], self._lists)

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """Map a file of `save`; raises IndexUnusable when it is none."""
        try:
            vectors = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise IndexUnusable(f"{str(path)!r} holds no readable vectors: run 'studybot index --fresh'") from error
        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise IndexUnusable(f"{str(path)!r} holds no vectors of this kind: run 'studybot index --fresh'")
        lists = path.with_suffix(LISTS)
        return cls(vectors, Lists.load(lists) if lists.exists() else None)

    def save(self, path: Path) -> None:
        """Write to a file, and the lists of a large index to one beside it."""
        with path.open("wb") as file:
            np.save(file, self._vectors, allow_pickle=False)
        lists = Lists.of(self._vectors) if len(self) > LARGE else None
        if lists is not None:
            lists.save(path.with_suffix(LISTS))

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def vectors(self) -> Vectors:
        """All rows, (n, dimension) float32."""
        return self._vectors

    def search(self, vectors: Vectors, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return the scores and positions, each (q, min(k, n)), of the best entries for (q, dimension) unit rows."""
        import faiss  # noqa: PLC0415  # a command that lists topics reads an index and searches nothing

        k = min(k, len(self))
        if k == 0:
            return np.zeros((len(vectors), 0), np.float32), np.zeros((len(vectors), 0), np.int64)
        # One query over some 10,000 rows takes less than waking a second thread (0.9 against 6.6 ms on a busy machine).
        # The setting is shared with torch, which encodes faster with all of them: it is put back.
        before = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            asked = np.ascontiguousarray(vectors, dtype=np.float32)
            near = [] if self._lists is None else [self._lists.near(row, k, len(self)) for row in asked]
            if near and all(len(positions) >= k for positions in near):
                pairs = [self._among(row, positions, k) for row, positions in zip(asked, near, strict=True)]
                return np.stack([scores for scores, _ in pairs]), np.stack([positions for _, positions in pairs])
            scores, positions = faiss.knn(asked, self._vectors, k, metric=faiss.METRIC_INNER_PRODUCT)
        finally:
            faiss.omp_set_num_threads(before)
        return scores, positions

    def _among(self, row: Vectors, near: NDArray[np.int64], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The exact scores of the best `k` of some rows, with their positions, best first."""
        scores = np.einsum("ij,j->i", self._vectors[near], row)  # as fast as a product, which wakes a second thread
        best = np.argsort(-scores, kind="stable")[:k]
        return scores[best], near[best]
