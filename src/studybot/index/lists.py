"""Inverted lists over very many vectors: some of the lists are looked at, and what looks near there is compared exactly.

Jégou, Douze & Schmid, "Product Quantization for Nearest Neighbor Search", 2011: the lists of its IVF structure, with one byte
for each number. How many lists are looked at is measured when they are made, so that the ten nearest are missed by few.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studybot.errors import IndexUnusable
from studybot.ports import Vectors

RECALL, NEAREST = 0.985, 10  # share of the exact ten nearest that must come
LISTS = 1024  # at most
TRAINED_ON = 40  # rows for each list
TRIED = 100  # texts that the number of lists to look at is measured with
NOISE = 1.0  # length of what is added to a row to get such a text: its cosine with the row is .7
GUARD = 64  # nearest that are fetched beside those asked for


class Lists:
    """Rows by the list that each is in, one byte for each number; gives positions that are worth an exact comparison."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> "Lists":
        """Sort (n, dimension) unit rows into lists."""
        import faiss  # noqa: PLC0415  # see dense.py

        count, dimension = vectors.shape
        lists = min(LISTS, max(1, int(count**0.5)))
        quantizer = faiss.IndexFlatIP(dimension)
        index = faiss.IndexIVFScalarQuantizer(
            quantizer, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        index.cp.niter, index.cp.seed = 10, 1
        draw = np.random.default_rng(1)
        index.train(np.ascontiguousarray(vectors[np.sort(draw.permutation(count)[: lists * TRAINED_ON])]))
        index.add(np.ascontiguousarray(vectors))
        index.nprobe = _enough(index, vectors, lists, draw)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "Lists":
        """Read a file of `save`; raises IndexUnusable when it is none."""
        import faiss  # noqa: PLC0415

        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY))
        except RuntimeError as error:
            raise IndexUnusable(f"{str(path)!r} holds no readable lists: run 'studybot index --fresh'") from error

    @property
    def are_apart(self) -> bool:
        """Whether few lists have to be looked at: what lies evenly is compared whole sooner."""
        return bool(2 * self._index.nprobe <= self._index.nlist)

    def save(self, path: Path) -> None:
        """Write to a file."""
        import faiss  # noqa: PLC0415

        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def near(self, vector: Vectors, k: int, first: int) -> NDArray[np.int64]:
        """Return the positions of some `k` of the `first` rows that look nearest to a unit vector, in order of position."""
        import faiss  # noqa: PLC0415

        parameters: Any = faiss.SearchParametersIVF  # whose stubs know none of them
        among = parameters(sel=faiss.IDSelectorRange(0, first), nprobe=self._index.nprobe)
        _, positions = self._index.search(vector[None, :], k + GUARD, params=among)
        return np.sort(positions[0][positions[0] >= 0])


def _enough(index: Any, vectors: Vectors, lists: int, draw: np.random.Generator) -> int:
    """How many lists have to be looked at so that the exact nearest come: twice as many, until they do."""
    rows = vectors[np.sort(draw.integers(0, len(vectors), TRIED))]
    noise = draw.standard_normal(rows.shape, dtype=np.float32)
    asked = np.ascontiguousarray(rows + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True))
    exact = np.argpartition(-(asked @ vectors.T), NEAREST, axis=1)[:, :NEAREST]
    looked = 4
    while looked < lists:
        index.nprobe = looked
        _, found = index.search(asked, NEAREST + GUARD)
        come = [len(set(one.tolist()) & set(other.tolist())) for one, other in zip(exact, found, strict=True)]
        if sum(come) >= RECALL * NEAREST * TRIED:
            return looked
        looked *= 2
    return lists
