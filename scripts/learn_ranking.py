"""Learn the weights of the ranking model from the development questions: `python scripts/learn_ranking.py --write`.

Listwise softmax regressions (L2, deterministic): passages are ranked so that those with evidence come first, then the units
of the ten best passages. Learned twice: with the course's question bank, and without it for courses that have none.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from training import (
    SETS,
    Sample,
    folds,
    made,
    options,
    read_cases,
    relevant_passages,
    samples,
    searched,
    settle,
    without_bank,
)

import studybot.index
from studybot.answer.assistant import Assistant
from studybot.index.features import FEATURES
from studybot.index.local import LocalBackend
from studybot.index.ranking import WEIGHTS_FILE, RankingModel
from studybot.index.spans import SPAN_FEATURES
from studybot.settings import Settings
from studybot.text import squash
from studybot.wiring import open_studybot

Array = NDArray[np.float64]
Group = tuple[Array, NDArray[np.bool_]]  # (candidates, features) and which candidates are right
FOLDS = 5
RIDGE = 3.0
TOP = 10


def main() -> int:
    """Learn, report, and write or compare when asked."""
    chosen = options(__doc__)
    opened = open_studybot(Settings())
    data = [opened.settings.course / "evaluation" / name for name in SETS]
    cases = [case for case in read_cases(data) if case["answerable"]]
    figures: dict[str, float] = {}
    in_force: dict[str, float] = {}
    weights, span_weights = learn("with the bank", opened.assistant, cases, figures, in_force)
    bare, bare_span_weights = learn("without a bank", without_bank(opened), cases, figures, in_force)
    learned = {
        "made": made(opened, data, figures),
        "weights": weights,
        "span_weights": span_weights,
        "bare": bare,
        "bare_span_weights": bare_span_weights,
    }
    return settle(Path(str(studybot.index.__file__)).parent / WEIGHTS_FILE, learned, chosen, in_force)


def learn(
    name: str,
    assistant: Assistant,
    cases: Sequence[dict[str, object]],
    figures: dict[str, float],
    in_force: dict[str, float],
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights of passages and of units that fit an assistant's search, and keep and print how good they are."""
    backend = searched(assistant)
    asked = samples(assistant, cases)
    there = backend.ranking
    groups = [group for group in (passage_group(backend, sample) for sample in asked) if group[1].any()]
    title = f"{name}, passages"
    figures[title], in_force[title] = report(title, groups, np.asarray(there.weights, dtype=float))
    weights = fit(groups)
    backend.ranking = RankingModel(named(FEATURES, weights), {})
    spans = [group for group in (span_group(backend, sample) for sample in asked) if group[1].any()]
    title = f"{name}, units"
    figures[title], in_force[title] = report(title, spans, np.asarray(there.span_weights, dtype=float))
    return named(FEATURES, weights), named(SPAN_FEATURES, fit(spans))


def named(names: Sequence[str], weights: Array) -> dict[str, float]:
    """Weights by name, rounded so that the file reads well."""
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def passage_group(backend: LocalBackend, sample: Sample) -> Group:
    """The features of all passages and which hold evidence."""
    features = backend.features(sample.understood.text, sample.vectors[0])
    return np.asarray(features, dtype=float), relevant_passages(backend, sample)


def span_group(backend: LocalBackend, sample: Sample) -> Group:
    """The features of all units of the passages found, for the whole text, and which hold evidence."""
    found = backend.scored(sample.understood, sample.vectors)
    kept = backend.ranked(sample.understood, found, TOP)
    right = []
    for place in kept:
        passage, units = backend.passages()[place], backend.units(place)
        texts = [squash(passage.text[start - passage.start : end - passage.start]) for start, end in units.spans]
        right += [
            any(quote in text or (len(text) > 8 and text in quote) for item in sample.evidence for quote in item)
            for text in texts
        ]
    return backend.span_features(kept, found[0]).astype(float), np.array(right)


def fit(groups: Sequence[Group]) -> Array:
    """Weights that make the right candidates likely (softmax over each group's candidates)."""
    stacked = np.vstack([features for features, _ in groups])
    mean, spread = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    scaled = [((features - mean) / spread, right) for features, right in groups]

    def loss(weights: Array) -> tuple[float, Array]:
        total, gradient = RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for features, right in scaled:
            logits = features @ weights
            chances = np.exp(logits - logits.max())
            chances /= chances.sum()
            hit = max(float(chances[right].sum()), 1e-12)
            total -= np.log(hit)
            gradient = gradient - (np.where(right, chances / hit, 0.0) - chances) @ features
        return total, gradient

    start = np.zeros(stacked.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x / spread)


def report(name: str, groups: Sequence[Group], in_force: Array) -> tuple[float, float]:
    """Return the mean reciprocal rank cross-validated and of the weights in force; print it with recall at 1 and 5."""
    own = folds([str(number) for number in range(len(groups))], FOLDS)
    ranks: list[int] = []
    for fold in range(FOLDS):
        weights = fit([group for group, number in zip(groups, own, strict=True) if number != fold])
        ranks += [rank(group, weights) for group, number in zip(groups, own, strict=True) if number == fold]
    there = [rank(group, in_force) for group in groups]
    print(f"{name}: {len(groups)} questions; cross-validated {shares(ranks)}; in force {shares(there)}")
    return reciprocal(ranks), reciprocal(there)


def reciprocal(ranks: Sequence[int]) -> float:
    """The mean reciprocal rank, rounded so that the file reads well."""
    return round(float(np.mean([1 / rank for rank in ranks])), 4)


def rank(group: Group, weights: Array) -> int:
    """The rank of the first right candidate, from 1."""
    features, right = group
    return int(np.flatnonzero(right[np.argsort(-(features @ weights), kind="stable")])[0]) + 1


def shares(ranks: Sequence[int]) -> str:
    """Recall at 1 and 5 and the mean reciprocal rank as text."""
    measure: Callable[[int], float] = lambda k: float(np.mean([rank <= k for rank in ranks]))  # noqa: E731
    return f"@1 {measure(1):.3f} @5 {measure(5):.3f} MRR {reciprocal(ranks):.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
