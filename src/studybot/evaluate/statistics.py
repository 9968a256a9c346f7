"""Intervals and tests that come out the same twice: bootstrap (Efron 1979) and paired randomisation (Noreen 1989)."""

from collections.abc import Callable, Iterator

import numpy as np

from studybot.evaluate.measures.outcomes import Floats

SEED = 20240229
RESAMPLES = 1000
FLIPS = 10_000
_CELLS = 2_000_000  # numbers held at once, so that memory does not grow with the dataset

Statistic = Callable[[Floats], Floats]


def resamples(n: int, *, count: int = RESAMPLES, seed: int = SEED) -> Iterator[Floats]:
    """Yield blocks (b, n) of how often each of `n` questions is drawn, `count` draws of `n` with replacement in all."""
    generator = np.random.default_rng(seed)
    block = max(1, _CELLS // n)
    for start in range(0, count, block):
        rows = min(block, count - start)
        drawn = generator.integers(0, n, size=(rows, n)) + np.arange(rows)[:, None] * n
        yield np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(np.float64)


def means(values: Floats, weights: Floats) -> Floats:
    """Return the weighted means (b, m) of the columns of `values` (n, m) for each row of weights (b, n).

    A missing value (NaN) is left out of its column; a column with nothing left is NaN.
    """
    # One product for sums and counts: a pass over the weights costs more than the arithmetic.
    present = ~np.isnan(values)
    both = weights @ np.concatenate([np.where(present, values, 0.0), present], axis=1)
    sums, counts = both[:, : values.shape[1]], both[:, values.shape[1] :]
    mean: Floats = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    return mean


def interval(n: int, statistic: Statistic, *, seed: int = SEED) -> tuple[Floats, Floats]:
    """Return the 2.5 and 97.5 percentiles (m,) of a statistic (b, n) -> (b, m) over 1,000 resamples of `n` questions.

    A resample that leaves nothing to average is not counted; a measure that no resample has is NaN.
    """
    drawn = np.concatenate([statistic(weights) for weights in resamples(n, seed=seed)])
    ends = np.full((2, drawn.shape[1]), np.nan)
    whole = ~np.isnan(drawn).any(axis=0)
    if whole.any():
        ends[:, whole] = np.percentile(drawn[:, whole], [2.5, 97.5], axis=0)
    for column in np.flatnonzero(~whole):
        kept = drawn[~np.isnan(drawn[:, column]), column]
        if kept.size:
            ends[:, column] = np.percentile(kept, [2.5, 97.5])
    return ends[0], ends[1]


def swaps(n: int, *, count: int = FLIPS, seed: int = SEED) -> Iterator[Floats]:
    """Yield blocks (b, n) of 0 and 1: which of `n` pairs are exchanged, `count` random assignments in all."""
    generator = np.random.default_rng(seed)
    block = max(1, _CELLS // n)
    for start in range(0, count, block):
        yield generator.integers(0, 2, size=(min(block, count - start), n)).astype(np.float64)


def randomisation_test(first: Floats, second: Floats, *, seed: int = SEED) -> float:
    """Return the two-sided p-value that the means of paired values (n,) differ by as much when sides are exchanged at random.

    The observed assignment counts as one of them (Davison and Hinkley 1997), so that p is never 0; equal pairs give 1.
    """
    difference = second - first
    difference = difference[difference != 0]
    if not difference.size:
        return 1.0
    observed = abs(float(difference.sum()))
    extreme = sum(
        int(np.count_nonzero(np.abs((1 - 2 * swapped) @ difference) >= observed - 1e-12))
        for swapped in swaps(difference.size, seed=seed)
    )
    return (1 + extreme) / (1 + FLIPS)


def randomisation_test_of(statistic: Callable[[Floats], Floats], n: int, *, seed: int = SEED) -> float:
    """Return the p-value of a difference that is no mean: `statistic` maps swaps (b, n) to differences (b,)."""
    observed = abs(float(statistic(np.zeros((1, n)))[0]))
    extreme = sum(int(np.count_nonzero(np.abs(statistic(swapped)) >= observed - 1e-12)) for swapped in swaps(n, seed=seed))
    return (1 + extreme) / (1 + FLIPS)
