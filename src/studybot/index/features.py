"""What the rankings say of every passage, as the numbers that the ranking model weighs. Pure functions over arrays."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from studybot.text import stems
from studybot.types import Entry, EntryKind

KINDS: tuple[EntryKind, ...] = tuple(kind for kind in get_args(EntryKind) if kind != "gap")
BANK = KINDS.index("bank")
FEATURES = (
    *(f"dense_{kind}" for kind in KINDS),
    *(f"lexical_{kind}" for kind in KINDS),
    "dense_best",
    "bank_second",
    "topic",
    "heading",
)

Scores = NDArray[np.float32]
Places = NDArray[np.int64]


class EntryScores(NamedTuple):
    """What one searched text scores: entries by dense and lexical search (n,).

    `nearest` are the positions of the best dense scores, best first; all others have `floor`. `weights` says how rare the stems
    of the text are, 0 for what the course never says.
    """

    dense: Scores
    lexical: Scores
    nearest: Places
    floor: float
    weights: dict[str, float]


class EntryTable:
    """The entries as arrays: which passage each leads to, its kind, and the topic of each passage.

    Tables have a row for each of some passages, given as their places in order, and a column for each of KINDS.
    """

    def __init__(self, entries: Sequence[Entry], places: dict[str, int], topics: Sequence[str]) -> None:
        self.passage = np.fromiter((places[entry.passage] for entry in entries), dtype=np.int64, count=len(entries))
        self.kind = np.fromiter((KINDS.index(entry.kind) for entry in entries), dtype=np.int64, count=len(entries))
        self.count = len(places)
        cell = self.passage * len(KINDS) + self.kind
        self._by_cell = np.argsort(cell, kind="stable")
        self._starts = np.searchsorted(cell, np.arange(self.count * len(KINDS) + 1), sorter=self._by_cell)
        self._numbers = {topic: number for number, topic in enumerate(sorted(set(topics)))}
        self._topic = np.fromiter((self._numbers[topic] for topic in topics), dtype=np.int64, count=len(topics))
        self._present = (np.diff(self._starts) > 0).reshape(self.count, len(KINDS))

    def of(self, place: int) -> Places:
        """Return the positions of the entries that lead to the passage at a place, in their order."""
        return np.sort(self._by_cell[self._starts[place * len(KINDS)] : self._starts[(place + 1) * len(KINDS)]])

    def bank(self, place: int) -> Places:
        """Return the positions of the bank's questions that lead to the passage at a place, in their order."""
        cell = place * len(KINDS) + BANK
        found: Places = self._by_cell[self._starts[cell] : self._starts[cell + 1]]
        return found

    def in_topic(self, topic: str) -> Places:
        """Return the places of a topic's passages."""
        return np.flatnonzero(self._topic == self._numbers.get(topic, -1))

    def columns(self, scores: EntryScores, places: Places) -> list[Scores]:
        """Return FEATURES but "heading" as columns, of one text's entry scores for the passages at `places`."""
        present = self._present[places]
        nearest = scores.nearest[np.isin(self.passage[scores.nearest], places)]
        by_kind = _filled(self._near(scores, nearest, places), present)
        said = _filled(self._said(scores.lexical, places, present), present)
        top = np.maximum.reduce(by_kind, axis=1)
        best = np.full(len(self._numbers), scores.floor, dtype=np.float32)
        np.maximum.at(best, self._topic[places], top)
        second = self._second(scores, nearest, top, places)
        return [by_kind, said, top[:, None], second[:, None], best[self._topic[places], None]]

    def _near(self, scores: EntryScores, nearest: Places, places: Places) -> Scores:
        """(places, kinds): the best dense score of each kind, told by the nearest entries: all others have the floor."""
        table = np.full((len(places), len(KINDS)), scores.floor, dtype=np.float32)
        cells = np.searchsorted(places, self.passage[nearest]), self.kind[nearest]
        np.maximum.at(table, cells, scores.dense[nearest])
        return table

    def _said(self, lexical: Scores, places: Places, present: NDArray[np.bool_]) -> Scores:
        """(places, kinds): the best lexical score of each kind."""
        cells = (places[:, None] * len(KINDS) + np.arange(len(KINDS)))[present]
        counts = self._starts[cells + 1] - self._starts[cells]
        firsts = np.cumsum(counts) - counts
        positions = self._by_cell[np.arange(counts.sum()) + np.repeat(self._starts[cells] - firsts, counts)]
        table = np.zeros(present.shape, dtype=np.float32)
        if len(cells):
            table[present] = np.maximum(np.maximum.reduceat(lexical[positions], firsts), 0.0)
        return table

    def _second(self, scores: EntryScores, nearest: Places, top: Scores, places: Places) -> Scores:
        """The second best score of a passage's bank questions; `top` where a passage has no questions in the bank."""
        table = np.where(self._present[places, BANK], np.float32(scores.floor), top)
        bank = nearest[self.kind[nearest] == BANK]
        _, firsts = np.unique(self.passage[bank], return_index=True)
        rest = np.delete(bank, firsts)
        owners, seconds = np.unique(self.passage[rest], return_index=True)
        table[np.searchsorted(places, owners)] = scores.dense[rest[seconds]]
        return table


def _filled(table: Scores, present: NDArray[np.bool_]) -> Scores:
    """Let others stand for the entries that a passage lacks: itself for its one unit, its best for a missing bank.

    A passage that somebody added yesterday has no questions in the bank yet and must not rank behind those that have.
    """
    filled = np.where(present, table, table[:, :1])
    filled[:, BANK] = np.where(present[:, BANK], table[:, BANK], filled[:, :BANK].max(axis=1))
    return filled


class Headings:
    """Which passages have a stem in their headings."""

    def __init__(self, paths: Sequence[Sequence[str]]) -> None:
        places: dict[str, list[int]] = {}
        for place, path in enumerate(paths):
            for term in set(stems(" ".join(path))):
                places.setdefault(term, []).append(place)
        self._places = {term: np.array(found, dtype=np.int64) for term, found in places.items()}
        self._count = len(paths)

    def shares(self, weights: Mapping[str, float], mass: float) -> Scores:
        """Return (passages,): which share of `mass` the weights of the stems in each passage's headings come to."""
        shares = np.zeros(self._count, dtype=np.float32)
        for term, weight in weights.items():  # in one order, for the last bit
            if term in self._places:
                shares[self._places[term]] += weight
        return shares / max(mass, 1.0)
