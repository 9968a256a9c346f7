"""Learn the coverage decision from the labelled objectives' development part; writes src/studybot/coverage/weights.json.

Run from the repository root with a built index: `.venv/bin/python scripts/learn_coverage.py --write`. The held-back
part is not read here; `studybot.coverage.measure` reports on it.
"""

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from training import made, options, settle

import studybot.coverage as studybot_coverage
from studybot.coverage.decide import SEARCHED, Searched, evidence_of, read_objectives, search_objectives
from studybot.coverage.evidence import Material
from studybot.coverage.measure import Labelled, labelled_path, measure, read_labelled
from studybot.coverage.model import (
    COLUMNS,
    READ_COLUMNS,
    WEIGHTS_FILE,
    Chances,
    Label,
    Model,
    Reader,
    agreed,
    packaged_models,
    row_of,
)
from studybot.coverage.shelf import FILE
from studybot.evaluate.dataset import read_dataset
from studybot.served import Served
from studybot.settings import Settings
from studybot.wiring import open_studybot

STRENGTH = 0.02  # inverse of the L2 penalty
QUESTION = 0.05  # weight of a question of the course's evaluation: answerable means taught, unanswerable means not covered
WITHOUT = 0.05  # weight of a covered objective whose sections were taken out of the course: it is no longer covered
FOLDS, REPEATS = 8, 3
CODES = {"none": 0, "partial": 1, "covered": 2}
DEEP = 20  # hits from which those of the removed sections are taken out


Evidence = list[dict[str, float]]  # of an objective, then of each of its parts


class Learning(NamedTuple):
    """What is learned from: objectives with labels, covered ones without their sections (and whose), questions."""

    evidence: list[Evidence]
    truth: np.ndarray
    owners: np.ndarray
    without: list[Evidence]
    questions: list[Evidence]
    answerable: np.ndarray


class Rows(NamedTuple):
    """The same as rows of a model's columns."""

    rows: np.ndarray
    without: np.ndarray
    questions: np.ndarray


def main() -> int:
    """Learn, report cross-validated figures, and write or compare when asked."""
    chosen = options(__doc__)
    warnings.simplefilter("ignore", ConvergenceWarning)
    settings = Settings()
    studybot = open_studybot(settings)
    labelled = [one for one in read_labelled(labelled_path(settings.course)) if one.part == "dev"]
    if (settings.data / FILE).exists():
        labelled += read_labelled(settings.data / FILE)
    learning = _gather(studybot, labelled)
    learned: dict[str, Any] = {}
    truth = [one.label for one in labelled]
    figures: dict[str, float] = {}
    in_force: dict[str, float] = {}
    for name, columns, there in (("read", READ_COLUMNS, packaged_models().read), ("plain", COLUMNS, packaged_models().plain)):
        held_out = measure(truth, _cross_validated(learning, columns))
        print(f"{name}, cross-validated on the development part\n{held_out.text()}\n")
        figures[name] = round(held_out.accuracy, 4)
        in_force[name] = round(measure(truth, [agreed(*there.judge(rows))[0] for rows in learning.evidence]).accuracy, 4)
        every = np.ones(len(labelled), dtype=bool)
        learned[name] = json.loads(_fit(learning, _rows(learning, columns), every, columns).model_dump_json())
    data = [labelled_path(settings.course), settings.course / "evaluation" / "dev.jsonl"]
    return settle(
        Path(str(studybot_coverage.__file__)).parent / WEIGHTS_FILE,
        {"made": made(studybot, data, figures), **learned},
        chosen,
        in_force,
    )


def _gather(studybot: Served, labelled: Sequence[Labelled]) -> Learning:
    material = Material(studybot.backend.passages())
    deep = search_objectives([one.objective for one in labelled], material, studybot.embedder, studybot.backend, k=DEEP)
    asked = read_dataset(studybot.settings.course / "evaluation" / "dev.jsonl").cases
    found = search_objectives([one.question for one in asked], material, studybot.embedder, studybot.backend)
    owners, without = _without_sections(labelled, deep, material, studybot.reader)
    return Learning(
        [evidence_of(one, material) for one in read_objectives([_cut(one) for one in deep], studybot.reader)],
        np.array([CODES[one.label] for one in labelled]),
        owners,
        without,
        [evidence_of(one, material) for one in read_objectives(found, studybot.reader)],
        np.array([one.answerable for one in asked]),
    )


def _cut(searched: Searched, gone: frozenset[str] = frozenset()) -> Searched:
    """What the search gives without the passages of some sections."""
    hits = tuple([hit for hit in hits if hit.passage.id.rsplit("/", 1)[0] not in gone][:SEARCHED] for hits in searched.hits)
    return Searched(searched.texts, hits)


def _without_sections(
    labelled: Sequence[Labelled], deep: Sequence[Searched], material: Material, reader: Reader | None
) -> tuple[np.ndarray, list[Evidence]]:
    """For each covered objective the evidence it has in a course without its sections, and which objective it is."""
    owners, rows = [], []
    for number, (one, searched) in enumerate(zip(labelled, deep, strict=True)):
        if one.label == "covered":
            gone = frozenset(one.sections)
            owners.append(number)
            rows.append(evidence_of(read_objectives([_cut(searched, gone)], reader)[0], material.without(gone)))
    return np.array(owners), rows


def _rows(learning: Learning, columns: Sequence[str]) -> Rows:
    groups = (learning.evidence, learning.without, learning.questions)
    return Rows(*(np.array([row_of(one[0], one[1:], columns) for one in group]) for group in groups))


def _cross_validated(learning: Learning, columns: Sequence[str]) -> list[Label]:
    """The label of each objective from models that have not seen it, chances averaged over repeated folds."""
    rows = _rows(learning, columns)
    whole = np.zeros((len(learning.truth), 3))
    parts = [np.zeros((len(one) - 1, 3)) for one in learning.evidence]
    for repeat in range(REPEATS):
        for seen, held in StratifiedKFold(FOLDS, shuffle=True, random_state=repeat).split(rows.rows, learning.truth):
            chosen = np.isin(np.arange(len(learning.truth)), seen)
            model = _fit(learning, rows, chosen, columns)
            for place in held:
                own, alone = model.judge(learning.evidence[place])
                whole[place] += np.array(own) / REPEATS
                parts[place] += np.array(alone) / REPEATS
    return [agreed(_chances(own), [_chances(part) for part in alone])[0] for own, alone in zip(whole, parts, strict=True)]


def _chances(row: np.ndarray) -> Chances:
    none, partial, covered = row.tolist()
    return none, partial, covered


def _fit(learning: Learning, every: Rows, chosen: np.ndarray, columns: Sequence[str]) -> Model:
    """Learn from the chosen objectives, those of them without their sections, and all questions."""
    rows, truth = every.rows[chosen], learning.truth[chosen]
    without = every.without[chosen[learning.owners]]
    sure = every.questions[learning.answerable]
    taught, taught_intercept = _logistic(
        np.vstack([rows, sure]),
        np.concatenate([truth >= 1, np.ones(len(sure), dtype=bool)]),
        np.concatenate([np.ones(len(rows)), np.full(len(sure), QUESTION)]),
        rows,
    )
    whole, whole_intercept = _logistic(
        np.vstack([rows, every.questions, without]),
        np.concatenate([truth >= 2, learning.answerable, np.zeros(len(without), dtype=bool)]),
        np.concatenate([np.ones(len(rows)), np.full(len(every.questions), QUESTION), np.full(len(without), WITHOUT)]),
        rows,
    )
    return Model(
        columns=tuple(columns),
        taught=taught,
        taught_intercept=taught_intercept,
        whole=whole,
        whole_intercept=whole_intercept,
    )


def _logistic(rows: np.ndarray, answers: np.ndarray, weights: np.ndarray, scale: np.ndarray) -> tuple[tuple[float, ...], float]:
    """L2 logistic regression on columns standardised by `scale`; returns weights in the columns' own units."""
    scaler = StandardScaler().fit(scale)
    fitted = LogisticRegression(C=STRENGTH, max_iter=5000).fit(scaler.transform(rows), answers, sample_weight=weights)
    own = fitted.coef_[0] / scaler.scale_
    return tuple(round(float(one), 6) for one in own), round(float(fitted.intercept_[0] - own @ scaler.mean_), 6)


if __name__ == "__main__":
    raise SystemExit(main())
