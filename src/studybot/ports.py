"""What studybot needs from the outside, as protocols: each has two implementations, or one and a test's fake."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studybot.types import Draft, Entry, Exercise, Hit, Passage, Understanding

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """A name that changes whenever the vectors would."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 with rows of length 1, in the order of `texts`."""
        ...


class SearchBackend(Protocol):
    """Holds passages and finds them through their entries."""

    def replace(self, passages: Sequence[Passage], entries: Sequence[Entry], vectors: Vectors) -> None:
        """Replace the whole content at once; `vectors[i]` belongs to `entries[i]`."""
        ...

    def search(self, question: Understanding, vectors: Vectors, *, k: int) -> list[Hit]:
        """Return up to `k` hits, best first. `vectors` has one row for the text and one for each of its parts."""
        ...

    def search_many(self, questions: Sequence[Understanding], vectors: Sequence[Vectors], *, k: int) -> list[list[Hit]]:
        """Return what `search` returns for each question with its vectors."""
        ...

    def passages(self, topic_id: str | None = None) -> list[Passage]:
        """Return all passages in course order, or those of one topic."""
        ...

    def questions(self, passage_id: str) -> list[str]:
        """Return the questions of the course's bank that a passage answers, in the bank's order."""
        ...


class Reranker(Protocol):
    """Puts hits, and the units within them, into a better order."""

    @property
    def reach(self) -> int:
        """How many hits it wants to look at, if it could do with more than are asked for; 0 for those that are asked for."""
        ...

    def rerank(self, question: Understanding, hits: Sequence[Hit]) -> list[Hit]:
        """Return the same hits, best first, ranks renumbered.

        The matches of each hit stay the same spans, best first; their chances may change, and signals may be added.
        """
        ...


class Composer(Protocol):
    """Writes an answer from hits."""

    @property
    def name(self) -> str:
        """Shown with the answer."""
        ...

    def compose(self, question: Understanding, hits: Sequence[Hit]) -> Draft:
        """Return statements that claim spans of the hits; claims are checked afterwards by `ground`."""
        ...


class Tutor(Protocol):
    """Knows what there is to practise, and how far a learner is."""

    @property
    def is_ready(self) -> bool:
        """Whether exercises are there at once, and need not be made first."""
        ...

    def exercises(self, topic: str, passages: Sequence[str], count: int) -> tuple[Exercise, ...]:
        """Return up to `count` exercises on some passages (ids); of a topic, or of all, where these are empty."""
        ...

    def cards(self, topic: str, passages: Sequence[str], count: int) -> tuple[Exercise, ...]:
        """Return up to `count` flashcards in the same way."""
        ...

    def next_topics(self, learner: str) -> tuple[str, ...]:
        """Return the ids of the topics that a learner has not mastered, in the order in which to go on."""
        ...
