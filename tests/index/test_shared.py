"""Many askers at once share one encoder: each gets its own vectors, waiting texts go together, and none is encoded twice."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from fakes import HashingEmbedder
from studybot.index.shared import SharedEncoder
from studybot.ports import Vectors


class Slow(HashingEmbedder):
    """Keeps what it is given, and holds the first text back until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[list[str]] = []
        self.begun, self.free = threading.Event(), threading.Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the hashing embedder."""
        self.given.append(list(texts))
        if "first" in texts:
            self.begun.set()
            assert self.free.wait(10)
        if "broken" in texts:
            raise MemoryError("no room")
        return super().encode(texts)


def test_what_waits_is_encoded_together() -> None:
    """While one question is encoded, all that come meanwhile wait and go in one batch; each gets its own vectors."""
    slow = Slow()
    shared = SharedEncoder(slow)  # type: ignore[arg-type]
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(shared.encode, ["first"])
        assert slow.begun.wait(10)
        others = [pool.submit(shared.encode, [f"question {number}", "the same"]) for number in range(8)]
        while len(shared._waiting) < 10:  # "first", eight questions, and what all of them ask
            pass
        slow.free.set()
        rows = [future.result(10) for future in others]
    assert [sorted(texts) for texts in slow.given] == [["first"], sorted(["the same", *(f"question {n}" for n in range(8))])]
    plain = HashingEmbedder()
    np.testing.assert_array_equal(first.result(), plain.encode(["first"]))
    for number, found in enumerate(rows):
        np.testing.assert_array_equal(found, plain.encode([f"question {number}", "the same"]))


def test_what_was_asked_lately_is_not_encoded_again() -> None:
    """The same text is encoded once until as many others as are remembered were asked after it."""
    slow = Slow()
    shared = SharedEncoder(slow, remembered=2)  # type: ignore[arg-type]
    for text in ("one", "two", "one", "three", "one", "two"):
        shared.encode([text])
    assert slow.given == [["one"], ["two"], ["three"], ["two"]]
    assert (shared.encoded, shared.recalled) == (4, 2)
    assert shared.encode([]).shape == (0, 256)
    assert shared.encode(["a", "b", "c", "a"]).shape == (4, 256)


def test_an_error_reaches_who_asked_and_nobody_later() -> None:
    """When encoding fails, those whose texts were encoded get the error; the next question is answered."""
    shared = SharedEncoder(Slow())  # type: ignore[arg-type]
    with pytest.raises(MemoryError):
        shared.encode(["broken"])
    assert shared.encode(["whole"]).shape == (1, 256)
