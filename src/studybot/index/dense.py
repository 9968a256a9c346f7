"""Exact inner product on unit vectors: the dense half of the search."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.ports import Vectors


class DenseIndex:
    """An exact FAISS index; scores are cosines since all rows are unit vectors."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> "DenseIndex":
        """Build from (n, dimension) float32 unit rows."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """Read from a file; raises IndexUnusable when it is none."""
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexUnusable(f"{str(path)!r} is not a readable FAISS index: run 'studybot index --fresh'") from error
        return cls(index)

    def save(self, path: Path) -> None:
        """Write to a file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def vectors(self) -> Vectors:
        """All rows, (n, dimension) float32."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def search(self, vectors: Vectors, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return the scores and positions, each (q, min(k, n)), of the best entries for (q, dimension) unit rows."""
        k = min(k, len(self))
        if k == 0:
            return np.zeros((len(vectors), 0), np.float32), np.zeros((len(vectors), 0), np.int64)
        # One query over some 10,000 rows takes less than waking a second thread (0.9 against 6.6 ms on a busy machine).
        # The setting is shared with torch, which encodes faster with all of them: it is put back.
        before = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            scores, positions = self._index.search(np.ascontiguousarray(vectors, dtype=np.float32), k)
        finally:
            faiss.omp_set_num_threads(before)
        return scores, positions
