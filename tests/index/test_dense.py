from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.errors import IndexUnusable
from studybot.index import dense, lists
from studybot.index.dense import DenseIndex
from studybot.ports import Vectors


def unit_rows(seed: int, count: int, dimension: int) -> Vectors:
    """Random (count, dimension) float32 rows of length 1."""
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(st.integers(0, 2**32), st.integers(1, 60), st.integers(1, 20), st.integers(1, 70), st.integers(1, 4))
def test_search_is_brute_force(seed: int, count: int, dimension: int, k: int, questions: int) -> None:
    """The best k rows and their cosines are those of a full matrix product, best first, at most all of them."""
    rows, asked = unit_rows(seed, count, dimension), unit_rows(seed + 1, questions, dimension)
    scores, positions = DenseIndex.of(rows).search(asked, k)
    expected = asked.astype(np.float64) @ rows.astype(np.float64).T
    assert scores.shape == positions.shape == (questions, min(k, count))
    np.testing.assert_allclose(scores, np.take_along_axis(expected, positions, axis=1), atol=1e-5)
    np.testing.assert_allclose(scores, -np.sort(-expected, axis=1)[:, :k], atol=1e-5)
    assert all(len(set(row)) == len(row) for row in positions.tolist())


def test_an_empty_index_finds_nothing() -> None:
    """No rows, or none asked for, give arrays without columns."""
    empty = DenseIndex.of(np.zeros((0, 8), dtype=np.float32))
    assert len(empty) == 0
    assert [array.shape for array in empty.search(unit_rows(0, 2, 8), 5)] == [(2, 0), (2, 0)]
    assert [array.shape for array in DenseIndex.of(unit_rows(0, 3, 8)).search(unit_rows(0, 2, 8), 0)] == [(2, 0), (2, 0)]


def test_rows_come_back_from_a_file(tmp_path: Path) -> None:
    """What is saved and loaded holds the same rows, bit for bit, and finds the same."""
    rows = unit_rows(3, 50, 16)
    DenseIndex.of(rows).save(tmp_path / "vectors.npy")
    loaded = DenseIndex.load(tmp_path / "vectors.npy")
    np.testing.assert_array_equal(loaded.vectors, rows)
    assert loaded.vectors.dtype == np.float32
    np.testing.assert_array_equal(loaded.search(rows[:5], 1)[1][:, 0], np.arange(5))


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY", b"\x00" * 100, b"not an index at all"])
def test_a_file_that_is_no_index(tmp_path: Path, content: bytes) -> None:
    """Any other file is refused in a sentence with the command."""
    path = tmp_path / "vectors.npy"
    path.write_bytes(content)
    with pytest.raises(IndexUnusable, match="studybot index --fresh"):
        DenseIndex.load(path)
    with pytest.raises(IndexUnusable, match="studybot index --fresh"):
        DenseIndex.load(tmp_path / "missing.npy")


def test_a_large_index_finds_what_brute_force_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above a size only lists that are near are looked at: of the ten nearest at most two in a hundred are missed."""
    monkeypatch.setattr(dense, "LARGE", 3_000)
    draw = np.random.default_rng(5)
    middles = unit_rows(1, 200, 32)
    rows = middles[draw.integers(0, 200, 6_000)] + draw.normal(scale=0.1, size=(6_000, 32))
    rows = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
    DenseIndex.of(rows).save(tmp_path / "vectors.npy")
    large, all_of_them = DenseIndex.load(tmp_path / "vectors.npy"), DenseIndex.of(rows)
    asked = unit_rows(2, 50, 32) + middles[:50]
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    for count in (3_600, 6_000):  # also where what leads nowhere, a third of a bank that was grown, stands behind
        scores, found = large.first(count).search(asked, 10)
        exact = all_of_them.first(count).search(asked, 10)[1]
        come = sum(len(set(one) & set(other)) for one, other in zip(found.tolist(), exact.tolist(), strict=True))
        assert come >= 0.98 * exact.size
        assert large.first(count)._lists is not None
    np.testing.assert_allclose(scores, np.take_along_axis(asked @ rows.T, found, axis=1), atol=1e-5)
    for count in (5_990, 100):
        assert large.first(count).search(asked, 5)[1].max() < count
    assert large.search(asked[:1], 6_000)[1].shape == (1, 6_000)
    (tmp_path / "vectors.faiss").unlink()  # it is mapped: what stands in it may not change
    (tmp_path / "vectors.faiss").write_bytes(b"no lists")
    with pytest.raises(IndexUnusable, match="studybot index --fresh"):
        DenseIndex.load(tmp_path / "vectors.npy")


def test_vectors_that_lie_anywhere_are_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among random vectors the nearest are found as well; where lists would miss them none are kept, and all are compared."""
    monkeypatch.setattr(dense, "LARGE", 10_000)
    rows, asked = unit_rows(7, 60_000, 128), unit_rows(8, 40, 128)
    exact = DenseIndex.of(rows).search(asked, 10)[1]
    for wanted, kept in ((lists.RECALL, True), (1.01, False)):
        monkeypatch.setattr(lists, "RECALL", wanted)
        folder = tmp_path / str(wanted)
        folder.mkdir()
        DenseIndex.of(rows).save(folder / "vectors.npy")
        large = DenseIndex.load(folder / "vectors.npy")
        assert (large._lists is not None) is kept
        found = large.search(asked, 10)[1]
        come = sum(len(set(one) & set(other)) for one, other in zip(found.tolist(), exact.tolist(), strict=True))
        assert come >= (0.98 if kept else 1) * exact.size
