"""Inner product on unit vectors: the dense half of the search."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.ports import Vectors


class DenseIndex:
    """Unit vectors, searched exactly by FAISS where they lie: in memory, or mapped from a file. Scores are cosines."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    @classmethod
    def of(cls, vectors: Vectors) -> "DenseIndex":
        """Take (n, dimension) float32 unit rows; a part of another index's rows is not copied."""
        return cls(np.ascontiguousarray(vectors, dtype=np.float32))

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """Map a file of `save`; raises IndexUnusable when it is none."""
        try:
            vectors = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise IndexUnusable(f"{str(path)!r} holds no readable vectors: run 'studybot index --fresh'") from error
        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise IndexUnusable(f"{str(path)!r} holds no vectors of this kind: run 'studybot index --fresh'")
        return cls(vectors)

    def save(self, path: Path) -> None:
        """Write to a file."""
        with path.open("wb") as file:
            np.save(file, self._vectors, allow_pickle=False)

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
            scores, positions = faiss.knn(
                np.ascontiguousarray(vectors, dtype=np.float32), self._vectors, k, metric=faiss.METRIC_INNER_PRODUCT
            )
        finally:
            faiss.omp_set_num_threads(before)
        return scores, positions
