"""Hits put into a better order by a model that reads question and text together.

AnswerReranker, the default, mixes the packaged answer scorer with what the search thinks of passages and units; CrossReranker
orders passages by any sentence-transformers CrossEncoder.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from studybot.errors import ModelError
from studybot.index.encode import model_folder
from studybot.index.fusion import ASKING, softmax, taught
from studybot.index.scorer.model import AnswerScorer
from studybot.types import Hit, Match, Understanding

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

PASSAGES, PASSAGE_TOKENS = 8, 200  # passages that are read, and how much of each
UNITS, UNIT_TOKENS = 20, 112  # the likeliest units of the passages found
RANK_WEIGHT = 2.0  # what ln(rank by search) weighs against the score of a passage
UNIT_WEIGHT, CHANCE_WEIGHT = 0.5, 0.6  # what the score of a unit weighs, and ln(chance by search)
LEAST_CHANCE = 1e-9
PASSAGE_SIGNAL, UNIT_SIGNAL = "passage_answers", "unit_answers"  # scores of a hit's passage and of its best unit, where read
Wording = Callable[[str], Mapping[tuple[int, int], str]]  # passage id -> how each of its units reads alone


class AnswerReranker:
    """Mixes the answer scorer into the order of passages and into the chances of units, and leaves its scores as signals."""

    def __init__(self, scorer: AnswerScorer, wording: Wording) -> None:
        self._scorer = scorer
        self._wording = wording

    def rerank(self, question: Understanding, hits: Sequence[Hit]) -> list[Hit]:
        """Return the same hits, best first, ranks renumbered, their units by mixed chances."""
        if not hits:
            return []
        read = self._scorer.score(question.text, [hit.passage.context for hit in hits[:PASSAGES]], PASSAGE_TOKENS)
        mixed = np.asarray(read - RANK_WEIGHT * np.log(np.arange(1, len(read) + 1)), dtype=np.float32)
        mixed = taught(mixed, np.array([hit.passage.role in ASKING for hit in hits[: len(read)]]))
        order = [*np.argsort(-mixed, kind="stable").tolist(), *range(len(read), len(hits))]
        signals: list[dict[str, float]] = [{PASSAGE_SIGNAL: score} for score in read.tolist()]
        signals += [{} for _ in hits[len(read) :]]
        matches = self._units(question, hits, signals)
        return [
            hits[place].model_copy(
                update={"rank": rank, "matches": matches[place], "signals": hits[place].signals | signals[place]}
            )
            for rank, place in enumerate(order, start=1)
        ]

    def _units(
        self, question: Understanding, hits: Sequence[Hit], signals: Sequence[dict[str, float]]
    ) -> list[tuple[Match, ...]]:
        """The matches of each hit with their new chances; the score of the best unit that was read goes into its signals."""
        units = [(place, match) for place, hit in enumerate(hits) for match in hit.matches if match.kind != "passage"]
        if not units:
            return [hit.matches for hit in hits]
        read = sorted(range(len(units)), key=lambda number: -units[number][1].score)[:UNITS]
        texts = [self._text(hits[place], match) for place, match in (units[number] for number in read)]
        scores = self._scorer.score(question.text, texts, UNIT_TOKENS)
        everywhere = np.full(len(units), scores.min(), dtype=np.float32)  # what was not read answers no better than what was
        everywhere[read] = scores
        chances = np.log([max(match.score, LEAST_CHANCE) for _, match in units])
        asking = np.array([hits[place].passage.role in ASKING for place, _ in units])
        mixed = softmax(taught(np.asarray(UNIT_WEIGHT * everywhere + CHANCE_WEIGHT * chances, dtype=np.float32), asking))
        for number in read:
            own = signals[units[number][0]]
            own[UNIT_SIGNAL] = max(own.get(UNIT_SIGNAL, -np.inf), float(everywhere[number]))
        found: list[list[Match]] = [[] for _ in hits]
        for (place, match), chance in zip(units, mixed.tolist(), strict=True):
            found[place].append(match.model_copy(update={"score": chance}))
        return [
            (*sorted(own, key=lambda match: -match.score), *(match for match in hit.matches if match.kind == "passage"))
            for own, hit in zip(found, hits, strict=True)
        ]

    def _text(self, hit: Hit, match: Match) -> str:
        """A unit as it reads alone, its headings in front."""
        passage = hit.passage
        own = self._wording(passage.id).get((match.start, match.end))
        return own or f"{' > '.join(passage.path)}: {passage.text[match.start - passage.start : match.end - passage.start]}"


class CrossReranker:
    """Orders hits with a sentence-transformers CrossEncoder, given by folder or by its name in the local model cache."""

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
            reason = " ".join(str(error).split())[:160]
            raise ModelError(
                f"reranker {model!r} cannot be loaded ({reason}): set STUDYBOT_RERANKER to a CrossEncoder's folder"
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
