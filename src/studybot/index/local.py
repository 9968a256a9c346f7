"""LocalBackend: dense and lexical search over entries, fused into a ranking of passages."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studybot.errors import NotFound
from studybot.index.dense import DenseIndex
from studybot.index.features import BANK, FEATURES, EntryTable, Scores
from studybot.index.fusion import diversify, interleave, midway, order, softmax
from studybot.index.lexical import LexicalIndex
from studybot.index.ranking import RankingModel
from studybot.index.spans import PassageUnits
from studybot.ports import Vectors
from studybot.text import stems
from studybot.types import Entry, Hit, Passage, Understanding

NEAREST = 800  # entries that FAISS returns for a text; all others count as the last of them
ALIKE = 0.8  # share of stems (Jaccard) above which two passages say the same


UNKNOWN_RARITY = 7.0  # a word that the course never says is as rare as can be


class TextScores(NamedTuple):
    """What one searched text scores: passages (p,), their features (p, f), entries by dense and lexical search (n,).

    `asked` weighs the stems of the text by how rare they are; the weights sum to 1.
    """

    passages: Scores
    features: Scores
    dense: Scores
    lexical: Scores
    asked: dict[str, float]


class LocalBackend:
    """Passages in memory, found through their entries; holds an exact FAISS index and BM25 postings."""

    def __init__(self, ranking: RankingModel | None = None) -> None:
        self._ranking = ranking or RankingModel.packaged()
        self.replace([], [], np.zeros((0, 1), dtype=np.float32))

    def replace(self, passages: Sequence[Passage], entries: Sequence[Entry], vectors: Vectors) -> None:
        """Replace the whole content at once; `vectors[i]` belongs to `entries[i]`."""
        self.fill(passages, entries, DenseIndex.of(vectors))

    def fill(self, passages: Sequence[Passage], entries: Sequence[Entry], dense: DenseIndex) -> None:
        """Replace the content, with the dense index of all entries already built."""
        self._passages = list(passages)
        gaps = np.array([entry.kind == "gap" for entry in entries], dtype=bool)
        vectors = dense.vectors
        self._gaps = DenseIndex.of(vectors[gaps]) if gaps.any() else None
        dense = DenseIndex.of(vectors[~gaps]) if gaps.any() else dense
        entries = [entry for entry in entries if entry.kind != "gap"]
        self._entries = entries
        self._places = {passage.id: place for place, passage in enumerate(passages)}
        self._table = EntryTable(entries, self._places, [passage.topic for passage in passages])
        self._dense = dense
        self._lexical = LexicalIndex([stems(entry.text) for entry in entries])
        self._with_heading: dict[str, list[int]] = {}
        for place, passage in enumerate(passages):
            for term in set(stems(" ".join(passage.path))):
                self._with_heading.setdefault(term, []).append(place)
        self._stems = [frozenset(stems(passage.text)) for passage in passages]
        self._of_passage: list[list[int]] = [[] for _ in passages]
        for position, place in enumerate(self._table.passage):
            self._of_passage[place].append(position)
        self._cached_units: list[PassageUnits | None] = [None] * len(passages)

    def passages(self, topic_id: str | None = None) -> list[Passage]:
        """Return all passages in course order, or those of one topic."""
        return [passage for passage in self._passages if topic_id is None or passage.topic == topic_id]

    def passage(self, passage_id: str) -> Passage:
        """Return one passage; raises NotFound."""
        place = self._places.get(passage_id)
        if place is None:
            raise NotFound(f"there is no passage {passage_id!r}: see 'studybot topics --passages'")
        return self._passages[place]

    def questions(self, passage_id: str) -> list[str]:
        """Return the questions of the course's bank that a passage answers, in the bank's order."""
        place = self._places.get(passage_id)
        if place is None:
            return []
        return [self._entries[position].text for position in self._of_passage[place] if self._table.kind[position] == BANK]

    def idf(self, term: str) -> float | None:
        """Return how rare a stem is in the course, None when the course does not have it."""
        return self._lexical.idf(term)

    def search(self, question: Understanding, vectors: Vectors, *, k: int) -> list[Hit]:
        """Return up to `k` hits, best first. `vectors` has one row for the text and one for each of its parts."""
        if not self._passages:
            return []
        found = self.scored(question, vectors)
        kept = self.ranked(question, found, k)
        chances = self._chances(kept, found)
        shared = self._gap_signals(vectors[0])
        return [self._hit(place, rank, found, chances[rank - 1], shared) for rank, place in enumerate(kept, start=1)]

    def scored(self, question: Understanding, vectors: Vectors) -> list[TextScores]:
        """Return the scores of the text and of each of its parts.

        A part leans on the whole: "and what does each further one cost?" names its subject in the other half.
        """
        texts = [question.text, *question.parts][: len(vectors)]
        whole, *parts = [self._scores(text, vector) for text, vector in zip(texts, vectors, strict=True)]
        return [whole, *(part._replace(passages=midway(part.passages, whole.passages)) for part in parts)]

    def ranked(self, question: Understanding, found: Sequence[TextScores], k: int) -> list[int]:
        """Return the places of up to `k` passages of the topic, best first: those of the whole text and its parts in turns."""
        allowed = self._allowed(question.question.topic)
        rankings = [order(np.where(allowed, scores.passages, -np.inf), k * 3) for scores in found]
        return diversify(interleave(rankings), self._alike, k)

    def features(self, text: str, vector: Vectors) -> tuple[Scores, Scores, Scores]:
        """Return (passages, features) of one text, and its (n,) dense and lexical entry scores."""
        best, positions = self._dense.search(vector[None, :], NEAREST)
        floor = float(best[0, -1])
        dense = np.full(len(self._entries), floor, dtype=np.float32)
        dense[positions[0]] = best[0]
        terms = stems(text)
        mass = sum(max(self._lexical.idf(term) or 0.0, 0.0) for term in set(terms))
        lexical = self._lexical.scores(terms) / max(2.5 * mass, 1.0)
        by_kind = self._table.filled(self._table.best(dense, floor))
        top = by_kind.max(axis=1)
        heading = self._heading_shares(terms, mass)
        columns = [
            by_kind,
            self._table.filled(self._table.best(lexical, 0.0)),
            top[:, None],
            self._table.second(dense, positions[0], top, floor)[:, None],
            heading[:, None],
            self._table.by_topic(top)[:, None],
        ]
        return np.hstack(columns), dense, lexical

    def _heading_shares(self, terms: Sequence[str], mass: float) -> Scores:
        """Return (passages,): which share of the text's rare words stands in each passage's headings."""
        shares = np.zeros(len(self._passages), dtype=np.float32)
        for term in set(terms):
            shares[self._with_heading.get(term, [])] += max(self._lexical.idf(term) or 0.0, 0.0)
        return shares / max(mass, 1.0)

    def _scores(self, text: str, vector: Vectors) -> TextScores:
        features, dense, lexical = self.features(text, vector)
        rarity = {term: self._lexical.idf(term) or UNKNOWN_RARITY for term in stems(text)}
        mass = sum(rarity.values())
        asked = {term: weight / mass for term, weight in rarity.items()}
        return TextScores(self._ranking.score(features), features, dense, lexical, asked)

    def _allowed(self, topic: str | None) -> NDArray[np.bool_]:
        if topic is None:
            return np.ones(len(self._passages), dtype=bool)
        return np.array([passage.topic == topic for passage in self._passages], dtype=bool)

    def _alike(self, one: int, other: int) -> bool:
        first, second = self._stems[one], self._stems[other]
        return len(first & second) > ALIKE * len(first | second)

    def _chances(self, kept: Sequence[int], found: Sequence[TextScores]) -> list[Scores]:
        """For each passage the chance of each of its units to be the answer; for several parts the best of each one's."""
        if not kept:
            return []
        whole, *parts = [self.span_features(kept, scores) @ self._ranking.span_weights for scores in found]
        chances = np.max([softmax(midway(part, whole)) for part in parts] or [softmax(whole)], axis=0)
        return np.split(chances, np.cumsum([len(self.units(place).spans) for place in kept])[:-1])

    def span_features(self, kept: Sequence[int], scores: TextScores) -> Scores:
        """Return (units of all kept passages in order, SPAN_FEATURES) of one text."""
        ranking = sorted(kept, key=lambda place: -float(scores.passages[place]))
        top = float(scores.passages[ranking[0]])
        return np.vstack(
            [
                self.units(place).features(
                    scores.dense, scores.lexical, scores.asked, float(scores.passages[place]) - top, ranking.index(place)
                )
                for place in kept
            ]
        )

    def units(self, place: int) -> PassageUnits:
        """Return the units of the passage at a place in course order, with the entries that speak for them."""
        units = self._cached_units[place]
        if units is None:
            units = self._cached_units[place] = PassageUnits(self._passages[place], self._entries, self._of_passage[place])
        return units

    def _gap_signals(self, vector: Vectors) -> dict[str, float]:
        """How near the text is to questions that the course is known not to answer (0 without such a list)."""
        if self._gaps is None:
            return {}
        scores, _ = self._gaps.search(vector[None, :], 2)
        return {"gap_first": float(scores[0, 0]), "gap_second": float(scores[0, -1])}

    def _hit(self, place: int, rank: int, found: Sequence[TextScores], chances: Scores, shared: Mapping[str, float]) -> Hit:
        best = max(found, key=lambda scores: float(scores.passages[place]))
        signals = {name: float(best.features[place, number]) for number, name in enumerate(FEATURES)} | dict(shared)
        passage = self._passages[place]
        return Hit(
            passage=passage,
            rank=rank,
            score=float(best.passages[place]),
            signals=signals,
            nearest=self._nearest_question(place, best),
            matches=tuple(self.units(place).matches(passage, chances, best.dense)),
        )

    def _nearest_question(self, place: int, scores: TextScores) -> str:
        bank = [position for position in self._of_passage[place] if self._table.kind[position] == BANK]
        if not bank:
            return ""
        return self._entries[max(bank, key=lambda position: float(scores.dense[position]))].text
