"""SharedEncoder: one encoder for many askers at once; what waits is encoded together, what was asked lately is remembered."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np

from studybot.index.compiled import CompiledEncoder
from studybot.ports import Vectors

REMEMBERED = 4096  # texts whose vectors are kept: 6 MB at 384 numbers each


class SharedEncoder:
    """Gives what its encoder gives. Nobody waits for others to come: who comes while others are encoded goes with the next.

    A compiled vector is the same in every batch, so that neither company nor memory changes an answer.
    """

    def __init__(self, encoder: CompiledEncoder, remembered: int = REMEMBERED) -> None:
        self._encoder = encoder
        self._remembered = remembered
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._waiting: dict[str, Future[Vectors]] = {}
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self.encoded = self.recalled = 0  # texts that were asked for: those new to it, and those it had or awaited

    @property
    def name(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 unit rows, in the order of `texts`."""
        if not texts:
            return self._encoder.encode(texts)
        if len(texts) > self._remembered:
            return self._encoder.encode(texts)
        wanted = [self._asked(text) for text in texts]
        while not all(future.done() for future in wanted):
            with self._turn:
                self._encode_waiting()
        return np.stack([future.result() for future in wanted])

    @property
    def alone(self) -> CompiledEncoder:
        """The encoder itself, which remembers nothing."""
        return self._encoder

    def _asked(self, text: str) -> "Future[Vectors]":
        """What will hold the vector of a text: remembered, waiting already, or waiting from now on."""
        with self._lock:
            is_new = text not in self._waiting and text not in self._vectors
            self.encoded, self.recalled = self.encoded + is_new, self.recalled + (not is_new)
            if text in self._waiting:
                return self._waiting[text]
            future: Future[Vectors] = Future()
            if text in self._vectors:
                self._vectors.move_to_end(text)
                future.set_result(self._vectors[text])
            else:
                self._waiting[text] = future
            return future

    def _encode_waiting(self) -> None:
        """Encode all that wait; whose turn it is does it for everybody."""
        with self._lock:
            waiting = dict(self._waiting)
        if not waiting:
            return
        try:
            rows = self._encoder.encode(list(waiting))
        except BaseException as error:
            with self._lock:
                for text, future in waiting.items():
                    del self._waiting[text]
                    future.set_exception(error)
            return
        with self._lock:
            for (text, future), row in zip(waiting.items(), rows, strict=True):
                del self._waiting[text]
                self._vectors[text] = row.copy()
                future.set_result(row)
            while len(self._vectors) > self._remembered:
                self._vectors.popitem(last=False)
