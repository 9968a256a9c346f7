"""Learn the coverage decision from the labelled objectives' development part; writes src/studybot/coverage/weights.json.

Run from the repository root with a built index: `.venv/bin/python scripts/learn_coverage.py --write`. The held-back
part is not read here; `studybot.coverage.measure` reports on it.
"""

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
from training import made, options, settle

import studybot.coverage as studybot_coverage
from studybot.coverage.decide import SEARCHED, Searched, features_of, label_of, search_objectives
from studybot.coverage.evidence import Material
from studybot.coverage.labelled import Labelled, labelled_path, read_labelled
from studybot.coverage.measure import measure
from studybot.coverage.model import COLUMNS, WEIGHTS_FILE, Model
from studybot.coverage.overruled import FILE
from studybot.evaluate.dataset import read_dataset
from studybot.settings import Settings
from studybot.wiring import open_studybot

STRENGTH = 0.02  # inverse of the L2 penalty
QUESTION = 0.05  # weight of a question of the course's evaluation: answerable means taught, unanswerable means not covered
WITHOUT = 0.05  # weight of a covered objective whose sections were taken out of the course: it is no longer covered
FOLDS, REPEATS = 8, 3
CODES = {"none": 0, "partial": 1, "covered": 2}
DEEP = 20  # hits from which those of the removed sections are taken out


class Questions(NamedTuple):
    """Rows of questions, and whether the course answers each."""

    rows: np.ndarray
    answerable: np.ndarray


def main() -> int:
    """Learn, report cross-validated figures, and write or compare when asked."""
    chosen = options(__doc__)
    warnings.simplefilter("ignore", ConvergenceWarning)
    settings = Settings()
    studybot = open_studybot(settings)
    labelled = [one for one in read_labelled(labelled_path(settings.course)) if one.part == "dev"]
    if (settings.data / FILE).exists():
        labelled += read_labelled(settings.data / FILE)
    material = Material(studybot.backend.passages())
    deep = search_objectives([one.objective for one in labelled], material, studybot.embedder, studybot.backend, k=DEEP)
    rows = np.array([features_of(_cut(one), material) for one in deep])
    truth = np.array([CODES[one.label] for one in labelled])
    owners, without = _without_sections(labelled, deep, material)
    asked = read_dataset(settings.course / "evaluation" / "dev.jsonl").cases
    found = search_objectives([one.question for one in asked], material, studybot.embedder, studybot.backend)
    questions = Questions(np.array([features_of(one, material) for one in found]), np.array([one.answerable for one in asked]))
    chances = _cross_validated(rows, truth, owners, without, questions)
    guessed = [label_of((float(a), float(b), float(c)))[0] for a, b, c in chances]
    print(f"cross-validated on the development part\n{measure([one.label for one in labelled], guessed).text()}")
    model = _fit(rows, truth, without, questions)
    data = [labelled_path(settings.course), settings.course / "evaluation" / "dev.jsonl"]
    learned = json.loads(model.model_dump_json()) | {"made": made(studybot, data)}
    return settle(Path(str(studybot_coverage.__file__)).parent / WEIGHTS_FILE, learned, chosen)


def _cut(searched: Searched, gone: frozenset[str] = frozenset()) -> Searched:
    """What the search gives without the passages of some sections."""
    hits = tuple([hit for hit in hits if hit.passage.id.rsplit("/", 1)[0] not in gone][:SEARCHED] for hits in searched.hits)
    return Searched(searched.texts, hits)


def _without_sections(
    labelled: Sequence[Labelled], deep: Sequence[Searched], material: Material
) -> tuple[np.ndarray, np.ndarray]:
    """For each covered objective the row it has in a course without its sections, and which objective it is."""
    owners, rows = [], []
    for number, (one, searched) in enumerate(zip(labelled, deep, strict=True)):
        if one.label == "covered":
            gone = frozenset(one.sections)
            owners.append(number)
            rows.append(features_of(_cut(searched, gone), material.without(gone)))
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


if __name__ == "__main__":
    raise SystemExit(main())
