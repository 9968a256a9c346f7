"""Questions grouped without waiting: by their wording at once, by their meaning as soon as a thread has encoded them."""

import time
from collections.abc import Callable, Sequence
from hashlib import shake_256
from threading import Lock, Thread

import numpy as np

from studybot.coverage.groups import QuestionVectors
from studybot.ports import Vectors

AT_ONCE = 150  # new questions that are encoded while somebody waits
BLOCK = 256  # questions encoded at a time in the background
PAUSE = 1.0  # seconds before it begins, for the page that waits
DIMENSION = 384


class Grouping:
    """Gives the vectors by which questions are grouped; `opened` returns those that are kept."""

    def __init__(self, opened: Callable[[], QuestionVectors]) -> None:
        self._opened = opened
        self._lock = Lock()
        self._thread: Thread | None = None

    def is_behind(self) -> bool:
        """Whether questions are still being encoded."""
        return self._thread is not None and self._thread.is_alive()

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) unit rows; while many questions are new, rows that are alike for equal wordings only."""
        vectors = self._opened()
        new = vectors.new(texts)
        if len(new) <= AT_ONCE and not self.is_behind():
            with self._lock:
                return vectors.of(texts)
        if not self.is_behind():
            self._thread = Thread(target=self._encode, args=(vectors, new), name="question-vectors", daemon=True)
            self._thread.start()
        return by_wording(texts)

    def _encode(self, vectors: QuestionVectors, texts: Sequence[str]) -> None:
        time.sleep(PAUSE)
        for start in range(0, len(texts), BLOCK):
            with self._lock:
                vectors.of(texts[start : start + BLOCK])


def by_wording(texts: Sequence[str]) -> Vectors:
    """Return (n, DIMENSION) unit rows: equal texts have the same one, different texts nearly orthogonal ones."""
    signs = b"".join(shake_256(text.encode("utf-8", "replace")).digest(DIMENSION // 8) for text in texts)
    bits = np.unpackbits(np.frombuffer(signs, dtype=np.uint8)).reshape(len(texts), DIMENSION)
    return (2 * bits.astype(np.float32) - 1) / np.float32(DIMENSION**0.5)
