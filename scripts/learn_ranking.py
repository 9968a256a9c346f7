"""Learn the weights of the ranking model from the development questions: `python scripts/learn_ranking.py`.

Two listwise softmax regressions (L2, deterministic): passages are ranked so that those with evidence come first, then the
units of the ten best passages. Prints cross-validated recall against the weights in force; `--write` replaces them.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from training import SEED, Sample, relevant_passages, samples

import studybot.index
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


def main() -> None:
    """Learn, report and, when asked, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="replace the packaged weights")
    write = options.parse_args().write
    studybot = open_studybot(Settings())
    backend = studybot.backend
    answerable = [one for one in samples(studybot) if one.case["answerable"]]
    groups = [group for group in (passage_group(backend, one) for one in answerable) if group[1].any()]
    report("passages", groups, np.asarray(RankingModel.packaged().weights, dtype=float))
    weights = fit(groups)
    learned_backend = LocalBackend(RankingModel(named(FEATURES, weights), {}))
    _, content, dense = studybot._index
    learned_backend.fill(content.passages, content.entries, dense)
    spans = [group for group in (span_group(learned_backend, one) for one in answerable) if group[1].any()]
    report("spans", spans, np.asarray(RankingModel.packaged().span_weights, dtype=float))
    learned = {"weights": named(FEATURES, weights), "span_weights": named(SPAN_FEATURES, fit(spans))}
    print(json.dumps(learned, indent=1))
    if write:
        path = Path(studybot_folder()) / WEIGHTS_FILE
        path.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")
        print(f"written to {path.name}")


def studybot_folder() -> str:
    """The folder of the package that holds the weights."""
    return str(Path(studybot.index.__file__).parent)


def named(names: Sequence[str], weights: Array) -> dict[str, float]:
    """Weights by name, rounded so that the file reads well."""
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def passage_group(backend: LocalBackend, sample: Sample) -> Group:
    """The features of all passages and which hold evidence."""
    features, _, _ = backend.features(sample.understood.text, sample.vectors[0])
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


def report(name: str, groups: Sequence[Group], in_force: Array) -> None:
    """Print recall of the first and the first five candidates: cross-validated, and of the weights in force."""
    folds = np.random.default_rng(SEED).integers(0, FOLDS, len(groups))
    ranks: list[int] = []
    for fold in range(FOLDS):
        weights = fit([group for group, own in zip(groups, folds, strict=True) if own != fold])
        ranks += [rank(group, weights) for group, own in zip(groups, folds, strict=True) if own == fold]
    print(
        f"{name}: {len(groups)} questions; cross-validated {shares(ranks)};"
        f" in force {shares([rank(group, in_force) for group in groups])}"
    )


def rank(group: Group, weights: Array) -> int:
    """The rank of the first right candidate, from 1."""
    features, right = group
    return int(np.flatnonzero(right[np.argsort(-(features @ weights), kind="stable")])[0]) + 1


def shares(ranks: Sequence[int]) -> str:
    """Recall at 1 and 5 and the mean reciprocal rank as text."""
    measure: Callable[[int], float] = lambda k: float(np.mean([one <= k for one in ranks]))  # noqa: E731
    return f"@1 {measure(1):.3f} @5 {measure(5):.3f} MRR {np.mean([1 / one for one in ranks]):.3f}"


if __name__ == "__main__":
    main()
