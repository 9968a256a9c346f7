"""Hits put into a better order by a model that reads question and text together.

AnswerReranker, the default, mixes the packaged answer scorer with what the search thinks of passages and units; CrossReranker
orders passages by any sentence-transformers CrossEncoder.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studybot.errors import ModelError, first_line
from studybot.index.encode import model_folder
from studybot.index.fusion import softmax, taught
from studybot.index.scorer.model import AnswerScorer, packaged_scorer
from studybot.types import ASKING, Hit, Match, Understanding

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

PASSAGES, PASSAGE_TOKENS = 20, 200  # passages that may be read, and how much of each
UNITS, UNIT_TOKENS = 32, 112  # the likeliest units of the passages found
LEAST_SHARE = 0.001  # of the likeliest unit's chance: a unit with less comes to nothing, whatever it says
READ_HITS = 5  # hits whose units are read alone
RANK_WEIGHT, FOUND_WEIGHT = 1.0, 1.0  # what ln(rank by search) and the score by search weigh against that of a passage
UNIT_WEIGHT, CHANCE_WEIGHT = 0.5, 0.6  # what the score of a unit weighs, and ln(chance by search)
FAR = 10.0  # a hit that the search puts so far behind (ranks and scores weighed as above) has no unit of its own read
LEAST_CHANCE = 1e-9
# A passage scores mostly as its best unit does, a little higher (correlation .88, standard deviation 2): one that promises so
# much less than another is not read, and stands where its promise puts it.
HIGHER, NO_UNIT, MARGIN = 0.6, -4.0, 7.0
ANSWERING = 0.0  # score from which a unit is likelier to answer than not
UNREAD = -6.0  # the most that a unit counts which was not read
PASSAGE_SIGNAL, UNIT_SIGNAL = "passage_answers", "unit_answers"  # scores of a hit's passage and of its best unit, where read
Wording = Callable[[str], Mapping[tuple[int, int], str]]  # passage id -> how each of its units reads alone


class AnswerReranker:
    """Mixes the answer scorer into the order of passages and into the chances of units, and leaves its scores as signals.

    Reading costs more than all else of an answer: units are read first, and of the passages those that can still lead.
    """

    reach = PASSAGES

    def __init__(self, scorer: AnswerScorer, wording: Wording) -> None:
        self._scorer = scorer
        self._wording = wording

    def rerank(self, question: Understanding, hits: Sequence[Hit]) -> list[Hit]:
        """Return the same hits, best first, ranks renumbered, their units by mixed chances."""
        if not hits:
            return []
        signals: list[dict[str, float]] = [{} for _ in hits]
        matches = self._units(question, hits, signals)
        return [
            hits[place].model_copy(
                update={"rank": rank, "matches": matches[place], "signals": hits[place].signals | signals[place]}
            )
            for rank, place in enumerate(self._order(question, hits, signals), start=1)
        ]

    def _order(self, question: Understanding, hits: Sequence[Hit], signals: Sequence[dict[str, float]]) -> list[int]:
        """The places of the hits, best first; the scores of passages that were read go into their signals."""
        readable = range(min(PASSAGES, len(hits)))
        penalty = _penalty(hits[:PASSAGES])
        scores = np.array([signals[place].get(UNIT_SIGNAL, NO_UNIT - HIGHER) + HIGHER for place in readable])
        promise = scores - penalty
        chosen = [place for place in readable if place == 0 or promise[place] >= promise.max() - MARGIN]
        scores[chosen] = self._score(question, [hits[place].passage.context for place in chosen], PASSAGE_TOKENS)
        for place in chosen:
            signals[place][PASSAGE_SIGNAL] = float(scores[place])
        mixed = taught(np.asarray(scores - penalty, dtype=np.float32), _asking(hits, signals)[readable])
        return [*np.argsort(-mixed, kind="stable").tolist(), *range(len(readable), len(hits))]

    def _score(self, question: Understanding, texts: Sequence[str], tokens: int) -> NDArray[np.float32]:
        """How well each text answers the question, or the sentence of it that asks where the whole is cut or unanswered.

        A follow-up is read without the subject in front: what was found is about that, as its headings say.
        """
        scores = self._scorer.score(question.focus or question.text, texts, tokens)
        if not question.asked or (scores.max() >= ANSWERING and not self._scorer.cuts(question.text)):
            return scores
        return np.maximum(scores, self._scorer.score(question.asked, texts, tokens))

    def read_units(self, text: str, hits: Sequence[Hit], most: int) -> list[float]:
        """Return how well each of the likeliest units of the first hits, at most so many, answers a text, best first."""
        units = [(hit, match) for hit in hits[:READ_HITS] for match in hit.matches if match.kind != "passage"]
        likeliest = sorted(units, key=lambda unit: -unit[1].score)[:most]
        scores = self._scorer.score(text, [self._text(hit, match) for hit, match in likeliest], UNIT_TOKENS)
        return sorted(scores.tolist(), reverse=True)

    def _units(
        self, question: Understanding, hits: Sequence[Hit], signals: Sequence[dict[str, float]]
    ) -> list[tuple[Match, ...]]:
        """The matches of each hit with their new chances; the score of the best unit that was read goes into its signals."""
        units = [(place, match) for place, hit in enumerate(hits) for match in hit.matches if match.kind != "passage"]
        if not units:
            return [hit.matches for hit in hits]
        likeliest = sorted(range(len(units)), key=lambda number: -units[number][1].score)[:UNITS]
        least = LEAST_SHARE * units[likeliest[0]][1].score
        read = [number for number in likeliest if units[number][1].score >= least]
        near = set(np.flatnonzero(_penalty(hits[:PASSAGES]) < FAR).tolist())
        read = list(dict.fromkeys([*read, *(number for place, number in _firsts(units).items() if place in near)]))
        texts = [self._text(hits[place], match) for place, match in (units[number] for number in read)]
        scores = self._score(question, texts, UNIT_TOKENS)
        everywhere = np.full(len(units), min(scores.min(), UNREAD), dtype=np.float32)
        everywhere[read] = scores
        for number in read:
            own = signals[units[number][0]]
            own[UNIT_SIGNAL] = max(own.get(UNIT_SIGNAL, -np.inf), float(everywhere[number]))
        chances = np.log([max(match.score, LEAST_CHANCE) for _, match in units])
        asking = _asking(hits, signals)[[place for place, _ in units]]
        mixed = softmax(taught(np.asarray(UNIT_WEIGHT * everywhere + CHANCE_WEIGHT * chances, dtype=np.float32), asking))
        found: list[list[Match]] = [[] for _ in hits]
        for (place, match), chance in zip(units, mixed.tolist(), strict=True):
            found[place].append(match.scored(chance))
        return [
            (*sorted(own, key=lambda match: -match.score), *(match for match in hit.matches if match.kind == "passage"))
            for own, hit in zip(found, hits, strict=True)
        ]

    def _text(self, hit: Hit, match: Match) -> str:
        """A unit as it reads alone, its headings in front."""
        passage = hit.passage
        own = self._wording(passage.id).get((match.start, match.end))
        return own or f"{passage.heading}: {passage.cut(match)}"


def _asking(hits: Sequence[Hit], signals: Sequence[Mapping[str, float]]) -> NDArray[np.bool_]:
    """Return (n,) which hits stand behind what teaches: what only asks, as long as something that teaches answers."""
    asking = np.array([hit.passage.role in ASKING for hit in hits])
    teaching = [own.get(UNIT_SIGNAL, NO_UNIT) for own, asks in zip(signals, asking, strict=True) if not asks]
    return asking & (max(teaching, default=NO_UNIT) >= ANSWERING)


def _penalty(hits: Sequence[Hit]) -> NDArray[np.float64]:
    """Return (n,) what the search counts against each hit."""
    found = np.array([hit.score for hit in hits])
    return np.asarray(RANK_WEIGHT * np.log(np.arange(1, len(hits) + 1)) + FOUND_WEIGHT * (found.max() - found))


def _firsts(units: Sequence[tuple[int, Match]]) -> dict[int, int]:
    """The likeliest unit of each hit, by the places of both."""
    likeliest = sorted(range(len(units)), key=lambda number: -units[number][1].score)
    firsts: dict[int, int] = {}
    for number in likeliest:
        firsts.setdefault(units[number][0], number)
    return firsts


class CrossReranker:
    """Orders hits with a sentence-transformers CrossEncoder, given by folder or by its name in the local model cache."""

    reach = 0

    def __init__(self, model: "CrossEncoder") -> None:
        self._model = model

    @classmethod
    def load(cls, model: str) -> "CrossReranker":
        """Load `model`; raises ModelError when it is not on this machine or is no CrossEncoder."""
        folder = model_folder(model)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import CrossEncoder  # noqa: PLC0415  # seconds to import: only where it is used

        try:
            return cls(CrossEncoder(str(folder), device="cpu"))
        except Exception as error:  # the loader raises whatever its many formats raise
            raise ModelError(
                f"reranker {model!r} cannot be loaded ({first_line(error)}): set STUDYBOT_RERANKER to a CrossEncoder's folder"
            ) from error

    def rerank(self, question: Understanding, hits: Sequence[Hit]) -> list[Hit]:
        """Return the same hits, best first, ranks renumbered; hits that score alike keep their order."""
        if len(hits) < 2:
            return list(hits)
        scores = np.asarray(
            self._model.predict([(question.text, hit.passage.context) for hit in hits], show_progress_bar=False)
        )
        order = np.argsort(-scores.reshape(-1), kind="stable")
        return [hits[place].model_copy(update={"rank": rank}) for rank, place in enumerate(order, start=1)]


def load_reranker(name: str, wording: Wording, *, packaged: bool) -> "AnswerReranker | CrossReranker | None":
    """Return the reranker of this name, None for none; the `packaged` one reads units in a `wording`."""
    if name in ("", "none"):
        return None
    return AnswerReranker(packaged_scorer(), wording) if packaged else CrossReranker.load(name)
