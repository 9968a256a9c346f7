"""Knowing when not to answer, both ways: the 2x2 of answerable and answered, F1 of each side, the risk-coverage curve."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from studybot.types import Value

Floats = NDArray[np.float64]


class Outcomes(Value):
    """The 2x2: how many questions were answerable or not, and answered or refused."""

    answered_answerable: int
    refused_answerable: int
    answered_unanswerable: int
    refused_unanswerable: int


class RiskPoint(Value):
    """At this confidence or more, `coverage` of the questions are answered, and `risk` of those answers are not right."""

    confidence: float
    coverage: float
    risk: float


def count_outcomes(answerable: Sequence[bool], answered: Sequence[bool]) -> Outcomes:
    """Return the 2x2 of two equally long sequences."""
    pairs = list(zip(answerable, answered, strict=True))
    return Outcomes(
        answered_answerable=pairs.count((True, True)),
        refused_answerable=pairs.count((True, False)),
        answered_unanswerable=pairs.count((False, True)),
        refused_unanswerable=pairs.count((False, False)),
    )


def f1_scores(answerable: Floats, answered: Floats, weights: Floats) -> dict[str, Floats]:
    """Return F1 of answering, of refusing and the mean of both for each row of weights.

    `answerable` and `answered` are (n,) of 0 and 1, `weights` is (b, n); each result is (b,), 0 where nothing is right
    and NaN where no question is of that side: a dataset without unanswerable questions has no F1 of refusing, and none of both.
    Answering everything scores 0 at refusing and refusing everything 0 at answering: the mean of both catches either.
    """
    sides = [answerable * answered, answerable, answered, np.ones_like(answerable)]
    both, real, claimed, count = (weights @ np.stack(sides, axis=1)).T
    answer = _f1(both, real, claimed)
    refusal = _f1(count - real - claimed + both, count - real, count - claimed)
    return {"answer_f1": answer, "refusal_f1": refusal, "outcome_f1": (answer + refusal) / 2}


def _f1(right: Floats, real: Floats, claimed: Floats) -> Floats:
    both = real + claimed
    return np.divide(2 * right, both, out=np.full_like(both, np.nan), where=real > 0)


def risk_coverage(confidence: Sequence[float], wrong: Sequence[bool]) -> list[RiskPoint]:
    """Return the risk-coverage curve (El-Yaniv and Wiener 2010), a point for each distinct confidence, highest first."""
    order, last = _ordered(np.asarray(confidence, dtype=np.float64))
    errors = np.cumsum(np.asarray(wrong, dtype=np.float64)[order])
    return [
        RiskPoint(
            confidence=float(np.asarray(confidence)[order[end]]),
            coverage=(end + 1) / len(order),
            risk=float(errors[end] / (end + 1)),
        )
        for end in np.unique(last).tolist()
    ]


def area_under_risk(confidence: Floats, wrong: Floats, weights: Floats) -> Floats:
    """Return the area under the risk-coverage curve for each row of weights: the risk at each question's confidence, averaged.

    `confidence` and `wrong` are (n,), `weights` is (b, n); the result is (b,). Questions of equal confidence share one point,
    so that the order of the file does not matter. Lower is better.
    """
    order, last = _ordered(confidence)
    ends, group = np.unique(last, return_inverse=True)
    starts = np.concatenate([[0], ends[:-1] + 1])
    weighted = weights[:, order]
    lost = weighted * wrong[order]
    tied = len(group) > len(ends)
    here, errors = [np.add.reduceat(one, starts, axis=1) if tied else one for one in (weighted, lost)]
    covered = np.cumsum(here, axis=1)
    risk = np.cumsum(errors, axis=1)
    np.divide(risk, covered, out=risk, where=covered > 0)
    area: Floats = np.einsum("ij,ij->i", here, risk) / np.maximum(covered[:, -1], 1e-12)
    return area


def _ordered(confidence: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places by falling confidence, and for each of them the last place of equal confidence."""
    order = np.argsort(-confidence, kind="stable")
    falling = -confidence[order]
    return order, np.searchsorted(falling, falling, side="right") - 1


Blame = Literal["", "search", "judge", "composer", "error"]


def blame_for(*, answerable: bool, answered: bool, right: bool, found: float | None) -> Blame:
    """Return who is to blame for a question, or "" for a right one.

    `found` is the share of its evidence that stands in the hits (None when the dataset names none): what the search did not
    find, nobody behind it can answer. Evidence found and a wrong outcome is the judge's, the rest the composer's.
    """
    if right:
        return ""
    if not answerable:
        return "judge"
    if found is not None and found < 1:
        return "search"
    return "composer" if answered else "judge"
