"""Work shared out among copies of this process, which hold in common all that is opened: results in order, the same as without.

Only Linux copies a process safely, and only one that no other thread computes in: whoever asks for copies knows that.
"""

import gc
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from multiprocessing.connection import Connection, Pipe, wait
from typing import NamedTuple, TypeVar

Result = TypeVar("Result")
Pieces = Sequence[Callable[[], Result]]
WORTH = 16  # pieces below which no copy is made
MOST = 4  # processes: each grows by what it touches, some 60 MB
MANY = 16_000  # pieces whose numbers wait in a queue of 64 KB
PLACE = 4  # bytes of such a number
SILENT = 60.0  # seconds after which a copy that says nothing counts as dead
USUAL = 20_000  # objects made between two looks of the collector of garbage: pieces leave little behind


class _Copy(NamedTuple):
    process: int
    results: Connection

    def end(self) -> None:
        self.results.close()
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def shared_out(pieces: Pieces[Result], common: Sequence[object] = ()) -> Iterator[Result]:
    """Yield the result of each piece of work, in order; what a copy leaves undone is done here.

    `common` are objects that results refer to and every copy has: they are not sent.
    """
    processes = min(MOST, len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1)
    if not WORTH <= len(pieces) <= MANY or processes < 2:
        yield from (piece() for piece in pieces)
        return
    queue, numbers = os.pipe()
    os.write(numbers, b"".join(place.to_bytes(PLACE, "big") for place in range(len(pieces))))
    os.close(numbers)
    copies: list[_Copy] = []
    usual = gc.get_threshold()
    gc.freeze()  # what is opened stays in common, and is not looked through again and again
    gc.set_threshold(USUAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Python sees a thread that computes nothing: a bar of progress
            copies.extend(_copy(pieces, common, queue) for _ in range(processes - 1))
        yield from _joined(pieces, common, queue, [copy.results for copy in copies])
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        os.close(queue)
        for copy in copies:
            copy.end()


def _joined(pieces: Pieces[Result], common: Sequence[object], queue: int, copies: list[Connection]) -> Iterator[Result]:
    """Work beside the copies, and yield each result when those before it are there."""
    results: dict[int, Result] = {}
    for place in range(len(pieces)):
        while place not in results:
            _receive(results, common, copies, 0)
            if place in results:
                break
            if number := os.read(queue, PLACE):
                own = int.from_bytes(number, "big")
                results[own] = pieces[own]()
            elif not _receive(results, common, copies, SILENT):
                results[place] = pieces[place]()
        yield results.pop(place)


def _receive(results: dict[int, Result], common: Sequence[object], copies: list[Connection], seconds: float) -> bool:
    """Take what copies have done, waiting so long for the first; whether there was something."""
    ready = wait(copies, seconds) if copies else []
    for copy in ready:
        assert isinstance(copy, Connection)
        try:
            while copy.poll():
                place, result = _Reader(copy.recv_bytes(), common).load()
                results[place] = result
        except (EOFError, OSError):  # it ended
            copies.remove(copy)
    return bool(ready)


def _copy(pieces: Pieces[Result], common: Sequence[object], queue: int) -> _Copy:
    results, sending = Pipe(duplex=False)
    process = os.fork()
    if process:
        sending.close()
        return _Copy(process, results)
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
        results.close()
        known = {id(given): place for place, given in enumerate(common)}
        while number := os.read(queue, PLACE):
            place = int.from_bytes(number, "big")
            written = BytesIO()
            _Writer(written, known).dump((place, pieces[place]()))
            sending.send_bytes(written.getbuffer())
    finally:
        os._exit(0)


class _Writer(pickle.Pickler):
    def __init__(self, file: BytesIO, known: dict[int, int]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._known = known

    def persistent_id(self, given: object) -> int | None:
        return self._known.get(id(given))


class _Reader(pickle.Unpickler):
    def __init__(self, written: bytes, common: Sequence[object]) -> None:
        super().__init__(BytesIO(written))
        self._common = common

    def persistent_load(self, place: int) -> object:
        return self._common[place]
