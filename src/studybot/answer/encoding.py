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
    texts = [text for question in understood for text in _texts(question)]
    encoded = _once(embedder, [*texts, *beside])
    rows: list[Vectors] = []
    place = 0
    for question in understood:
        own = encoded[place : place + 1 + len(question.parts)]
        place += len(own)
        if question.focus:
            mixed = (1 - FOCUS) * own[:1] + FOCUS * encoded[place : place + 1]
            own = np.vstack([mixed / np.linalg.norm(mixed), own[1:]])
            place += 1
        rows.append(own)
    return rows, encoded[len(texts) :]


def _texts(question: Understanding) -> tuple[str, ...]:
    return (question.text, *question.parts, *([question.focus] if question.focus else []))


def _once(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """The rows of texts, each different text encoded once."""
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    encoded = embedder.encode(list(places))
    return encoded[[places[text] for text in texts]] if texts else encoded
