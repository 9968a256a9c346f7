"""Which facts a learner who half knows may take for one another: how alike they are, and how little it costs to swap them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from studybot.facts.columns import Cell
from studybot.facts.shape import measure
from studybot.ports import Vectors

ALIKE = 0.5  # what the likeness of two texts weighs against the cost of swapping them
BORDER = -0.03  # doubt from which an option is plausible: two readers found so 93 of 100 items above it, and 61 below
SURE = 1.0  # doubt of what no language tells apart: two figures of one measure

Encode = Callable[[Sequence[str]], Vectors]


class Meanings:
    """Vectors of texts, each made once: a row's label stands in each of its columns."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._made: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the texts, in their order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._made]
        self._made |= dict(zip(new, self._encode(new), strict=True)) if new else {}
        return np.array([self._made[text] for text in texts], dtype=np.float32)


class Rivals:
    """How much doubt there is between any two facts that stand side by side, for whoever knows the language alone.

    A label is near its own text where its words say what it is. To swap the texts of two facts costs what both labels then
    lie further from them: little where neither label says anything, much where one of them gives its own text away.
    """

    def __init__(self, cells: Sequence[Cell], encode: Encode | None) -> None:
        self._places = {id(cell): place for place, cell in enumerate(cells)}
        self._figures = [bool(measure(cell.text)) for cell in cells]
        self._doubt = _doubt(cells, encode) if encode and not all(self._figures) else None

    def doubt(self, cell: Cell, other: Cell) -> float:
        """Return how plausible the text of one fact is as that of the other, the same both ways."""
        one, two = self._places[id(cell)], self._places[id(other)]
        if self._doubt is None or (self._figures[one] and self._figures[two]):
            return SURE
        return float(self._doubt[one, two])

    def near(self, cell: Cell, others: Sequence[Cell]) -> list[Cell]:
        """Return those of `others` that are plausible beside a fact, the most plausible first."""
        doubts = {id(other): self.doubt(cell, other) for other in others}
        return sorted((other for other in others if doubts[id(other)] >= BORDER), key=lambda other: -doubts[id(other)])


def _doubt(cells: Sequence[Cell], encode: Encode) -> NDArray[np.float32]:
    vectors = encode([cell.label for cell in cells] + [cell.text for cell in cells])
    labels, texts = vectors[: len(cells)], vectors[len(cells) :]
    fit = labels @ texts.T
    own = np.diag(fit)
    return np.asarray(ALIKE * (texts @ texts.T) - (own[:, None] + own[None, :] - fit - fit.T), dtype=np.float32)
