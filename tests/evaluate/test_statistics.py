"""Intervals and tests against exact enumeration and known distributions."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.evaluate.statistics import RESAMPLES, interval, means, randomisation_test, randomisation_test_of, resamples


def test_resamples_draw_n_of_n() -> None:
    """Each of the 1,000 resamples draws as many questions as there are, the same ones each time."""
    drawn = np.concatenate(list(resamples(50)))
    assert drawn.shape == (RESAMPLES, 50) and (drawn.sum(axis=1) == 50).all()
    assert (drawn == np.concatenate(list(resamples(50)))).all()
    assert not (drawn == np.concatenate(list(resamples(50, seed=1)))).all()


def test_means_leave_missing_values_out() -> None:
    """A missing value takes no part in its column; a column without values has no mean."""
    values = np.array([[1.0, np.nan, np.nan], [0.0, 1.0, np.nan], [1.0, 0.0, np.nan]])
    point = means(values, np.array([[1.0, 1.0, 1.0], [2.0, 0.0, 1.0]]))
    assert point[0, :2] == pytest.approx([2 / 3, 0.5])
    assert point[1, :2] == pytest.approx([1.0, 0.0])
    assert np.isnan(point[:, 2]).all()


def test_interval_covers_as_the_binomial_says() -> None:
    """For 80 of 100 right answers the interval is that of the binomial, 0.72 to 0.88, within sampling error."""
    values = np.array([[1.0]] * 80 + [[0.0]] * 20)
    low, high = interval(100, lambda weights: means(values, weights))
    assert low[0] == pytest.approx(0.8 - 1.96 * math.sqrt(0.16 / 100), abs=0.015)
    assert high[0] == pytest.approx(0.8 + 1.96 * math.sqrt(0.16 / 100), abs=0.015)


def test_interval_does_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays flat by drawing in blocks, which must still draw every resample."""
    from studybot.evaluate import statistics

    monkeypatch.setattr(statistics, "_CELLS", 700)
    assert sum(len(block) for block in resamples(100)) == RESAMPLES


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.25, 1.0]), min_size=1, max_size=9))
def test_randomisation_agrees_with_all_assignments(differences: list[float]) -> None:
    """The p-value is that of trying all 2^n exchanges of sides, within the error of 10,000 draws."""
    observed = abs(sum(differences))
    signs = itertools.product([1, -1], repeat=len(differences))
    sums = [abs(sum(sign * one for sign, one in zip(row, differences, strict=True))) for row in signs]
    exact = sum(value >= observed - 1e-12 for value in sums) / len(sums)
    values = np.array(differences)
    found = randomisation_test(np.zeros(len(values)), values)
    assert found == pytest.approx(exact, abs=0.02)
    general = randomisation_test_of(lambda swapped: (1 - 2 * swapped) @ values, len(values))
    assert general == pytest.approx(exact, abs=0.02)


def test_equal_runs_have_p_one_and_a_clear_win_a_small_one() -> None:
    """No difference is never significant; 30 wins of 30 are."""
    same = np.ones(30)
    assert randomisation_test(same, same) == 1
    assert randomisation_test(np.zeros(30), same) < 0.001
