"""What the rankings say of every passage, as the numbers that the ranking model weighs. Pure functions over arrays."""

from collections.abc import Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from studybot.types import Entry, EntryKind

KINDS: tuple[EntryKind, ...] = tuple(kind for kind in get_args(EntryKind) if kind != "gap")
BANK = KINDS.index("bank")
FEATURES = (
    *(f"dense_{kind}" for kind in KINDS),
    *(f"lexical_{kind}" for kind in KINDS),
    "dense_best",
    "bank_second",
    "heading",
    "topic",
)

Scores = NDArray[np.float32]


class EntryTable:
    """The entries as arrays: which passage each leads to, its kind, and the topic of each passage."""

    def __init__(self, entries: Sequence[Entry], places: dict[str, int], topics: Sequence[str]) -> None:
        self.passage = np.fromiter((places[entry.passage] for entry in entries), dtype=np.int64, count=len(entries))
        self.kind = np.fromiter((KINDS.index(entry.kind) for entry in entries), dtype=np.int64, count=len(entries))
        self.count = len(places)
        self._cell = self.passage * len(KINDS) + self.kind
        names = {topic: number for number, topic in enumerate(sorted(set(topics)))}
        self._topic = np.fromiter((names[topic] for topic in topics), dtype=np.int64, count=len(topics))
        self._topics = len(names)
        present = np.zeros(self.count * len(KINDS), dtype=bool)
        present[self._cell] = True
        self._present = present.reshape(self.count, len(KINDS))

    def best(self, scores: Scores, floor: float) -> Scores:
        """Return (passages, kinds): the best of (n,) entry scores; a passage without such entries takes its other best."""
        table = np.full(self.count * len(KINDS), floor, dtype=np.float32)
        above = np.flatnonzero(scores > floor)  # few, however large the course
        np.maximum.at(table, self._cell[above], scores[above])
        return table.reshape(self.count, len(KINDS))

    def filled(self, table: Scores) -> Scores:
        """Let others stand for the entries that a passage lacks: itself for its one unit, its best for a missing bank.

        A passage that somebody added yesterday has no questions in the bank yet and must not rank behind those that have.
        """
        filled = np.where(self._present, table, table[:, :1])
        filled[:, BANK] = np.where(self._present[:, BANK], table[:, BANK], filled[:, :BANK].max(axis=1))
        return filled

    def second(self, scores: Scores, positions: NDArray[np.int64], best: Scores, floor: float) -> Scores:
        """Return (passages,): the second best score of a passage's bank questions among entries given best first.

        `best` (passages,) stands for it where a passage has no questions in the bank.
        """
        table = np.where(self._present[:, BANK], np.float32(floor), best)
        bank = positions[self.kind[positions] == BANK]
        _, firsts = np.unique(self.passage[bank], return_index=True)
        rest = np.delete(bank, firsts)
        owners, seconds = np.unique(self.passage[rest], return_index=True)
        table[owners] = scores[rest[seconds]]
        return table

    def by_topic(self, best: Scores) -> Scores:
        """Return (passages,): the best score in each passage's topic."""
        table = np.full(self._topics, -1.0, dtype=np.float32)
        np.maximum.at(table, self._topic, best)
        return table[self._topic]
