"""Which questions are everyday talk: nearer to what people say anywhere than to anything of the course or of studying."""

from collections.abc import Callable, Sequence
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray

from studybot.coverage.groups import Encoded
from studybot.ports import Vectors

_EXAMPLES = yaml.safe_load(files("studybot.coverage").joinpath("everyday.yaml").read_text(encoding="utf-8"))
TALK: tuple[str, ...] = tuple(_EXAMPLES["talk"])
STUDIES: tuple[str, ...] = tuple(_EXAMPLES["studies"])
LEAST = 0.3  # cosine to an example of talk: what is like nothing may be a subject that the course lacks
NEARER = 0.1  # by how much nearer than to the course and to studying
Nearness = Callable[[Vectors], NDArray[np.float32]]


def is_everyday(texts: Sequence[str], vectors: Encoded, nearness: Nearness) -> list[bool]:
    """Return whether each text is everyday talk; `nearness` gives the cosine of each row to the nearest of the course."""
    if not texts:
        return []
    rows = vectors.of([*texts, *TALK, *STUDIES])
    asked, talk, studies = np.split(rows, [len(texts), len(texts) + len(TALK)])
    near = (asked @ talk.T).max(axis=1)
    other = np.maximum(nearness(asked), (asked @ studies.T).max(axis=1))
    return [bool(one) for one in (near >= LEAST) & (near > other + NEARER)]
