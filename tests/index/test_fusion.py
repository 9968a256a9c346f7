import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.index.fusion import diversify, interleave, order, softmax

RANKINGS = st.lists(st.lists(st.integers(0, 20), unique=True, max_size=10), max_size=4)


def test_interleave_takes_turns() -> None:
    """The rankings are taken in turns, the first one first; what was taken is not taken again."""
    assert interleave([[1, 2, 3], [4, 1, 5]]) == [1, 4, 2, 3, 5]
    assert interleave([[7], [], [8, 9]]) == [7, 8, 9]
    assert interleave([]) == interleave([[], []]) == []


@given(RANKINGS)
def test_interleave_keeps_everything_once(rankings: list[list[int]]) -> None:
    """The result holds each position once, and one ranking alone stays as it is."""
    merged = interleave(rankings)
    assert sorted(merged) == sorted({position for ranking in rankings for position in ranking})
    for ranking in rankings:
        assert interleave([ranking]) == ranking


def test_order() -> None:
    """Best first; equal scores keep their place in the course; what is not allowed (minus infinity) is left out."""
    scores = np.array([1.0, 3.0, -np.inf, 3.0, 2.0], dtype=np.float32)
    assert order(scores, 10) == [1, 3, 4, 0]
    assert order(scores, 2) == [1, 3]
    assert order(scores, 0) == []
    assert order(np.array([], dtype=np.float32), 3) == []


@given(st.lists(st.floats(-10, 10, width=32), max_size=30), st.integers(0, 40))
def test_order_is_a_sort(scores: list[float], k: int) -> None:
    """The positions are those of a stable sort by falling score."""
    expected = sorted(range(len(scores)), key=lambda position: -scores[position])[:k]
    assert order(np.array(scores, dtype=np.float32), k) == expected


def test_diversify() -> None:
    """What says the same as an earlier one stands behind the others, and fills up only when they are too few."""
    same = {frozenset({1, 2}), frozenset({1, 4})}
    alike = lambda one, other: frozenset({one, other}) in same  # noqa: E731  # shorter than a function
    assert diversify([1, 2, 3, 4, 5], alike, 3) == [1, 3, 5]
    assert diversify([1, 2, 3, 4, 5], alike, 5) == [1, 3, 5, 2, 4]
    assert diversify([1, 2], alike, 2) == [1, 2]
    assert diversify([1, 2, 3], alike, 0) == []
    assert diversify([], alike, 3) == []


@given(st.lists(st.integers(0, 20), unique=True, max_size=12), st.integers(0, 12), st.integers(1, 5))
def test_diversify_loses_nothing(ranking: list[int], k: int, groups: int) -> None:
    """Up to k positions of the ranking come back, each once; no repeat stands before one that says something new."""
    chosen = diversify(ranking, lambda one, other: one % groups == other % groups, k)
    assert len(chosen) == min(k, len(ranking)) == len(set(chosen))
    assert set(chosen) <= set(ranking)
    distinct = len({position % groups for position in ranking})
    assert len({position % groups for position in chosen}) == min(k, distinct)
    assert [position for position in ranking if position in chosen[:distinct]] == chosen[: min(k, distinct)]


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=20), st.floats(-1000, 1000))
def test_softmax(logits: list[float], shift: float) -> None:
    """Chances sum to 1, keep the order of the logits, and do not change when all logits do by the same."""
    values = np.array(logits, dtype=np.float32)
    chances = softmax(values)
    assert chances.sum() == pytest.approx(1, abs=1e-5)
    assert (chances[np.argsort(-values, kind="stable")][:-1] >= chances[np.argsort(-values, kind="stable")][1:]).all()
    np.testing.assert_allclose(chances, softmax(values.astype(np.float64) + round(shift)), atol=1e-4)
    assert softmax(np.array([0.0, np.log(3.0)])).tolist() == pytest.approx([0.25, 0.75])
    assert softmax(np.array([], dtype=np.float32)).shape == (0,)
