"""Which facts a learner who half knows may take for one another: how alike they are, and how little it costs to swap them."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from studybot.facts.columns import Cell
from studybot.facts.shape import genus, measure
from studybot.facts.written import is_plural
from studybot.ports import Vectors
from studybot.study.distractors import is_turned
from studybot.study.hints import own_part

ALIKE = 0.5  # what the likeness of two texts weighs against the cost of swapping them
BORDER = -0.03  # doubt from which the text of one fact is plausible as that of the other
TELLS = 0.12  # how much a label may say of its own text: options were plausible in 92 of 100 items below it, in 59 above
NEARNESS = 0.15  # of texts, by which the likest ones count most
ELSEWHERE = 0.15  # doubt that is lost by what stands in another topic: the subject tells it
SAME = 0.65  # likeness of two texts that may mean the same
NEAR = 0.5  # likeness of two definitions that may be taken for one another
KIN = 0.35  # likeness of what two definitions say that their terms are
TINY = 1e-9
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
    """How much doubt there is between facts that stand side by side, for whoever knows the language alone.

    A label lies near its own text, and nearer than to the other texts, where its words say what it is: it tells itself, and
    nobody takes another text for its own. To swap the texts of two facts costs what both labels then lie further from them.
    Terms that are `defined` are rivals where their definitions name the same kind of thing.
    """

    def __init__(
        self, cells: Sequence[Cell], encode: Encode | None, beside: Collection[Cell] = (), *, defined: bool = False
    ) -> None:
        self._places = {id(cell): place for place, cell in enumerate(cells)}
        self._beside = frozenset(id(cell) for cell in beside)
        self._figures = [bool(measure(cell.text)) for cell in cells]
        self._measured = encode is not None and len(cells) > 1 and not all(self._figures)
        if encode is not None and self._measured:
            vectors = encode([cell.label for cell in cells] + [cell.text for cell in cells])
            labels, texts = vectors[: len(cells)], vectors[len(cells) :]
            fit = labels @ texts.T
            own, self._alike = np.diag(fit), texts @ texts.T
            self._doubt = ALIKE * self._alike - (own[:, None] + own[None, :] - fit - fit.T)
            others = self._kin = ~np.eye(len(cells), dtype=bool)
            if defined:
                others, kin = _kinds(cells, encode)
                self._kin = kin & (self._alike >= NEAR)
            weights = np.exp((self._alike - 1) / NEARNESS) * others
            # `Scaling` says nothing of one row where all rows of a table are called so: the rest of their labels may tell.
            self._telling = _telling(fit, weights)
            if not defined:
                names = [own_part(cell.label, [one.label for one in cells if one is not cell]) or cell.label for cell in cells]
                self._telling = np.maximum(self._telling, _telling(encode(names) @ texts.T, weights))

    def tells(self, cell: Cell) -> bool:
        """Whether a label says so much of its own text, and so little of texts like it, that everybody finds its own."""
        place = self._places[id(cell)]
        return self._measured and not self._figures[place] and bool(self._telling[place] > TELLS)

    def doubt(self, cell: Cell, other: Cell) -> float:
        """Return how plausible the text of another fact is as that of a fact."""
        one, two = self._places[id(cell)], self._places[id(other)]
        if not self._measured or (self._figures[one] and self._figures[two]):
            return SURE
        return float(self._doubt[one, two]) - ELSEWHERE * (id(other) in self._beside)

    def say_alike(self, cell: Cell, other: Cell) -> bool:
        """Whether the texts of two facts say nearly the same."""
        return self._measured and bool(self._alike[self._places[id(cell)], self._places[id(other)]] >= SAME)

    def near(self, cell: Cell, others: Sequence[Cell], *, of_any_kind: bool = False) -> list[Cell]:
        """Return those of `others` that are plausible beside a fact, the most plausible first; none where it tells itself."""
        others = [] if self.tells(cell) else [other for other in others if of_any_kind or self._are_kin(cell, other)]
        doubts = {id(other): self.doubt(cell, other) for other in others}
        return sorted((one for one in others if doubts[id(one)] >= BORDER), key=lambda one: -doubts[id(one)])

    def _are_kin(self, cell: Cell, other: Cell) -> bool:
        return not self._measured or bool(self._kin[self._places[id(cell)], self._places[id(other)]])


def _telling(fit: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each label says of its own text, less what it has in common with the other texts, the likest ones most."""
    shared: NDArray[np.float32] = (weights * (fit + fit.T)).sum(axis=1) / np.maximum(weights.sum(axis=1), TINY)
    return 2 * np.diag(fit) - shared


def _kinds(cells: Sequence[Cell], encode: Encode) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which other definitions are not the same one turned round, whose difference no vector tells; and which of a kind."""
    kinds = [genus(cell.text) for cell in cells]
    said, many = encode(kinds), np.array([is_plural(cell.label) for cell in cells])
    others = np.array([[not (one is other or is_turned(one.text, other.text)) for other in cells] for one in cells])
    like = (said @ said.T >= KIN) & np.array([bool(kind) for kind in kinds]) & (many[:, None] == many[None, :])
    return others, others & like
