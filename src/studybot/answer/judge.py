"""covered | not_covered | outside, from calibrated signals, learned by `scripts/learn_judge.py`.

Ensembles of trees look at what the search found; where the answer scorer has read it, a logistic function weighs its scores
with theirs. Courses without a question bank are decided by few signals that mean the same in every course.
Gradient boosting (Friedman, "Greedy Function Approximation", 2001); the trees are plain JSON, walked without a library.
"""

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from studybot.answer.choose import likeliest_units
from studybot.answer.define import is_defined
from studybot.answer.nearest import about, reason
from studybot.answer.signals import ANSWERS, CARRIED, UNKNOWN_RARITY, CourseWords, signals
from studybot.facts.language import language
from studybot.learned import fits, packaged
from studybot.text import is_unspaced, spoken, stems
from studybot.types import Certainty, Hit, Match, Understanding, Value, Verdict

MODEL_FILE = "judge.json"
# The borders of the three bands of certainty, on the confidence of a verdict.
ANSWERED = 0.7  # from here on the course answers
CLOSEST = 0.5  # from here on what is found is the closest in the course; below, it is not covered
MOSTLY = 0.8  # share of what a question asks, by rarity, that the course never says, from which its words alone answer nothing
SHORT = 3  # content words of a question that asks what one thing is
_TAG = re.compile(r"<(script|style)\b.*?(</\1>|\Z)|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)


class Tree(Value):
    """One regression tree: node i asks whether signal `feature[i]` is at most `threshold[i]`; a leaf has feature -1."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]


class Ensemble(Value):
    """A boosted ensemble: the chance is the logistic function of `start` plus all trees; `cut` divides yes from no."""

    start: float
    trees: tuple[Tree, ...]
    cut: float

    def chance(self, row: Sequence[float]) -> float:
        """Return the chance, 0 to 1, for a row of signals."""
        return _logistic(self.logit(row))

    def logit(self, row: Sequence[float]) -> float:
        """Return `start` plus the leaves that a row of signals falls into: all trees are walked together, level by level."""
        feature, threshold, children, value = self._table
        signals, trees = np.asarray(row, dtype=np.float64), np.arange(len(self.trees))
        node = np.zeros(len(self.trees), dtype=np.int64)
        while (inner := feature[trees, node] >= 0).any():
            goes_right = inner & (signals[feature[trees, node]] > threshold[trees, node])
            node = children[goes_right.astype(np.int64), trees, node]
        return float(self.start + float(value[trees, node].sum()))

    @cached_property
    def _table(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
        """All trees side by side, (trees, nodes): feature, threshold, both children (a leaf is its own), value."""
        nodes = max((len(tree.feature) for tree in self.trees), default=1)
        shape = (len(self.trees), nodes)
        feature, threshold, value = np.full(shape, -1), np.zeros(shape), np.zeros(shape)
        children = np.tile(np.arange(nodes), (2, len(self.trees), 1))
        for place, tree in enumerate(self.trees):
            size = len(tree.feature)
            inner = np.array(tree.feature) >= 0
            feature[place, :size], threshold[place, :size], value[place, :size] = tree.feature, tree.threshold, tree.value
            children[0, place, :size][inner] = np.array(tree.left)[inner]
            children[1, place, :size][inner] = np.array(tree.right)[inner]
        return feature, threshold, children, value


class Logistic(Value):
    """A logistic function of named signals; `cut` divides yes from no, and a signal that is not known is as `usual`."""

    start: float
    weights: dict[str, float]
    cut: float
    usual: dict[str, float] = Field(default_factory=dict)

    def chance(self, found: Mapping[str, float]) -> float:
        """Return the chance, 0 to 1, for signals by name."""
        logit = self.start + sum(weight * {**self.usual, **found}[name] for name, weight in self.weights.items())
        return _logistic(logit)


class JudgeModel(Value):
    """Whether the course answers, and, when not, whether the question belongs to another subject altogether.

    The trees of `covered` decide where the best passage has questions in the course's bank, `bare` where it has none; `read`
    and `bare_read` where the answer scorer has read what was found. `plain` are the trees of a course without its bank.
    """

    made: Mapping[str, Any] = Field(default_factory=dict)  # what it was learned from
    fits: bool = True  # whether what looks at the embedder's cosines was learned with the embedder that is used
    signals: tuple[str, ...]
    covered: Ensemble
    plain: Ensemble
    outside: Ensemble
    read: Logistic
    bare: Logistic
    bare_read: Logistic


@cache
def packaged_model() -> JudgeModel:
    """The judge that comes with studybot."""
    return JudgeModel.model_validate(packaged("studybot.answer", MODEL_FILE))


def fitting_model(embedder: str) -> JudgeModel:
    """The packaged judge; with another embedder than it was learned with, the answer scorer and names decide without trees."""
    return packaged_model().model_copy(update={"fits": fits("studybot.answer", MODEL_FILE, embedder)})


def judge(
    question: Understanding, hits: Sequence[Hit], course: CourseWords, model: JudgeModel, read: Sequence[Hit] = ()
) -> Verdict:
    """Return the outcome with the calibrated chance that the course answers (CLOSEST is the border), and the reason.

    `hits` are as the search found them, `read` the same hits with what a reranker made of them, if there is one. Whoever names
    a thing of the course asks about it, whatever else may be said of the question: that is never outside.
    """
    if not hits or not question.terms or not stems(_TAG.sub(" ", question.text)):
        return Verdict(outcome="outside", confidence=0.0, reason="The course has nothing on this.")
    found = signals(question, hits, course.rarity, course.told, course.strangeness)
    if not hits[0].nearest and found["unknown"] >= 1.0:
        return Verdict(outcome="outside", confidence=0.0, reason="The course has none of these words.")
    if _is_unsaid(question, found, read):
        return Verdict(
            outcome="not_covered", confidence=0.0, reason=reason(question, course.rarity, course.told(hits[0].passage))
        )
    banked = bool(hits[0].nearest) and model.fits
    row = [found[name] for name in model.signals]
    likeliest = likeliest_units(read or hits)
    known = found | answers(read)
    if not banked and model.fits and likeliest and answers(read):
        known[CARRIED] = course.carried(question, said_by(*likeliest[0]))
    confidence = _confidence(model, known, row, banked)
    if is_defined(question, likeliest, language(spoken())):
        confidence = max(confidence, ANSWERED)
    if confidence >= CLOSEST:
        return Verdict(outcome="covered", confidence=confidence)
    if banked and model.outside.chance(row) >= model.outside.cut and not course.names(question.text):
        return Verdict(outcome="outside", confidence=confidence, reason="This is not a subject of the course.")
    nearest = about(question, hits, course.rarity)[0].passage
    return Verdict(outcome="not_covered", confidence=confidence, reason=reason(question, course.rarity, course.told(nearest)))


def _is_unsaid(question: Understanding, found: Mapping[str, float], read: Sequence[Hit]) -> bool:
    """Whether what was found cannot answer, since the course never says what is asked about.

    "What is Glacier storage?" where nobody ever says Glacier: what storage is answers something else. Where words alone
    were compared, what was found may share no more than a verb ("How is coffee made?" in a course about tea). Where what
    was found has been read, that tells: "what is the downside of block storage?" asks of it in a word of its own.
    """
    if answers(read):
        return False
    alone = spoken() != "en" and not is_unspaced(question.text)
    undefined = question.kind == "definition" and len(question.terms) <= SHORT and found["rarest_unsaid"] >= UNKNOWN_RARITY
    return undefined or (alone and found["unknown"] >= MOSTLY)


def said_by(match: Match, hit: Hit) -> str:
    """Return a unit below its headings, as its meaning is compared."""
    return f"{hit.passage.heading}: {hit.passage.cut(match)}"


def answers(read: Sequence[Hit]) -> dict[str, float]:
    """Return the best score that a reranker gave to a unit and to a passage; nothing where it left none."""
    scores = {name: [hit.signals[name] for hit in read if name in hit.signals] for name in ANSWERS}
    return {name: max(values) for name, values in scores.items() if values}


def _confidence(model: JudgeModel, found: Mapping[str, float], row: Sequence[float], banked: bool) -> float:
    """The chance that the course answers, by the part of the model that fits what is known."""
    was_read = all(name in found for name in ANSWERS)
    if banked and not was_read:
        return _centred(model.covered.chance(row), model.covered.cut)
    decision = model.read if banked else model.bare_read if was_read else model.bare
    known = {**found, "trees": model.covered.logit(row)} if banked else found
    return _centred(decision.chance(known), decision.cut)


def certainty_of(verdict: Verdict) -> Certainty:
    """Return the band that a reader sees: the one place that reads the border."""
    if verdict.outcome != "covered":
        return "not_covered"
    return "answered" if verdict.confidence >= ANSWERED else "closest"


def _logistic(logit: float) -> float:
    """The logistic function, which no logit is too large for."""
    return 1.0 / (1.0 + math.exp(-logit)) if logit > 0 else 1.0 - 1.0 / (1.0 + math.exp(max(logit, -700.0)))


def _centred(chance: float, cut: float) -> float:
    """Move the border from `cut` to CLOSEST and keep the order."""
    return CLOSEST * chance / cut if chance < cut else CLOSEST + (1.0 - CLOSEST) * (chance - cut) / (1.0 - cut)
