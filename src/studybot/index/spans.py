"""Which units of a passage a question is about: each unit's own key, the bank's quotes on it."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from studybot.text import stems
from studybot.types import Decided, Entry, Match, Passage

# What entries say of a unit, how its passage ranks, and which share of the question's rare words its label (the bold words
# or the first cell in front) and it with its headings say.
SPAN_FEATURES = ("dense_unit", "dense_bank", "lexical_unit", "lexical_bank", "passage", "rank", "label", "told")
_COLUMNS = {"unit": 0, "bank": 1}
NEAR = 0.5  # cosine below which a bank question of yes or no says nothing of what was asked
WIDE = 3  # a bank question whose quote covers more units than this is about the whole passage

_LABEL = re.compile(r"\W*(?:\*\*[^*]+\*\*|\|[^|]+\|)")

Scores = NDArray[np.float32]
Weights = Mapping[str, float]  # of a question's stems, summing to 1


class PassageUnits:
    """The units of one passage and which entries speak for each of them."""

    def __init__(self, passage: Passage, entries: Sequence[Entry], positions: Sequence[int]) -> None:
        spans = [(unit.start, unit.end) for block in passage.blocks for unit in block.units]
        self.spans = spans or [(passage.start, passage.end)]
        self._decided = [position for position in positions if entries[position].says is not None]
        self._asked = [entries[position] for position in self._decided]
        pairs: list[tuple[int, int, int]] = []
        self.whole: list[int] = []
        for position in positions:
            entry = entries[position]
            covered = [number for number, span in enumerate(self.spans) if _overlaps(span, entry)]
            if entry.kind == "passage":
                if len(self.spans) == 1:
                    pairs.append((position, 0, 0))
                continue
            if entry.kind == "bank" and len(covered) > WIDE:
                self.whole.append(position)
                continue
            pairs.extend((position, number, _COLUMNS[entry.kind]) for number in covered)
        self._entry = np.array([pair[0] for pair in pairs], dtype=np.int64)
        self._cell = np.array([pair[1] * len(_COLUMNS) + pair[2] for pair in pairs], dtype=np.int64)
        texts = [passage.text[start - passage.start : end - passage.start] for start, end in self.spans]
        headings = stems(" ".join(passage.path))
        own = {(entries[at].start, entries[at].end): entries[at].text for at in positions if entries[at].kind == "unit"}
        told = [[*stems(own.get(span, text)), *headings] for span, text in zip(self.spans, texts, strict=True)]
        label = [stems(found.group()) if (found := _LABEL.match(text)) else [] for text in texts]
        self._label, self._told = _places(label), _places(told)

    def features(self, dense: Scores, lexical: Scores, asked: Weights, passage_score: float, rank: int) -> Scores:
        """Return (units, SPAN_FEATURES) of one text's entry scores; what no entry speaks for is 0.

        `passage_score` is the passage's score below the best one's, `rank` counts the passages above it.
        """
        found = np.zeros((2, len(self.spans) * len(_COLUMNS)), dtype=np.float32)
        np.maximum.at(found[0], self._cell, dense[self._entry])
        np.maximum.at(found[1], self._cell, lexical[self._entry])
        own = np.tile(np.array([passage_score, rank], dtype=np.float32), (len(self.spans), 1))
        said = np.zeros((len(self.spans), 2))
        for term, weight in asked.items():
            for column, places in enumerate((self._label, self._told)):
                if term in places:
                    said[places[term], column] += weight
        return np.hstack(
            [found[0].reshape(-1, len(_COLUMNS)), found[1].reshape(-1, len(_COLUMNS)), own, said.astype(np.float32)]
        )

    def matches(self, passage: Passage, chances: Scores, dense: Scores) -> list[Match]:
        """Return the units as matches, best first; the whole passage last where bank questions ask for all of it."""
        found = [
            Match(start=start, end=end, kind="unit", score=float(chance))
            for (start, end), chance in zip(self.spans, chances, strict=True)
        ]
        found.sort(key=lambda match: -match.score)
        if self.whole:
            found.append(Match(start=passage.start, end=passage.end, kind="passage", score=float(dense[self.whole].max())))
        return found

    def decided(self, dense: Scores) -> tuple[Decided, ...]:
        """Return the bank's questions of yes or no that are near, the nearest first."""
        found = [
            Decided(start=one.start, end=one.end, text=one.text, says=bool(one.says), score=float(dense[position]))
            for position, one in zip(self._decided, self._asked, strict=True)
            if dense[position] >= NEAR
        ]
        return tuple(sorted(found, key=lambda one: -one.score))


def _places(said: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """By each stem the numbers of the texts that say it."""
    places: dict[str, list[int]] = {}
    for number, terms in enumerate(said):
        for term in dict.fromkeys(terms):
            places.setdefault(term, []).append(number)
    return places


def _overlaps(span: tuple[int, int], entry: Entry) -> bool:
    """Whether an entry speaks for a unit: they share at least half of the shorter one."""
    shared = min(span[1], entry.end) - max(span[0], entry.start)
    return shared > 0 and 2 * shared >= min(span[1] - span[0], entry.end - entry.start)
