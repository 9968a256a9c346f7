"""`studybot eval compare`: two runs over the same questions, measure by measure and question by question."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from studybot.errors import DatasetError
from studybot.evaluate.case import CaseKind
from studybot.evaluate.folder import Differing, differing, read_measures, read_record
from studybot.evaluate.measure import PER_QUESTION
from studybot.evaluate.measures.outcomes import Blame, Floats
from studybot.evaluate.rows import DIGITS, MeasureRow
from studybot.evaluate.statistics import SEED, randomisation_test, randomisation_test_of
from studybot.evaluate.summary import WHOLE, Better, better, own_table, table, whole_measures
from studybot.types import Value

# What makes one answer better than another, most important first; their sum orders the questions that changed.
QUALITY = ("right", "right_outcome", "key_fact_recall", "citation_recall", "citation_precision", "mrr")


class Difference(Value):
    """One measure of two runs over the `n` questions that have it in both; `p` is the paired randomisation test's.

    Wins, ties and losses count questions from the second run's side; measures of all questions together have none.
    """

    measure: str
    better: Better
    base: float
    run: float
    difference: float
    p: float | None
    n: int
    wins: int | None = None
    ties: int | None = None
    losses: int | None = None


class Changed(Value):
    """One question whose measures differ; `change` sums the differences in quality, negative when it became worse."""

    id: str
    question: str
    topic: str
    kind: CaseKind
    change: float
    blame_before: Blame
    blame: Blame
    differences: dict[str, float]


class Comparison(Value):
    """The second run against the first (the base); `differing` is what they were made from and do not share."""

    base: str
    run: str
    same_dataset: bool
    shared: int
    differing: tuple[Differing, ...] = ()
    differences: tuple[Difference, ...]
    changed: tuple[Changed, ...]


def compare_runs(base: Path, run: Path) -> Comparison:
    """Return how the run in one folder differs from the base in another, over the questions that both hold.

    Raises NotFound or UsageError for a folder that is no run, DatasetError when no question is shared.
    """
    first, second = read_record(base), read_record(run)
    compared = compare_rows(read_measures(base), read_measures(run))
    same = first.dataset_digest == second.dataset_digest
    return compared.model_copy(
        update={"base": base.name, "run": run.name, "same_dataset": same, "differing": differing(first, second)}
    )


def compare_rows(base: Sequence[MeasureRow], run: Sequence[MeasureRow], *, seed: int = SEED) -> Comparison:
    """Return the comparison of the rows of two runs; rows pair when id and question are the same."""
    before = {(row.id, row.question): row for row in base}
    after = {(row.id, row.question): row for row in run}
    shared = [key for key in before if key in after]
    if not shared:
        raise DatasetError("the two runs share no question: compare runs of the same dataset")
    first, second = [before[key] for key in shared], [after[key] for key in shared]
    return Comparison(
        base="",
        run="",
        same_dataset=before.keys() == after.keys(),
        shared=len(shared),
        differences=(*_single(first, second, seed), *_whole(first, second, seed)),
        changed=tuple(_changed(first, second)),
    )


def _single(first: Sequence[MeasureRow], second: Sequence[MeasureRow], seed: int) -> list[Difference]:
    found = []
    for name, one, two in zip(*_columns(first, second), strict=True):
        both = ~np.isnan(one) & ~np.isnan(two)
        if not both.any():
            continue
        old, new = one[both], two[both]
        sign = -1 if better(name) == "lower" else 1
        gained = sign * (new - old)
        made = _difference(name, old.mean(), new.mean(), randomisation_test(old, new, seed=seed), int(both.sum()))
        counts = {"wins": int((gained > 0).sum()), "ties": int((gained == 0).sum()), "losses": int((gained < 0).sum())}
        found.append(made.model_copy(update=counts))
    return found


def _difference(name: str, old: float, new: float, p: float, n: int) -> Difference:
    base, run, difference = _round(old), _round(new), _round(new - old)
    return Difference(measure=name, better=better(name), base=base, run=run, difference=difference, p=_round(p), n=n)


def _columns(first: Sequence[MeasureRow], second: Sequence[MeasureRow]) -> tuple[list[str], list[Floats], list[Floats]]:
    """The measures of single questions with their values in both runs, those that a package brought behind the others."""
    own = sorted({name for row in first for name in row.own} & {name for row in second for name in row.own})
    sides = [np.concatenate([table(rows), own_table(rows, own)], axis=1).T for rows in (first, second)]
    return [*PER_QUESTION, *own], list(sides[0]), list(sides[1])


def _whole(first: Sequence[MeasureRow], second: Sequence[MeasureRow], seed: int) -> list[Difference]:
    """F1 and the area under the risk curve belong to a whole run: rows change sides between runs to test them."""
    count = len(first)
    together = whole_measures([*first, *second])
    points = [
        together(np.concatenate(sides)[None, :])[0]
        for sides in ([np.ones(count), np.zeros(count)], [np.zeros(count), np.ones(count)])
    ]
    found = []
    for place, name in enumerate(WHOLE):
        old, new = points[0][place], points[1][place]
        if np.isnan(old) or np.isnan(new):
            continue

        def differ(swapped: Floats, place: int = place) -> Floats:
            ones = np.concatenate([1 - swapped, swapped], axis=1)
            difference: Floats = together(1 - ones)[:, place] - together(ones)[:, place]
            return difference

        p, n = randomisation_test_of(differ, count, seed=seed), sum(row.labelled for row in first)
        found.append(_difference(name, old, new, p, n))
    return found


def _changed(first: Sequence[MeasureRow], second: Sequence[MeasureRow]) -> list[Changed]:
    """The questions whose values differ, worst first."""
    found = []
    for old, new in zip(first, second, strict=True):
        differences = {
            name: _round((new.values[name] or 0.0) - (old.values[name] or 0.0))
            for name in PER_QUESTION
            if new.values[name] != old.values[name]
        }
        if differences:
            found.append(
                Changed(
                    id=new.id,
                    question=new.question,
                    topic=new.topic,
                    kind=new.kind,
                    change=_round(sum(differences.get(name, 0.0) for name in QUALITY)),
                    blame_before=old.blame,
                    blame=new.blame,
                    differences=differences,
                )
            )
    return sorted(found, key=lambda one: (one.change, one.id))


def _round(value: float) -> float:
    return round(float(value), DIGITS)
