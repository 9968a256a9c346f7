"""Which questions are everyday talk: nearer to what people say anywhere than to anything of the course or of studying."""

from collections.abc import Callable, Sequence
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray

from studybot.answer.exemplars import EVERYDAY_FILE
from studybot.coverage.groups import Encoded
from studybot.ports import Vectors

_EXAMPLES = yaml.safe_load(files("studybot.answer").joinpath(EVERYDAY_FILE).read_text(encoding="utf-8"))
TALK: tuple[str, ...] = tuple(_EXAMPLES["talk"])
STUDIES: tuple[str, ...] = tuple(_EXAMPLES["studies"]) + tuple(_EXAMPLES["subjects"])
LEAST = 0.3  # cosine to an example of talk: what is like nothing may be a subject that the course lacks
SECOND = 0.22  # cosine to the next example: what is like one alone shares a word with it ("Gram staining", a stain in a shirt)
NEARER = 0.1  # by how much nearer than to the course and to studying
Nearness = Callable[[Vectors], NDArray[np.float32]]


def is_everyday(texts: Sequence[str], vectors: Encoded, nearness: Nearness) -> list[bool]:
    """Return whether each text is everyday talk; `nearness` gives how near each row comes to the course, and to its bank.

    A bank asks in the forms in which people talk of anything, so it has to be nearer than the talk, not nearly as near.
    """
    if not texts:
        return []
    rows = vectors.of([*texts, *TALK, *STUDIES])
    asked, talk, studies = np.split(rows, [len(texts), len(texts) + len(TALK)])
    second, near = np.sort(asked @ talk.T, axis=1)[:, -2:].T
    said, asks = nearness(asked)
    other = np.maximum(said, (asked @ studies.T).max(axis=1))
    return [bool(one) for one in (near >= LEAST) & (second >= SECOND) & (near > other + NEARER) & (near > asks)]
