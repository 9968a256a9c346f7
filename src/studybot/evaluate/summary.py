"""Many rows -> one summary: each measure with its interval, in total and by topic, kind, paraphrase and follow-up."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from studybot.errors import DatasetError
from studybot.evaluate.dataset import FIELDS
from studybot.evaluate.measure import PER_QUESTION
from studybot.evaluate.measures.outcomes import (
    Floats,
    Outcomes,
    RiskPoint,
    area_under_risk,
    count_outcomes,
    f1_scores,
    risk_coverage,
)
from studybot.evaluate.rows import DIGITS, SCORE_DIGITS, MeasureRow
from studybot.evaluate.statistics import SEED, interval, means
from studybot.types import Value

Better = Literal["higher", "lower", "neither"]

WHOLE = ("answer_f1", "refusal_f1", "outcome_f1", "aurc")  # of all questions together, not means of single ones
MEASURES = (*PER_QUESTION, *WHOLE)
LOWER_IS_BETTER = frozenset({"false_refusals", "false_answers", "errors", "aurc", "wrong_verdicts", "opposite", "brier"})
GROUPS = ("topic", "kind", "paraphrase", "follow_up", "group", "act", "certainty", "tag")
_PARTS = FIELDS | {"certainty": lambda row: (row.certainty or "none",)}


class Measured(Value):
    """A measure over `n` questions with its 95% bootstrap interval; all None when it applies to no question."""

    value: FiniteFloat | None
    low: FiniteFloat | None
    high: FiniteFloat | None
    n: int

    @property
    def ends(self) -> tuple[float, float] | None:
        """The interval; of a share where all questions are alike, the one that a proportion of that many has (Wilson 1927)."""
        if self.value is None or self.low is None or self.high is None:
            return None
        if self.low < self.high or not 0 <= self.value <= 1 or not self.n:
            return self.low, self.high
        z, n = 1.96, self.n
        middle, spread = self.value + z * z / (2 * n), z * np.sqrt(self.value * (1 - self.value) / n + z * z / (4 * n**2))
        scale = 1 + z * z / n
        return max(0.0, float((middle - spread) / scale)), min(1.0, float((middle + spread) / scale))


class Summary(Value):
    """Everything a run measures, and nothing that differs between two equal runs."""

    dataset: str
    dataset_digest: str
    index_digest: str
    seed: int
    questions: int
    labelled: int
    measures: dict[str, Measured]
    own: dict[str, Measured] = Field(default_factory=dict)
    outcomes: Outcomes
    blame: dict[str, int]
    groups: dict[str, dict[str, dict[str, Measured]]]
    risk_coverage: tuple[RiskPoint, ...]

    def find(self, name: str) -> Measured | None:
        """Return a measure by name, "mrr", or that of a group, "paraphrase=true/mrr"; None when there is none."""
        group, _, measure = name.rpartition("/")
        if not group:
            return self.measures.get(measure) or self.own.get(measure)
        key, _, value = group.partition("=")
        return self.groups.get(key, {}).get(value, {}).get(measure)


def better(measure: str) -> Better:
    """Return which way a measure improves; the length of an answer is neither good nor bad."""
    if measure == "length":
        return "neither"
    return "lower" if measure in LOWER_IS_BETTER else "higher"


def summarise(rows: Sequence[MeasureRow], *, dataset: str, dataset_digest: str, index_digest: str, seed: int = SEED) -> Summary:
    """Return the summary of a run's rows. Raises DatasetError when there are none."""
    if not rows:
        raise DatasetError(f"dataset {dataset!r} left no row to summarise: check it with 'studybot eval check'")
    labelled = [row for row in rows if row.labelled]
    blame = Counter(row.blame for row in rows if row.blame)
    return Summary(
        dataset=dataset,
        dataset_digest=dataset_digest,
        index_digest=index_digest,
        seed=seed,
        questions=len(rows),
        labelled=len(labelled),
        measures=measures_of(rows, seed=seed),
        own=own_of(rows, seed=seed),
        outcomes=count_outcomes([row.answerable for row in labelled], [_counts_as_answered(row) for row in labelled]),
        blame={name: blame[name] for name in ("search", "composer", "judge", "error")},
        groups={name: _grouped(rows, name, seed) for name in GROUPS},
        risk_coverage=tuple(_rounded(risk_coverage([row.confidence for row in labelled], [_wrong(row) for row in labelled])))
        if labelled
        else (),
    )


def measures_of(rows: Sequence[MeasureRow], *, seed: int = SEED) -> dict[str, Measured]:
    """Return each measure of some rows with its interval."""
    values = table(rows)
    whole = whole_measures(rows)
    count = len(rows)

    def every(weights: Floats) -> Floats:
        return np.concatenate([means(values, weights), whole(weights)], axis=1)

    point = every(np.ones((1, count)))[0]
    low, high = interval(count, every, seed=seed)
    labelled = sum(row.labelled for row in rows)
    numbers = [*(~np.isnan(values)).sum(axis=0).tolist(), *(labelled * ~np.isnan(point[-len(WHOLE) :])).tolist()]
    return _measured(MEASURES, point, low, high, numbers)


def own_of(rows: Sequence[MeasureRow], *, seed: int = SEED) -> dict[str, Measured]:
    """Return the measures of others, each with its interval, over the questions that have them."""
    names = sorted({name for row in rows for name in row.own})
    if not names:
        return {}
    values = own_table(rows, names)
    point = means(values, np.ones((1, len(rows))))[0]
    low, high = interval(len(rows), lambda weights: means(values, weights), seed=seed)
    counts = (~np.isnan(values)).sum(axis=0).tolist()
    return _measured(names, point, low, high, counts)


def _measured(names: Sequence[str], point: Floats, low: Floats, high: Floats, n: Sequence[int]) -> dict[str, Measured]:
    return {
        name: Measured(value=_plain(point[place]), low=_plain(low[place]), high=_plain(high[place]), n=n[place])
        for place, name in enumerate(names)
    }


def table(rows: Sequence[MeasureRow]) -> Floats:
    """Return the values of the rows, (n, number of per-question measures), NaN where a measure does not apply."""
    return np.array([[_number(row.values[name]) for name in PER_QUESTION] for row in rows], dtype=np.float64)


def own_table(rows: Sequence[MeasureRow], names: Sequence[str]) -> Floats:
    """Return the values of others' measures, (n, number of names), NaN where one does not apply."""
    values = [[_number(row.own.get(name)) for name in names] for row in rows]
    return np.array(values, dtype=np.float64).reshape(len(rows), len(names))


def whole_measures(rows: Sequence[MeasureRow]) -> Callable[[Floats], Floats]:
    """Return the function weights (b, n) -> (b, 4) of the measures of all questions together, NaN when none is labelled."""
    labelled = np.array([row.labelled for row in rows])
    kept = [row for row in rows if row.labelled]
    answerable = np.array([float(row.answerable) for row in kept])
    answered = np.array([float(_counts_as_answered(row)) for row in kept])
    confidence = np.array([row.confidence for row in kept])
    wrong = np.array([float(_wrong(row)) for row in kept])

    def measured(weights: Floats) -> Floats:
        used = weights if labelled.all() else weights[:, labelled]
        if not kept:
            return np.full((len(weights), len(WHOLE)), np.nan)
        columns = np.stack([*f1_scores(answerable, answered, used).values(), area_under_risk(confidence, wrong, used)], axis=1)
        columns[used.sum(axis=1) == 0] = np.nan
        return columns

    return measured


def _grouped(rows: Sequence[MeasureRow], field: str, seed: int) -> dict[str, dict[str, Measured]]:
    parted: dict[str, list[MeasureRow]] = {}
    for row in rows:
        for name in _PARTS[field](row):
            parted.setdefault(name, []).append(row)
    return {name: measures_of(parted[name], seed=seed) for name in sorted(parted)}


def _counts_as_answered(row: MeasureRow) -> bool:
    """A question that failed counts as the wrong outcome, whichever that is."""
    return not row.answerable if row.blame == "error" else row.answered


def _wrong(row: MeasureRow) -> bool:
    return row.values["right"] != 1


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), DIGITS)


def _rounded(points: Sequence[RiskPoint]) -> list[RiskPoint]:
    return [
        RiskPoint(
            confidence=round(point.confidence, SCORE_DIGITS),
            coverage=round(point.coverage, DIGITS),
            risk=round(point.risk, DIGITS),
        )
        for point in points
    ]
