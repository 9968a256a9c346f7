"""LocalBackend: dense and lexical search over entries, fused into a ranking of passages."""

from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from studybot.errors import NotFound
from studybot.index.dense import DenseIndex
from studybot.index.features import BANK, FEATURES, EntryScores, EntryTable, Headings, Places, Scores
from studybot.index.fusion import alike, diversify, interleave, midway, order, shares, taught, teaching_first
from studybot.index.lexical import LexicalIndex, postings
from studybot.index.ranking import RankingModel
from studybot.index.scores import Near, TextScores
from studybot.index.spans import PassageUnits
from studybot.ports import Vectors
from studybot.text import in_language, stems
from studybot.types import ASKING, Entry, Hit, Passage, Understanding

NEAREST = 800  # entries that FAISS returns for a text; all others count as the last of them
SHARING = 10  # passages among whose units the chances of an answer are shared; units further back are measured by them
ALL = 1_000  # passages up to which every one is looked at
LOOKED_AT = 250  # entries, nearest to a text and sharing its words, whose passages are looked at in a larger course
UNKNOWN_RARITY = 7.0  # a word that the course never says is as rare as can be


class LocalBackend:
    """Passages in memory, found through their entries; holds an exact FAISS index and BM25 postings."""

    language = "en"  # of the course, whose words are stemmed
    reads = True  # whether the embedder knows the script of the course; if not, its vectors tell nothing

    def __init__(self, ranking: RankingModel | None = None) -> None:
        self._given = ranking
        self.replace([], [], np.zeros((0, 1), dtype=np.float32))

    def replace(self, passages: Sequence[Passage], entries: Sequence[Entry], vectors: Vectors) -> None:
        """Replace the whole content at once; `vectors[i]` belongs to `entries[i]`."""
        self.fill(passages, entries, DenseIndex.of(vectors))

    def fill(
        self, passages: Sequence[Passage], entries: Sequence[Entry], dense: DenseIndex, lexical: LexicalIndex | None = None
    ) -> None:
        """Replace the content, with the dense index of all entries, and the postings of those that lead to a passage."""
        self._passages = list(passages)
        gaps = np.array([entry.kind == "gap" for entry in entries], dtype=bool)
        first = int(gaps.argmax()) if gaps.any() else len(gaps)
        # A build writes gaps behind all others: then both parts are views of the vectors on disk.
        behind = bool(gaps[first:].all())
        self._gaps = DenseIndex.of(dense.vectors[first:] if behind else dense.vectors[gaps]) if gaps.any() else None
        self._dense = dense.first(first) if behind else DenseIndex.of(dense.vectors[~gaps])
        self._entries = entries = [entry for entry in entries if entry.kind != "gap"]
        self._places = {passage.id: place for place, passage in enumerate(passages)}
        self.ranking = self._given or RankingModel.packaged(banked=any(entry.kind == "bank" for entry in entries))
        self._table = EntryTable(entries, self._places, [passage.topic for passage in passages])
        self._lexical = lexical or postings(entries)
        self._headings = Headings([passage.path for passage in passages])
        self._stems: dict[int, frozenset[str]] = {}
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
        own = self._table.bank(self._places[passage_id]) if passage_id in self._places else ()
        return [self._entries[position].text for position in own]

    def wording(self, passage_id: str) -> dict[tuple[int, int], str]:
        """Return how each unit of a passage reads alone: with its headings, a row with its header."""
        entries = (self._entries[position] for position in self._table.of(self._places[passage_id]).tolist())
        return {(entry.start, entry.end): entry.text for entry in entries if entry.kind == "unit"}

    def idf(self, term: str) -> float | None:
        """Return how rare a stem is in the course, None when the course does not have it."""
        return self._lexical.idf(term)

    def nearness(self, vectors: Vectors) -> NDArray[np.float32]:
        """Return how near (cosine) each of (q, dimension) rows comes to what the course says and its bank asks, (2, q)."""
        scores, at = self._dense.search(vectors, NEAREST)
        return np.stack([(scores * ((self._table.kind[at] == BANK) == bank)).max(axis=1, initial=0) for bank in (False, True)])

    @in_language
    def search(self, question: Understanding, vectors: Vectors, *, k: int) -> list[Hit]:
        """Return up to `k` hits, best first. `vectors` has one row for the text and one for each of its parts."""
        return self._found(question, self._near(vectors), k) if self._passages else []

    @in_language
    def search_many(self, questions: Sequence[Understanding], vectors: Sequence[Vectors], *, k: int) -> list[list[Hit]]:
        """Return what `search` returns for each question with its vectors; many vectors are compared at once."""
        if not self._passages:
            return [[] for _ in questions]
        near = iter(self._near(np.vstack(vectors)) if vectors else [])
        pairs = zip(questions, vectors, strict=True)
        return [self._found(question, list(islice(near, len(rows))), k) for question, rows in pairs]

    def _found(self, question: Understanding, near: Sequence[Near], k: int) -> list[Hit]:
        found = self._scored(question, near)
        kept = teaching_first(self.ranked(question, found, k), self._passages)
        chances = self._chances(kept, found)
        signals = near[0].gaps
        return [self._hit(place, rank, found, chances[rank - 1], signals) for rank, place in enumerate(kept, start=1)]

    def _near(self, vectors: Vectors) -> list[Near]:
        """What is near to each row of (q, dimension) vectors."""
        scores, positions = self._dense.search(vectors, NEAREST)
        gaps: list[dict[str, float]] = [{} for _ in vectors]
        if self._gaps is not None:
            nearest, _ = self._gaps.search(vectors, 2)
            gaps = [{"gap_first": float(row[0]), "gap_second": float(row[-1])} for row in nearest]
        return [Near(*row) for row in zip(scores, positions, gaps, strict=True)]

    @in_language
    def scored(self, question: Understanding, vectors: Vectors) -> list[TextScores]:
        """Return the scores of the text and of each of its parts.

        A part leans on the whole: "and what does each further one cost?" names its subject in the other half.
        """
        return self._scored(question, self._near(vectors))

    def _scored(self, question: Understanding, near: Sequence[Near]) -> list[TextScores]:
        texts = [question.text, *question.parts][: len(near)]
        found = [self._entry_scores(text, nearest) for text, nearest in zip(texts, near, strict=True)]
        places = self._candidates(found, question.question.topic)
        whole, *parts = [self._text_scores(text, scores, places) for text, scores in zip(texts, found, strict=True)]
        return [whole, *(part._replace(passages=midway(part.passages, whole.passages)) for part in parts)]

    def _candidates(self, found: Sequence[EntryScores], topic: str | None) -> Places:
        """The places of the passages that are looked at: all, or what the nearest entries and those with most words lead to."""
        if len(self._passages) <= ALL:
            return np.arange(len(self._passages))
        leading = [self._table.in_topic(topic)] if topic else []
        for one in found:
            sharing = self._lexical.with_rarest(one.weights)
            said = one.lexical[sharing]
            best = sharing[np.argpartition(-said, LOOKED_AT)[:LOOKED_AT]] if len(said) > LOOKED_AT else sharing
            leading += [self._table.passage[one.nearest[:LOOKED_AT]], self._table.passage[best]]
        return np.unique(np.concatenate(leading))

    def ranked(self, question: Understanding, found: Sequence[TextScores], k: int) -> list[int]:
        """Return the places of up to `k` passages of the topic, best first: those of the whole text and its parts in turns."""
        topic = question.question.topic
        rankings = [order(scores.passages, k * 3) for scores in (found if topic is None else self._within(found, topic))]
        return diversify(interleave(rankings), lambda one, other: alike(self._stems_of(one), self._stems_of(other)), k)

    def _within(self, found: Sequence[TextScores], topic: str) -> list[TextScores]:
        """Scores of which those of passages out of the topic are -inf."""
        inside = np.full(len(self._passages), -np.inf, dtype=np.float32)
        inside[self._table.in_topic(topic)] = 0
        return [scores._replace(passages=scores.passages + inside) for scores in found]

    @in_language
    def features(self, text: str, vector: Vectors) -> Scores:
        """Return (passages, features) of one text."""
        scores = self._entry_scores(text, self._near(vector[None, :])[0])
        return self._features(scores, np.arange(len(self._passages)))

    def _entry_scores(self, text: str, near: Near) -> EntryScores:
        floor = float(near.scores[-1])
        terms = stems(text)
        weights = {term: max(self._lexical.idf(term) or 0.0, 0.0) for term in terms}
        lexical = self._lexical.scores(terms, 1 / max(2.5 * sum(weights.values()), 1.0))
        if not self.reads:  # how near two texts are, told by the words that they share
            dense = np.sqrt(self._lexical.shared(terms))
            return EntryScores(dense, lexical, np.argsort(-dense, kind="stable")[:NEAREST], 0.0, weights)
        dense = np.full(len(self._entries), floor, dtype=np.float32)
        dense[near.positions] = near.scores
        return EntryScores(dense, lexical, near.positions, floor, weights)

    def _features(self, scores: EntryScores, places: Places) -> Scores:
        heading = self._headings.shares(scores.weights, sum(scores.weights.values()))[places]
        return np.hstack([*self._table.columns(scores, places), heading[:, None]])

    def _text_scores(self, text: str, scores: EntryScores, places: Places) -> TextScores:
        features = self._features(scores, places)
        passages = np.full(len(self._passages), -np.inf, dtype=np.float32)
        passages[places] = self.ranking.score(features)
        rarity = {term: self._lexical.idf(term) or UNKNOWN_RARITY for term in stems(text)}
        mass = sum(rarity.values())
        asked = {term: weight / mass for term, weight in rarity.items()}
        return TextScores(passages, places, features, scores.dense, scores.lexical, asked)

    def _stems_of(self, place: int) -> frozenset[str]:
        if place not in self._stems:
            self._stems[place] = frozenset(stems(self._passages[place].text))
        return self._stems[place]

    def _chances(self, kept: Sequence[int], found: Sequence[TextScores]) -> list[Scores]:
        """For each passage the chance of each of its units to be the answer; for several parts the best of each one's."""
        if not kept:
            return []
        units = [len(self.units(place).spans) for place in kept]
        asking = np.repeat([self._passages[place].role in ASKING for place in kept], units)
        whole, *parts = [self.span_features(kept, scores) @ self.ranking.span_weights for scores in found]
        whole, *parts = [taught(scores, asking) for scores in (whole, *parts)]
        first = sum(units[:SHARING])
        chances = np.max([shares(midway(part, whole), first) for part in parts] or [shares(whole, first)], axis=0)
        return np.split(chances, np.cumsum(units)[:-1])

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
            units = self._cached_units[place] = PassageUnits(
                self._passages[place], self._entries, self._table.of(place).tolist()
            )
        return units

    def _hit(self, place: int, rank: int, found: Sequence[TextScores], chances: Scores, shared: Mapping[str, float]) -> Hit:
        best = max(found, key=lambda scores: float(scores.passages[place]))
        signals = dict(zip(FEATURES, best.features_of(place), strict=True)) | dict(shared)
        passage, units = self._passages[place], self.units(place)
        return Hit(
            passage=passage,
            rank=rank,
            score=float(best.passages[place]),
            signals=signals,
            nearest=self._nearest_question(place, best),
            matches=tuple(units.matches(passage, chances, best.dense)),
            decided=units.decided(found[0].dense),
        )

    def _nearest_question(self, place: int, scores: TextScores) -> str:
        bank = self._table.bank(place)
        return self._entries[bank[int(scores.dense[bank].argmax())]].text if len(bank) else ""
