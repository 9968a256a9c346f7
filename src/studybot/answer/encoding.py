"""Questions as vectors: all texts of a batch in one pass, each different one once."""

from collections.abc import Sequence

import numpy as np

from studybot.ports import Embedder, Vectors
from studybot.types import Understanding

FOCUS = 0.4  # weight of a follow-up's own words against the question with its subject in front


def encode(
    embedder: Embedder, understood: Sequence[Understanding], beside: Sequence[str] = ()
) -> tuple[list[Vectors], Vectors]:
    """Return the rows of questions and of texts beside them; a follow-up's row leans to what it asks itself."""
    each = [(question.text, *question.parts, *([question.focus] if question.focus else [])) for question in understood]
    texts = [text for own in each for text in own]
    places = {text: place for place, text in enumerate(dict.fromkeys([*texts, *beside]))}
    encoded = embedder.encode(list(places))
    rows: list[Vectors] = []
    for question, own_texts in zip(understood, each, strict=True):
        own = encoded[[places[text] for text in own_texts]]
        if question.focus:
            mixed = (1 - FOCUS) * own[:1] + FOCUS * own[-1:]
            own = np.vstack([mixed / np.linalg.norm(mixed), own[1:-1]])
        rows.append(own)
    return rows, encoded[[places[text] for text in beside]]
