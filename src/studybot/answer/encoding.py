"""Questions as vectors: all texts of a batch in one pass, each different one once."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from studybot.answer.framed import framed
from studybot.ports import Embedder, Vectors
from studybot.text import spoken
from studybot.types import Understanding

FORM = 0.5  # weight of a question in the form of English against what was typed
FOCUS = 0.4  # weight of a follow-up's own words against the question with its subject in front


def encode(
    embedder: Embedder, understood: Sequence[Understanding], beside: Sequence[str] = ()
) -> tuple[list[Vectors], Vectors]:
    """Return the rows of questions and of texts beside them; a follow-up's row leans to what it asks itself."""
    each = [(question.text, *question.parts, *([question.focus] if question.focus else [])) for question in understood]
    forms = [framed(question.text, spoken()) for question in understood]  # English to an English model, the course's to others
    places = {text: place for place, text in enumerate(dict.fromkeys([*chain(*each), *forms, *beside]))}
    encoded = embedder.encode(list(places))
    rows: list[Vectors] = []
    for question, own_texts, form in zip(understood, each, forms, strict=True):
        own = encoded[[places[text] for text in own_texts]]
        if question.focus:
            own = np.vstack([_mixed(own[:1], own[-1:], FOCUS), own[1:-1]])
        if form != question.text:
            own = np.vstack([_mixed(own[:1], encoded[[places[form]]], FORM), own[1:]])
        rows.append(own)
    return rows, encoded[[places[text] for text in beside]]


def _mixed(one: Vectors, other: Vectors, share: float) -> Vectors:
    mixed = (1 - share) * one + share * other
    return np.asarray(mixed / np.linalg.norm(mixed), dtype=one.dtype)
