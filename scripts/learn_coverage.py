"""Learn the coverage decision from the labelled objectives' development part; writes src/studybot/coverage/weights.json.

Run from the repository root with a built index: `.venv/bin/python scripts/learn_coverage.py [--dry-run]`. The held-back
part is not read here; `studybot.coverage.measure` reports on it.
"""

import argparse
import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from studybot.coverage.decide import SEARCHED, Searched, features_of, label_of, search_objectives
from studybot.coverage.evidence import Material
from studybot.coverage.labelled import Labelled, labelled_path, read_labelled
from studybot.coverage.measure import Measured, measure
from studybot.coverage.model import COLUMNS, WEIGHTS_FILE, Model
from studybot.evaluate.dataset import read_dataset
from studybot.settings import Settings
from studybot.wiring import open_studybot

STRENGTH = 0.05  # inverse of the L2 penalty
QUESTION = 0.15  # weight of a question of the course's evaluation: answerable means taught, unanswerable means not covered
WITHOUT = 0.15  # weight of a covered objective whose sections were taken out of the course: it is no longer covered
FOLDS, REPEATS = 8, 3
CODES = {"none": 0, "partial": 1, "covered": 2}
DEEP = 40  # hits from which those of the removed sections are taken out


class Questions(NamedTuple):
    """Rows of questions, and whether the course answers each."""

    rows: np.ndarray
    answerable: np.ndarray


def main() -> None:
    """Learn, report cross-validated figures, write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dry-run", action="store_true", help="report, but leave the weights as they are")
    dry_run = arguments.parse_args().dry_run
    warnings.simplefilter("ignore", ConvergenceWarning)
    settings = Settings()
    studybot = open_studybot(settings)
    passages = studybot.backend.passages()
    labelled = [one for one in read_labelled(labelled_path(settings.course)) if one.part == "dev"]
    material = Material(passages)
    deep = search_objectives([one.objective for one in labelled], material, studybot.embedder, studybot.backend, k=DEEP)
    rows = np.array([features_of(_cut(one), material) for one in deep])
    truth = np.array([CODES[one.label] for one in labelled])
    owners, without = _without_sections(labelled, deep, passages)
    asked = read_dataset(settings.course / "evaluation" / "dev.jsonl").cases
    found = search_objectives([one.question for one in asked], material, studybot.embedder, studybot.backend)
    questions = Questions(np.array([features_of(one, material) for one in found]), np.array([one.answerable for one in asked]))
    chances = _cross_validated(rows, truth, owners, without, questions)
    none_below, covered_from = _thresholds(chances, truth)
    model = _fit(rows, truth, without, questions).model_copy(update={"none_below": none_below, "covered_from": covered_from})
    guessed = [label_of((float(a), float(b), float(c)), model)[0] for a, b, c in chances]
    print(_lines(measure([one.label for one in labelled], guessed), none_below, covered_from))
    if not dry_run:
        path = Path("src/studybot/coverage") / WEIGHTS_FILE
        path.write_text(json.dumps(json.loads(model.model_dump_json()), indent=1) + "\n", encoding="utf-8")
        print(f"wrote {path}")


def _cut(searched: Searched, gone: frozenset[str] = frozenset()) -> Searched:
    """What the search gives without the passages of some sections."""
    hits = tuple([hit for hit in hits if hit.passage.id.rsplit("/", 1)[0] not in gone][:SEARCHED] for hits in searched.hits)
    return Searched(searched.texts, hits)


def _without_sections(
    labelled: Sequence[Labelled], deep: Sequence[Searched], passages: Sequence
) -> tuple[np.ndarray, np.ndarray]:
    """For each covered objective the row it has in a course without its sections, and which objective it is."""
    owners, rows = [], []
    for number, (one, searched) in enumerate(zip(labelled, deep, strict=True)):
        if one.label == "covered":
            gone = frozenset(one.sections)
            rest = Material([passage for passage in passages if passage.id.rsplit("/", 1)[0] not in gone])
            owners.append(number)
            rows.append(features_of(_cut(searched, gone), rest))
    return np.array(owners), np.array(rows)


def _cross_validated(
    rows: np.ndarray, truth: np.ndarray, owners: np.ndarray, without: np.ndarray, questions: Questions
) -> np.ndarray:
    """Chances (n, 3) of each objective from models that have not seen it, averaged over repeated folds."""
    total = np.zeros((len(truth), 3))
    for repeat in range(REPEATS):
        for seen, held in StratifiedKFold(FOLDS, shuffle=True, random_state=repeat).split(rows, truth):
            model = _fit(rows[seen], truth[seen], without[np.isin(owners, seen)], questions)
            total[held] += [model.chances(row) for row in rows[held].tolist()]
    return total / REPEATS


def _fit(rows: np.ndarray, truth: np.ndarray, without: np.ndarray, questions: Questions) -> Model:
    sure = questions.rows[questions.answerable]
    taught, taught_intercept = _logistic(
        np.vstack([rows, sure]),
        np.concatenate([truth >= 1, np.ones(len(sure), dtype=bool)]),
        np.concatenate([np.ones(len(rows)), np.full(len(sure), QUESTION)]),
        rows,
    )
    whole, whole_intercept = _logistic(
        np.vstack([rows, questions.rows, without]),
        np.concatenate([truth >= 2, questions.answerable, np.zeros(len(without), dtype=bool)]),
        np.concatenate([np.ones(len(rows)), np.full(len(questions.rows), QUESTION), np.full(len(without), WITHOUT)]),
        rows,
    )
    return Model(
        columns=COLUMNS, taught=taught, taught_intercept=taught_intercept, whole=whole, whole_intercept=whole_intercept
    )


def _logistic(rows: np.ndarray, answers: np.ndarray, weights: np.ndarray, scale: np.ndarray) -> tuple[tuple[float, ...], float]:
    """L2 logistic regression on columns standardised by `scale`; returns weights in the columns' own units."""
    scaler = StandardScaler().fit(scale)
    fitted = LogisticRegression(C=STRENGTH, max_iter=5000).fit(scaler.transform(rows), answers, sample_weight=weights)
    own = fitted.coef_[0] / scaler.scale_
    return tuple(round(float(one), 6) for one in own), round(float(fitted.intercept_[0] - own @ scaler.mean_), 6)


def _thresholds(chances: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """The two chances that give the best accuracy less the share of covered/none confusions; ties go to the middle."""

    def value(none_below: float, covered_from: float) -> tuple[float, float]:
        guessed = np.where(1 - chances[:, 0] < none_below, 0, np.where(chances[:, 2] >= covered_from, 2, 1))
        swapped = np.mean(np.abs(guessed - truth) == 2)
        return float(np.mean(guessed == truth) - swapped), -abs(none_below - 0.5) - abs(covered_from - 0.5)

    grid = [round(0.3 + 0.05 * step, 2) for step in range(9)]
    return max(((low, high) for low in grid for high in grid), key=lambda pair: value(*pair))


def _lines(measured: Measured, none_below: float, covered_from: float) -> str:
    return f"cross-validated on the development part\n{measured.text()}\nnone below {none_below}, covered from {covered_from}"


if __name__ == "__main__":
    main()
