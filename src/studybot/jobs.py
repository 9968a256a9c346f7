"""Work that takes long, done once by one of all servers; when that one dies, another begins it anew or goes on with it."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pydantic import JsonValue

from studybot.errors import StudybotError
from studybot.store import Job, Stage
from studybot.store import Jobs as Rows

LEASE = timedelta(seconds=15)  # how long a server may not be heard of before its work is another's
BEAT = 2.0  # seconds between two signs of life
TRIES = 3  # servers that may die over the same work
_log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Work ended early because somebody asked for it; the words say what is left."""


class Hands(NamedTuple):
    """What work has in hand: `progress(done, total)` says how far it is, `stopped()` whether it is to end soon."""

    progress: Callable[[int, int], None]
    stopped: Callable[[], bool]


Work = Callable[[dict[str, JsonValue], Hands], str]  # from arguments to the words that it ends with


class Jobs:
    """The work of one course, as this server sees and does it."""

    def __init__(self, rows: Rows, *, lease: timedelta = LEASE, beat: float = BEAT) -> None:
        self._rows = rows
        self._lease = lease
        self._beat = beat
        self._kinds: dict[str, Work] = {}
        self._done: dict[str, tuple[int, int]] = {}  # how far each work of this server is, by its id
        self._stops: dict[str, threading.Event] = {}  # what ends the work of this server, by its room
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

    def learn(self, kind: str, work: Work) -> None:
        """Let this server do work of a kind. It may be begun again where another server died: it must bear that."""
        self._kinds[kind] = work

    def start(self, room: str, kind: str, arguments: dict[str, JsonValue] | None = None) -> Job:
        """Ask for work and return how far it is; Conflict while something is done in that room."""
        self._rows.post(Job(room=room, id=uuid.uuid4().hex, kind=kind, arguments=arguments or {}))
        self.look()
        return self.state(room)

    def state(self, room: str) -> Job:
        """Return the work of a room, or the last that was done there; it waits for nobody where there was none."""
        self.look()
        job = self._rows.last(room) or Job(room=room, id="", kind="", stage="finished")
        done, total = self._done.get(job.id, (job.done, job.total))
        return job.model_copy(update={"done": done, "total": total})

    def stop(self, room: str) -> None:
        """Ask that the work of a room end soon, whichever server does it."""
        self._rows.stop(room)
        if room in self._stops:
            self._stops[room].set()

    def look(self) -> None:
        """Take what waits, and what a server left that is not heard of any more."""
        now = datetime.now(UTC)
        while self._kinds and (job := self._rows.take(self._kinds, self._owner, now, now + self._lease)):
            threading.Thread(target=self._run, args=(job,), daemon=True, name=job.kind).start()

    def _run(self, job: Job) -> None:
        ended, stop = threading.Event(), threading.Event()
        self._stops[job.room] = stop
        threading.Thread(target=self._live, args=(job, ended, stop), daemon=True, name=f"{job.kind} lives").start()
        self._done[job.id] = (job.done, job.total)
        try:
            stage, text = self._outcome(job, stop)
        finally:
            ended.set()
        done, total = self._done.pop(job.id)
        try:
            self._rows.end(job.model_copy(update={"done": done, "total": total}), stage, text)
        except StudybotError:  # its lease runs out, and it is done again
            _log.exception("%s is done, but that could not be kept", job.kind)

    def _outcome(self, job: Job, stop: threading.Event) -> tuple[Stage, str]:
        if job.tries > TRIES:
            return "failed", f"It was begun {TRIES} times, and each time the server ended: the cause is in the servers' logs."

        def progress(done: int, total: int) -> None:
            self._done[job.id] = (done, total)

        try:
            return "finished", self._kinds[job.kind](job.arguments, Hands(progress, stop.is_set))
        except Cancelled as cancelled:
            return "cancelled", str(cancelled)
        except StudybotError as error:
            return "failed", str(error)
        except Exception:  # whatever happened: the page says so, and the log keeps the trace
            _log.exception("%s failed", job.kind)
            return "failed", "Something went wrong on the server; the cause is in its log."

    def _live(self, job: Job, ended: threading.Event, stop: threading.Event) -> None:
        """Give signs of life until the work has ended; what is another server's by now, or unwanted, is stopped."""
        while not ended.wait(self._beat):
            try:
                if not self._rows.renew(job, datetime.now(UTC) + self._lease, *self._done.get(job.id, (0, 0))):
                    stop.set()
            except StudybotError as error:
                _log.warning("%s goes on, but cannot say so: %s", job.kind, error)
