"""Learn when a text goes on from its conversation: `python scripts/learn_followup.py --write`.

A logistic function, learned on the later turns of development conversations and on single questions that are asked after
another one of which they know nothing. Right is the reading whose search finds the evidence higher; where both find it alike,
what the turn was written as, with less weight. Held out by conversation.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from training import SEED, SETS, folds, made, options, read_cases, settle

import studybot.answer
from studybot.answer.assistant import Assistant
from studybot.answer.leaning import MODEL_FILE, leaning, packaged_model
from studybot.settings import Settings
from studybot.text import squash
from studybot.types import Answer, Hit, Question
from studybot.wiring import open_studybot

TALKS = (*SETS, "tutor.jsonl", "tutor-test.jsonl", "followups.jsonl")
SIGNALS = ("leans", "new", "words", "gain")
FOLDS = 5
SWITCHES = 300  # single questions
ALIKE = 0.3  # weight of a turn that both readings find alike
CUT = 0.36  # a subject in front harms a new question less than its lack a follow-up


class Turn(NamedTuple):
    """The signals of a turn, how high its evidence stands in either reading, and whether it was written to go on."""

    group: str
    signals: list[float]
    carried: float
    alone: float
    follows: bool

    @property
    def goes_on(self) -> bool:
        """Whether the reading with the subject in front is the right one."""
        return self.follows if self.carried == self.alone else self.carried > self.alone

    @property
    def weight(self) -> float:
        """What the turn counts."""
        return ALIKE if self.carried == self.alone else 1.0


def main() -> int:
    """Learn, report, and write or compare when asked."""
    chosen = options(__doc__)
    opened = open_studybot(Settings(reranker="none"))
    data = [opened.settings.course / "evaluation" / name for name in TALKS]
    cases = read_cases(data)
    turns = [*conversations(opened.assistant, cases), *switches(opened.assistant, cases)]
    table, right = np.array([turn.signals for turn in turns]), np.array([turn.goes_on for turn in turns])
    weight = np.array([turn.weight for turn in turns])
    own = folds([turn.group for turn in turns], FOLDS)
    held = np.zeros(len(turns))
    for fold in range(FOLDS):
        held[own == fold] = fitted(table, right, weight, own != fold).predict_proba(table[own == fold])[:, 1]
    report(turns, right, weight, held)
    model = fitted(table, right, weight, np.ones(len(turns), dtype=bool))
    weights = {name: round(float(value), 4) for name, value in zip(SIGNALS, model.coef_[0], strict=True)}
    there = packaged_model()
    in_force = [there.chance(dict(zip(SIGNALS, turn.signals, strict=True))) for turn in turns]
    figures = {"area under ROC": area(right, weight, held)}
    learned = {
        "made": made(opened, data, figures),
        "start": round(float(model.intercept_[0]), 4),
        "weights": weights,
        "cut": CUT,
    }
    return settle(
        Path(str(studybot.answer.__file__)).parent / MODEL_FILE,
        learned,
        chosen,
        {"area under ROC": area(right, weight, np.array(in_force))},
    )


def conversations(assistant: Assistant, cases: Sequence[dict[str, Any]]) -> Iterator[Turn]:
    """The later turns of conversations, after what was asked before."""
    history: dict[str, list[Answer]] = defaultdict(list)
    for case in sorted((case for case in cases if case.get("conversation")), key=lambda case: case["turn"]):
        before = history[case["conversation"]]
        if before and case["answerable"] and case["evidence"]:
            yield from turn(assistant, case, before, follows=True)
        before.append(asked(assistant, case, before))


def switches(assistant: Assistant, cases: Sequence[dict[str, Any]]) -> Iterator[Turn]:
    """Single questions in a mixed order, each after the one before it; and once more within each topic.

    Who asks on in a topic says nothing that was not spoken of before, and still asks a new question.
    """
    single = [case for case in cases if not case.get("conversation") and case["evidence"] and case["id"][0] in "dabth"]
    mixed = [single[place] for place in np.random.default_rng(SEED).permutation(len(single))[:SWITCHES]]
    for order in (mixed, sorted(mixed, key=lambda case: str(case["topic"]))):
        for before, after in pairwise(order):
            yield from turn(assistant, after, [asked(assistant, before, [])], follows=False)


def asked(assistant: Assistant, case: dict[str, Any], history: Sequence[Answer]) -> Answer:
    """What a later turn knows of a question: how it was understood, and what the search found."""
    question = assistant.meaning.understand(Question(text=case["question"]), history)
    hits = assistant.search(question, assistant.encode([question])[0])
    return Answer(question=question.question, understood=question.text, outcome="not_covered", hits=tuple(hits))


def turn(assistant: Assistant, case: dict[str, Any], history: Sequence[Answer], *, follows: bool) -> Iterator[Turn]:
    """A question in its conversation, where it may be read in two ways."""
    readings = assistant.meaning.readings(Question(text=case["question"]), history)
    if len(readings) < 2:
        return
    found = [assistant.search(one, rows) for one, rows in zip(readings, assistant.encode(readings), strict=True)]
    known = assistant.vocabulary
    signals = leaning(readings[1], (found[0], found[1]), history, assistant.meaning.names, known.rarity, assistant.told)
    evidence = [[squash(quote) for quote in item] for item in case["evidence"]]
    carried, alone = (height(hits, evidence) for hits in found)
    yield Turn(case.get("conversation") or case["id"], [signals[name] for name in SIGNALS], carried, alone, follows)


def area(right: np.ndarray, weight: np.ndarray, chances: np.ndarray) -> float:
    """The area under the ROC curve, rounded so that the file reads well."""
    return round(float(roc_auc_score(right, chances, sample_weight=weight)), 4)


def height(hits: Sequence[Hit], evidence: Sequence[Sequence[str]]) -> float:
    """The mean reciprocal rank of the pieces of evidence."""
    texts = [squash(hit.passage.text) for hit in hits]
    ranks = [[rank for rank, text in enumerate(texts, 1) if any(quote in text for quote in item)] for item in evidence]
    return float(np.mean([1 / own[0] if own else 0.0 for own in ranks]))


def fitted(table: np.ndarray, right: np.ndarray, weight: np.ndarray, used: np.ndarray) -> LogisticRegression:
    """A logistic regression in the signals' own units."""
    spread, mean = table.std(axis=0) + 1e-6, table.mean(axis=0)
    model = LogisticRegression(C=0.3).fit((table[used] - mean) / spread, right[used], sample_weight=weight[used])
    model.coef_ = model.coef_ / spread
    model.intercept_ = model.intercept_ - model.coef_[0] @ mean
    return model


def report(turns: Sequence[Turn], right: np.ndarray, weight: np.ndarray, held: np.ndarray) -> None:
    """Print how high the evidence stands with the reading that is taken, held out, beside each alone and the better one."""
    print(f"{len(turns)} turns, area under ROC {area(right, weight, held):.3f}")
    for name, follows in (("goes on", True), ("another question", False)):
        rows = [(one, chance >= CUT) for one, chance in zip(turns, held, strict=True) if one.follows == follows]
        taken = [one.carried if goes_on else one.alone for one, goes_on in rows]
        means = [np.mean([one.carried for one, _ in rows]), np.mean([one.alone for one, _ in rows])]
        means += [np.mean(taken), np.mean([max(one.carried, one.alone) for one, _ in rows])]
        print(f"{name}: {len(rows)}; MRR carried, alone, taken, better: " + ", ".join(f"{value:.3f}" for value in means))


if __name__ == "__main__":
    raise SystemExit(main())
