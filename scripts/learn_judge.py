"""Learn the judge: `python scripts/learn_judge.py --write`.

Trees (gradient boosting) look at the signals of the development questions: whether the course answers, with its bank and
without, and among unanswerable ones whether they belong to another subject. The answer scorer has seen those questions, so
that what weighs its scores is learned on others: with a bank on the tutor set, without one on courses of other people
(`scripts/courses.py`), each judged by what the others taught. A question whose passages are taken away counts a little as one
that is not answered.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from courses import TEXTS, datasets, fetched
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from training import SEED, SETS, Sample, folds, made, options, read_cases, samples, searched, settle, without_bank

import studybot.answer
from studybot.answer.assistant import Assistant
from studybot.answer.choose import likeliest_units
from studybot.answer.judge import MODEL_FILE, Ensemble, answers, packaged_model, said_by
from studybot.answer.signals import ANSWERS, CARRIED, SIGNALS, signals
from studybot.index.rerank import AnswerReranker
from studybot.index.scorer.model import packaged_scorer
from studybot.served import Served
from studybot.settings import Settings
from studybot.text import squash
from studybot.types import Hit
from studybot.wiring import build_index, open_studybot

FOLDS = 10
TWINS = "ps"  # first letters of the ids of questions written in pairs: one answerable, its double not
REFUSED = 0.04  # share of answerable questions that may be refused: the target is 0.08 on questions not seen
PLAIN_REFUSED = 0.08  # without a bank right and wrong are harder to tell, and a wrong answer is the worse mistake
BARE_REFUSED = 0.08  # the same for what is learned on courses of other people, a quarter of it asked in other words
BARE_READ_REFUSED = 0.04  # read by the scorer as well
TREES, DEPTH, RATE, LEAF = 250, 3, 0.04, 8
PLAIN_TREES = 150
REMOVED = 0.15  # weight of a question whose passages were taken away
BALANCE = 0.5  # unanswerable questions weigh half as much as answerable ones, however many there are
FOUND = 10
READ = (*ANSWERS, "trees")  # what is weighed with a bank
BARE = ("dense_passage", "unknown", "rarest_unsaid_near", "unknown_name")  # without one, and without the scorer
BARE_READ = (*ANSWERS, "unknown_name", CARRIED)

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Row(NamedTuple):
    """The signals of a question, whether the course answers it, and whether its passages were taken away for that."""

    group: str
    found: dict[str, float]
    answerable: bool
    removed: bool


Decided = tuple[Row, bool]  # a question and whether it is answered


def main() -> int:
    """Learn, report, and write or compare when asked."""
    chosen = options(__doc__)
    opened = open_studybot(Settings(reranker="none"))
    evaluation = opened.settings.course / "evaluation"
    data = [evaluation / name for name in SETS]
    learned: dict[str, Any] = {"signals": list(SIGNALS), **trees(opened, read_cases(data))}
    covered = Ensemble.model_validate(learned["covered"])
    tutored = rows(opened.assistant, read_cases([evaluation / "tutor.jsonl"]), covered)
    decided: list[Decided] = []
    own = [f"{number}" for number in folds(groups(tutored), 5)]
    learned["read"] = weighed("read with a bank", tutored, READ, own, REFUSED, decided)
    there = packaged_model()
    of_trees = [
        row._replace(found={**row.found, "trees": there.covered.logit([row.found[name] for name in SIGNALS])})
        for row in tutored
    ]
    in_force = [(row, there.read.chance(row.found) >= there.read.cut) for row in of_trees]
    names = fetched()
    if names:
        others = [row._replace(group=name) for name in names for row in foreign(name)]
        of_course = groups(others)
        learned["bare"] = weighed("without a bank", others, BARE, of_course)
        learned["bare_read"] = weighed("read without a bank", others, BARE_READ, of_course, BARE_READ_REFUSED, decided)
        in_force += [(row, there.bare_read.chance(row.found) >= there.bare_read.cut) for row in others]
    else:
        print("no courses of other people are here ('python scripts/courses.py' fetches them): what they taught stays")
        learned |= {name: getattr(packaged_model(), name).model_dump() for name in ("bare", "bare_read")}
    used = [*data, evaluation / "tutor.jsonl", *(path for name in names for path in datasets(name))]
    learned = {"made": made(opened, used, right(decided)), **learned}
    return settle(Path(str(studybot.answer.__file__)).parent / MODEL_FILE, learned, chosen, right(in_force))


def right(decided: Sequence[Decided]) -> dict[str, float]:
    """Return the share of questions that are rightly answered, and rightly refused."""
    pairs = [(row.answerable, answered) for row, answered in decided if not row.removed]
    return {
        "rightly answered": round(float(np.mean([given for answerable, given in pairs if answerable])), 4),
        "rightly refused": round(float(np.mean([not given for answerable, given in pairs if not answerable])), 4),
    }


def trees(opened: Served, cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the ensembles by name: covered, plain (without the bank), outside."""
    asked = samples(opened.assistant, cases)
    answerable = np.array([bool(sample.case["answerable"]) for sample in asked])
    own = np.array([group(sample) for sample in asked])
    found = np.array([row(opened.assistant, sample) for sample in asked])
    cut = learned_cut(asked, found, answerable, own)
    print("without a bank:")
    bare = without_bank(opened)
    plain = np.array([row(bare, sample) for sample in asked])
    plain_cut = learned_cut(asked, plain, answerable, own, PLAIN_REFUSED)
    other = np.array([is_outside(sample) for sample in asked])[~answerable]
    outside = cross_validated(found[~answerable], other, own[~answerable])
    print(
        f"outside among unanswerable: AUC {roc_auc_score(other, outside):.3f}, right {np.mean((outside >= 0.5) == other):.3f}"
    )
    return {
        "covered": ensemble(classifier().fit(found, answerable), cut),
        "plain": ensemble(classifier(PLAIN_TREES).fit(plain, answerable), plain_cut),
        "outside": ensemble(classifier(60).fit(found[~answerable], other), 0.5),
    }


def foreign(name: str) -> list[Row]:
    """The rows of a course of other people, its index brought up to date."""
    folder = TEXTS / name
    settings = Settings(course=folder, index=TEXTS / "index" / name, data=TEXTS / "data" / name, reranker="none")
    build_index(settings)
    return rows(open_studybot(settings).assistant, read_cases(datasets(name)))


def rows(assistant: Assistant, cases: Sequence[dict[str, Any]], covered: Ensemble | None = None) -> list[Row]:
    """Return what is known of each question, read by the answer scorer; answerable ones also without their passages."""
    known, backend = assistant.vocabulary, searched(assistant)
    reader = AnswerReranker(packaged_scorer(), backend.wording)
    found: list[Row] = []

    def add(sample: Sample, hits: Sequence[Hit], answerable: bool, removed: bool) -> None:
        seen = signals(sample.understood, hits, known.rarity, assistant.told, known.strangeness)
        logit = covered.logit([seen[name] for name in SIGNALS]) if covered else 0.0
        read = reader.rerank(sample.understood, hits)
        borne = {} if covered else {CARRIED: assistant.words.carried(sample.understood, said_by(*likeliest_units(read)[0]))}
        found.append(Row(group(sample), {**seen, **answers(read), **borne, "trees": logit}, answerable, removed))

    for sample in samples(assistant, cases):
        hits = backend.search(sample.understood, sample.vectors, k=4 * FOUND)
        rest = [hit for hit in hits if not holds_evidence(hit, sample)]
        if hits:
            add(sample, backend.search(sample.understood, sample.vectors, k=FOUND), bool(sample.case["answerable"]), False)
        if sample.case["answerable"] and rest and len(rest) < len(hits):
            add(sample, [hit.model_copy(update={"rank": rank}) for rank, hit in enumerate(rest[:FOUND], 1)], False, True)
    return found


def holds_evidence(hit: Hit, sample: Sample) -> bool:
    """Whether a passage holds a piece of a question's evidence."""
    text = squash(hit.passage.text)
    return any(quote in text for item in sample.evidence for quote in item)


def groups(found: Sequence[Row]) -> list[str]:
    """The group of each row."""
    return [one.group for one in found]


def weighed(
    title: str,
    found: Sequence[Row],
    names: Sequence[str],
    own: Sequence[str],
    refused: float = BARE_REFUSED,
    decided: list[Decided] | None = None,
) -> dict[str, Any]:
    """Return a logistic function of some signals; its cut refuses that share of the answerable held out, added to `decided`."""
    table = np.array([[one.found[name] for name in names] for one in found])
    usual = dict(zip(names, table.mean(axis=0).tolist(), strict=True))
    answerable, removed = (np.array([getattr(one, name) for one in found]) for name in ("answerable", "removed"))
    held = np.zeros(len(found))
    for name in sorted(set(own)):
        away = np.array([group == name for group in own])
        start, weights = logistic(table[~away], answerable[~away], removed[~away])
        held[away] = start + table[away] @ weights
    border = float(np.quantile(held[answerable], refused))
    real = ~removed
    print(
        f"{title}: {answerable.sum()} answerable, {(real & ~answerable).sum()} not; held out: false refusals"
        f" {np.mean(held[answerable] < border):.3f}, right {np.mean(held[real & ~answerable] < border):.3f},"
        f" AUC {roc_auc_score(answerable[real], held[real]):.3f}"
    )
    if decided is not None:
        decided += zip(found, (held >= border).tolist(), strict=True)
    start, weights = logistic(table, answerable, removed)
    return {
        "start": round(start, 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        "cut": round(float(1 / (1 + np.exp(-border))), 4),
        "usual": {CARRIED: round(usual[CARRIED], 4)} if CARRIED in usual else {},
    }


def logistic(table: Matrix, answerable: Mask, removed: Mask) -> tuple[float, Matrix]:
    """L2 logistic regression in the signals' own units: intercept and weights."""
    spread, mean = table.std(axis=0) + 1e-6, table.mean(axis=0)
    weight = np.where(removed, REMOVED, 1.0)
    weight[~answerable] *= BALANCE * weight[answerable].sum() / weight[~answerable].sum()
    fitted = LogisticRegression(C=1.0).fit((table - mean) / spread, answerable, sample_weight=weight)
    own = fitted.coef_[0] / spread
    return float(fitted.intercept_[0] - own @ mean), own


def learned_cut(asked: list[Sample], found: Matrix, answerable: Mask, own: NDArray[np.str_], refused: float = REFUSED) -> float:
    """Return the border between yes and no, and print what it gives."""
    chances = cross_validated(found, answerable, own)
    # The border is set on questions as learners ask them; twins are written to lie close to it.
    natural = answerable & np.array([sample.case["id"][0] not in TWINS for sample in asked])
    cut = float(np.quantile(chances[natural], refused))
    report(asked, answerable, chances, cut)
    return cut


def row(assistant: Assistant, sample: Sample) -> list[float]:
    """The signals of a question in the order of SIGNALS."""
    hits, known = assistant.search(sample.understood, sample.vectors), assistant.vocabulary
    found = signals(sample.understood, hits, known.rarity, assistant.told, known.strangeness)
    return [found[name] for name in SIGNALS]


def group(sample: Sample) -> str:
    """Twins follow one another and share a group; the lines of a conversation do too."""
    case = sample.case
    if case["id"][0] in TWINS and case["id"][1:].isdigit():
        return f"{case['id'][0]}{(int(case['id'][1:]) - 1) // 2}"
    return str(case.get("conversation") or case["id"])


def is_outside(sample: Sample) -> bool:
    """Whether an unanswerable question is about another subject altogether."""
    return not sample.case["topic"] or str(sample.case.get("note", "")).startswith("off-topic")


def classifier(count: int = TREES) -> GradientBoostingClassifier:
    """The learner, seeded."""
    return GradientBoostingClassifier(
        n_estimators=count,
        max_depth=DEPTH,
        learning_rate=RATE,
        subsample=0.6,
        max_features=0.3,
        min_samples_leaf=LEAF,
        random_state=SEED % 2**31,
    )


def cross_validated(found: Matrix, labels: Mask, own: NDArray[np.str_]) -> Matrix:
    """The chance of each row from trees that have not seen its group."""
    fold = folds(own.tolist(), FOLDS)
    chances = np.zeros(len(found))
    for number in range(FOLDS):
        learned = classifier().fit(found[fold != number], labels[fold != number])
        chances[fold == number] = learned.predict_proba(found[fold == number])[:, 1]
    return chances


def report(asked: list[Sample], answerable: Mask, chances: Matrix, cut: float) -> None:
    """Print right and false refusals at the cut, in all and by source."""
    sources = np.array([sample.case["id"][0] for sample in asked])
    for name in ("all", *sorted(set(sources))):
        chosen = np.full(len(asked), True) if name == "all" else sources == name
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
    grown = []
    for estimator in learned.estimators_[:, 0]:
        tree = estimator.tree_
        grown.append(
            {
                "feature": [int(number) if number >= 0 else -1 for number in tree.feature],
                "threshold": [round(float(number), 6) for number in tree.threshold],
                "left": [int(number) for number in tree.children_left],
                "right": [int(number) for number in tree.children_right],
                "value": [round(float(number) * RATE, 6) for number in tree.value[:, 0, 0]],
            }
        )
    odds = float(np.mean(learned._raw_predict_init(np.zeros((1, learned.n_features_in_)))))
    return {"start": round(odds, 6), "trees": grown, "cut": round(cut, 6)}


if __name__ == "__main__":
    raise SystemExit(main())
