"""Learn the judge's trees from the development questions: `python scripts/learn_judge.py`.

Gradient boosting on the signals of each question, first whether the course answers, then, among questions that it does not
answer, whether they belong to another subject. The cut is chosen on cross-validated chances so that a fixed share of
answerable questions is refused. Twins (an answerable question and its unanswerable double) stay in one fold.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from training import SEED, Sample, samples

import studybot.answer
from studybot.answer.assistant import Assistant
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.judge import MODEL_FILE, packaged_model
from studybot.answer.signals import SIGNALS, signals
from studybot.index.files import load
from studybot.index.local import LocalBackend
from studybot.settings import Settings
from studybot.wiring import Studybot, open_studybot

FOLDS = 10
TWINS = "ps"  # first letters of the ids of questions written in pairs: one answerable, its double not
REFUSED = 0.04  # share of answerable questions that may be refused: the target is 0.08 on questions not seen
PLAIN_REFUSED = (
    0.08  # the same without a bank, where right and wrong are harder to tell and a wrong answer is the worse mistake
)
TREES, DEPTH, RATE, LEAF = 250, 3, 0.04, 8
PLAIN_TREES = 150

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]


def main() -> None:
    """Learn, report and, when asked, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="replace the packaged model")
    write = options.parse_args().write
    opened = open_studybot(Settings())
    found = samples(opened)
    answerable = np.array([bool(sample.case["answerable"]) for sample in found])
    groups = np.array([group(sample) for sample in found])
    rows = np.array([row(opened.assistant, sample) for sample in found])
    cut = learned_cut(found, rows, answerable, groups)
    print("without a bank:")
    bare = without_bank(opened)
    plain_rows = np.array([row(bare, sample) for sample in found])
    plain_cut = learned_cut(found, plain_rows, answerable, groups, PLAIN_REFUSED)
    other = np.array([is_outside(sample) for sample in found])[~answerable]
    outside = cross_validated(rows[~answerable], other, groups[~answerable])
    print(
        f"outside among unanswerable: AUC {roc_auc_score(other, outside):.3f}, right {np.mean((outside >= 0.5) == other):.3f}"
    )
    model = {
        "signals": SIGNALS,
        "covered": ensemble(classifier().fit(rows, answerable), cut),
        "plain": ensemble(classifier(trees=PLAIN_TREES).fit(plain_rows, answerable), plain_cut),
        "outside": ensemble(classifier(trees=60).fit(rows[~answerable], other), 0.5),
    }
    if write:
        path = Path(str(studybot.answer.__file__)).parent / MODEL_FILE
        path.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"written to {path.name}")


def learned_cut(
    found: list[Sample], rows: Matrix, answerable: Mask, groups: NDArray[np.str_], refused: float = REFUSED
) -> float:
    """Return the border between yes and no, and print what it gives."""
    chances = cross_validated(rows, answerable, groups)
    # The border is set on questions as learners ask them; twins are written to lie close to it.
    natural = answerable & np.array([sample.case["id"][0] not in TWINS for sample in found])
    cut = float(np.quantile(chances[natural], refused))
    report(found, answerable, chances, cut)
    return cut


def without_bank(opened: Studybot) -> Assistant:
    """The assistant of the same course without its question bank: what most other courses are."""
    _, content, dense = load(opened.settings.index)
    kept = np.array([entry.kind not in ("bank", "gap") for entry in content.entries])
    backend = LocalBackend()
    entries = [entry for entry, keep in zip(content.entries, kept, strict=True) if keep]
    backend.replace(content.passages, entries, dense.vectors[kept])
    full = opened.assistant
    return Assistant(opened.embedder, backend, ExtractiveComposer(), vocabulary=full.vocabulary, judge_model=packaged_model())


def row(assistant: Assistant, sample: Sample) -> list[float]:
    """The signals of a question in the order of SIGNALS."""
    hits, known = assistant.retrieve(sample.understood, sample.vectors), assistant.vocabulary
    found = signals(sample.understood, hits, known.rarity, assistant.told, known.strangeness)
    return [found[name] for name in SIGNALS]


def group(sample: Sample) -> str:
    """Twins follow one another and share a group; the lines of a conversation do too."""
    case = sample.case
    if case["id"][0] in TWINS:
        return f"{case['id'][0]}{(int(case['id'][1:]) - 1) // 2}"
    return str(case.get("conversation") or case["id"])


def is_outside(sample: Sample) -> bool:
    """Whether an unanswerable question is about another subject altogether."""
    return not sample.case["topic"] or str(sample.case.get("note", "")).startswith("off-topic")


def classifier(trees: int = TREES) -> GradientBoostingClassifier:
    """The learner, seeded."""
    return GradientBoostingClassifier(
        n_estimators=trees,
        max_depth=DEPTH,
        learning_rate=RATE,
        subsample=0.6,
        max_features=0.3,
        min_samples_leaf=LEAF,
        random_state=SEED % 2**31,
    )


def cross_validated(rows: Matrix, labels: Mask, groups: NDArray[np.str_]) -> Matrix:
    """The chance of each row from trees that have not seen its group."""
    names = np.unique(groups)
    fold = dict(zip(names, np.random.default_rng(SEED).integers(0, FOLDS, len(names)), strict=True))
    own = np.array([fold[name] for name in groups])
    chances = np.zeros(len(rows))
    for number in range(FOLDS):
        learned = classifier().fit(rows[own != number], labels[own != number])
        chances[own == number] = learned.predict_proba(rows[own == number])[:, 1]
    return chances


def report(found: list[Sample], answerable: Mask, chances: Matrix, cut: float) -> None:
    """Print right and false refusals at the cut, in all and by source."""
    sources = np.array([sample.case["id"][0] for sample in found])
    for name in ("all", *sorted(set(sources))):
        chosen = np.full(len(found), True) if name == "all" else sources == name
        yes, no = chances[chosen & answerable], chances[chosen & ~answerable]
        right = np.mean(no < cut) if len(no) else float("nan")
        wrong = np.mean(yes < cut) if len(yes) else float("nan")
        both = roc_auc_score(answerable[chosen], chances[chosen]) if len(yes) and len(no) else float("nan")
        print(
            f"{name:4} answerable {len(yes):4} unanswerable {len(no):4} AUC {both:.3f}"
            f" right refusals {right:.3f} false {wrong:.3f}"
        )


def ensemble(learned: GradientBoostingClassifier, cut: float) -> dict[str, Any]:
    """The trees as plain JSON, leaves already multiplied by the learning rate."""
    trees = []
    for estimator in learned.estimators_[:, 0]:
        tree = estimator.tree_
        trees.append(
            {
                "feature": [int(one) if one >= 0 else -1 for one in tree.feature],
                "threshold": [round(float(one), 6) for one in tree.threshold],
                "left": [int(one) for one in tree.children_left],
                "right": [int(one) for one in tree.children_right],
                "value": [round(float(one) * RATE, 6) for one in tree.value[:, 0, 0]],
            }
        )
    odds = float(np.mean(learned._raw_predict_init(np.zeros((1, learned.n_features_in_)))))
    return {"start": round(odds, 6), "trees": trees, "cut": round(cut, 6)}


if __name__ == "__main__":
    main()
