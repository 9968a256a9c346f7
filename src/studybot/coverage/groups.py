"""Similar questions grouped by their embeddings, the most central one as the label; embeddings are kept between openings."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import numpy as np

from studybot.files import replacing
from studybot.ports import Embedder, Vectors
from studybot.types import Value

ALIKE = 0.72  # cosine from which two questions are taken for the same
BLOCK = 512  # questions compared with the groups at a time
KEY = 16  # characters of a key
_SIGNS = re.compile(r"[\W_]+")


class Group(Value):
    """Similar questions: `key` is the first one's, so that it stays when more join; `places` are their positions."""

    key: str
    label: str
    places: tuple[int, ...]


class Encoded(Protocol):
    """Gives questions their vectors: QuestionVectors, or whoever stands in front of them."""

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) unit rows in the order of `texts`."""
        ...


def question_key(text: str) -> str:
    """Return what a question is known by: a hash of its letters and digits, which does not tell the question."""
    return sha256(_letters(text).encode()).hexdigest()[:KEY]


def _letters(text: str) -> str:
    """The letters and digits of a text in lower case, or the text when it has none."""
    return _SIGNS.sub("", text.lower()) or text


class QuestionVectors:
    """Embeddings of questions, kept in a file by hash; the file holds no text. A file that cannot be read counts as empty."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self._path = path
        self._embedder = embedder
        self._known = _load(path, embedder.name)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._embedder.dimension

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) unit rows; texts not seen before are encoded in one pass and kept."""
        keys = [question_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known.update(zip(new, self._embedder.encode(list(new.values())), strict=True))
            self._save()
        if not texts:
            return np.zeros((0, self._embedder.dimension), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def new(self, texts: Iterable[str]) -> list[str]:
        """Return the texts that are not kept yet and would have to be encoded, each once."""
        keys = {question_key(text): text for text in texts}
        return [text for key, text in keys.items() if key not in self._known]

    def keep(self, texts: Iterable[str]) -> int:
        """Forget every question but these, after a learner's data was deleted; return how many were forgotten."""
        kept = {question_key(text) for text in texts}
        gone = [key for key in self._known if key not in kept]
        for key in gone:
            del self._known[key]
        if gone:
            self._save()
        return len(gone)

    def _save(self) -> None:
        keys = np.array(list(self._known), dtype=f"U{KEY}")
        rows = np.stack(list(self._known.values())) if self._known else np.zeros((0, self._embedder.dimension), np.float32)
        # Only time is lost where it cannot be written: the questions are encoded again.
        with suppress(OSError), replacing(self._path) as beside, beside.open("wb") as file:
            np.savez(file, name=np.array(self._embedder.name), keys=keys, rows=rows)


def _load(path: Path, name: str) -> dict[str, Vectors]:
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as found:
            if str(found["name"]) != name:
                return {}
            return dict(zip(found["keys"].tolist(), found["rows"].astype(np.float32), strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def group_questions(texts: Sequence[str], vectors: Vectors) -> tuple[Group, ...]:
    """Return the groups of questions given oldest first, the largest group first.

    A question joins the group whose first question is nearest, or opens one: adding later questions moves no earlier one.
    """
    first = _distinct(texts)
    members = _assigned(vectors[[places[0] for places in first]]) if first else []
    groups = []
    for own in members:
        places = sorted(place for number in own for place in first[number])
        label = texts[first[own[_central(vectors[[first[number][0] for number in own]])]][0]]
        groups.append(Group(key=question_key(texts[first[own[0]][0]]), label=label, places=tuple(places)))
    return tuple(sorted(groups, key=lambda group: (-len(group.places), group.places[0])))


def _distinct(texts: Sequence[str]) -> list[list[int]]:
    """The places of each different text, in the order of its first one."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(_letters(text), []).append(place)
    return list(places.values())


def _assigned(vectors: Vectors) -> list[list[int]]:
    """Groups of row numbers, each opened by its first row (leader clustering)."""
    leaders = np.zeros((len(vectors), vectors.shape[1]), dtype=np.float32)
    members: list[list[int]] = []
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK]
        before = len(members)
        known = block @ leaders[:before].T
        for offset, vector in enumerate(block):
            cosines = np.concatenate([known[offset], leaders[before : len(members)] @ vector])
            best = int(np.argmax(cosines)) if len(cosines) else -1
            if best >= 0 and cosines[best] >= ALIKE:
                members[best].append(start + offset)
            else:
                leaders[len(members)] = vector
                members.append([start + offset])
    return members


def _central(vectors: Vectors) -> int:
    """The row most like all others; the first of equals."""
    if len(vectors) < 3:
        return 0
    return int(np.argmax(np.round(vectors @ vectors.sum(axis=0), 5)))
