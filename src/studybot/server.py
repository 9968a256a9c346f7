"""The server's courses: opened when first used, closed again beyond a bound, exchanged when a new index lies on the disk."""

import gc
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cached_property, partial
from time import monotonic

from pydantic import JsonValue

from studybot.corpus.course import title_of
from studybot.errors import Conflict, NotFound, StoreError, StudybotError
from studybot.index.manifest import state_on_disk
from studybot.jobs import Hands
from studybot.library import courses, new_course
from studybot.ports import Embedder
from studybot.publish.publication import recover
from studybot.served import Served, one_generation
from studybot.settings import Settings
from studybot.text import slug
from studybot.wiring import build_index, is_current

COURSE = "studybot.course"  # where a request's scope has the course that its address names
BASE = "studybot.base"  # where it has how that course's addresses begin: /c/NAME, nothing for the first course
INDEX = "index"  # the kind of work that builds one
LOOK = 1.0  # seconds between two looks at the disk
FIRST = 2.0  # seconds without a request before the server begins what the first page and answer do without
CALM = 0.3  # seconds after a request in which the next one is awaited
PATIENCE = 60.0  # seconds after which what can wait is made beside requests
USUAL = 700  # objects made between two looks of the collector of garbage

_ASKED: ContextVar[str] = ContextVar("course of this request", default="")
_log = logging.getLogger(__name__)


class Server:
    """All courses that are served. The first one answers where no course is named."""

    def __init__(self, first: Served) -> None:
        self.settings: Settings = first.settings
        self._first = first
        self._lock = threading.RLock()
        self._places = courses(self.settings)
        self._served: OrderedDict[str, Served] = OrderedDict()
        self._end = threading.Event()
        self._answering = 0  # requests
        self._answered = 0.0  # when the last one was
        self.workers: list[Callable[[Served], object]] = []  # each lets a course's server do work of some kind
        self.put_off: list[Callable[[], object]] = []  # what the first page and answer do without
        self._able: set[int] = set()  # courses that have been through them

    @cached_property
    def embedder(self) -> Embedder:
        """The model that all courses use."""
        return self._first.embedder

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all courses, the first one first."""
        return tuple(self._places)

    @property
    def accounts(self) -> Served:
        """Where the logins are kept, whichever course is asked for."""
        return self._first

    def rescan(self) -> None:
        """Look for courses that were added or removed."""
        self._places = courses(self.settings)

    def create(self, title: str) -> str:
        """Make a new course without material and return its name."""
        with self._lock:
            folder = new_course(self.settings, title).course
            self.rescan()
            return slug(folder.name)

    def course(self, name: str = "") -> Served:
        """Return a course by its name, the first one without; the one used longest ago is closed beyond the bound."""
        with self._lock:
            name = name or next(iter(self._places), "")
            if name not in self._places:
                raise NotFound(f"There is no course {name!r} here: choose one of the list.")
            if name not in self._served:
                place = self._places[name]
                is_first = place.course == self.settings.course
                recover(place)
                self._served[name] = self._first if is_first else Served(place, lambda: self.embedder, self._first.answered)
            self._served.move_to_end(name)
            used = [served for served in self._served.values() if served.is_open]
            for old in used[: -self.settings.open_courses]:
                old.close()
            return self._served[name]

    def is_published(self, name: str = "") -> bool:
        """Whether a course can be asked: it has an index."""
        place = self._places.get(name or next(iter(self._places), ""))
        return place is not None and state_on_disk(place.index) is not None

    @property
    def titles(self) -> dict[str, str]:
        """The title of each course by its name."""
        return {name: title_of(place.course) for name, place in self._places.items()}

    @property
    def asked_for_name(self) -> str:
        """The name of the course that the present request is about."""
        return _ASKED.get() or next(iter(self._places), "")

    @property
    def asked_for(self) -> Served:
        """The course that the present request is about."""
        return self.course(_ASKED.get())

    @contextmanager
    def request(self, name: str) -> Iterator[None]:
        """Let everything within be about one course, and see one generation of it."""
        token = _ASKED.set(name)
        self._answering += 1
        try:
            with one_generation():
                yield
        finally:
            self._answering -= 1
            self._answered = monotonic()
            _ASKED.reset(token)

    def watch(self) -> None:
        """From now on, serve from a new index soon after it lies on the disk, whoever built it."""
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def close(self) -> None:
        """Watch no longer."""
        self._end.set()

    def _watch(self) -> None:
        for name in list(self._places):
            self.bring_up_to_date(name)
            self.look()
        threading.Thread(target=self._prepare, name="prepare", daemon=True).start()  # a new index does not wait for it
        while not self._end.wait(LOOK):
            self.look()

    def _prepare(self) -> None:
        """Make what the first page and answer do without, while nobody is answered."""
        end = monotonic() + PATIENCE
        self._answered = monotonic()
        for make in (self._make_material, self._make_rest):
            while self._is_busy(FIRST, end) and not self._end.wait(LOOK / 10):
                pass
            if not self._end.is_set():
                make(end)

    def _is_busy(self, calm: float, end: float) -> bool:
        """Whether somebody is being answered, or was so many seconds ago; at the `end` it counts no longer."""
        now = monotonic()
        return now < end and (self._answering > 0 or now - self._answered < calm)

    def _make_material(self, end: float) -> None:
        """Make what is practised of the first course before somebody asks for it, and beside no answer."""
        try:
            if self._first.is_open:
                self._first.opened.prepare(partial(self._is_busy, CALM, end))
                settle()
        except Exception:  # whoever practises is told
            _log.exception("what is practised of %s cannot be made", self._first.settings.course)

    def _make_rest(self, _end: float) -> None:
        """Make what the first page and answer do without."""
        try:
            for make in self.put_off:
                make()
        except Exception:  # pages and answers do not need it
            _log.exception("not all of the server could be made")

    def look(self) -> None:
        """Exchange each open course whose index on the disk is another one; the old one answers until the new one is open."""
        for studybot in {id(served): served for served in (self._first, *self._served.values())}.values():
            try:
                if studybot.is_behind():
                    studybot.reopen()
                    settle()
                self._work(studybot)
            except StudybotError as error:  # half of it may be written: the next look sees it whole
                _log.warning("a new index of %s cannot be opened yet: %s", studybot.settings.course, error)
            except Exception:
                _log.exception("a new index of %s cannot be opened", studybot.settings.course)

    def _work(self, studybot: Served) -> None:
        """Do what waits to be done for a course, or was left by a server that died."""
        if not studybot.is_open or not self.workers:
            return
        with suppress(StoreError):  # whoever asks for work is told
            if id(studybot) not in self._able:
                for enable in self.workers:
                    enable(studybot)
                self._able.add(id(studybot))
            studybot.jobs.look()

    def bring_up_to_date(self, name: str) -> None:
        """Have one of all servers bring the index of a course up to date; that of a first start lacks the question bank."""
        place, jobs, room = self._places[name], self._first.jobs, f"index of {name}"
        try:
            recover(place)
            if self._end.is_set() or is_current(place):
                return
            jobs.learn(INDEX, self._index)
            with suppress(Conflict):  # another server is at it
                jobs.start(room, INDEX, {"course": name})
            while jobs.state(room).stage in ("waiting", "running") and not self._end.wait(LOOK / 2):
                pass
            if (job := jobs.state(room)).stage == "failed":
                _log.warning("%s: %s", place.course, job.text)
        except StudybotError as error:
            _log.warning("%s: %s", place.course, error)

    def _index(self, given: dict[str, JsonValue], hands: Hands) -> str:
        place = self._places[str(given["course"])]
        build_index(place, embedder=lambda: self.embedder, progress=hands.progress)
        return "The index is up to date."


def settle(*, collect: bool = True) -> None:
    """Let the collector of garbage pass by what is open now: it would walk a course for 0.2 seconds and answer nobody.

    Without `collect` what is garbage already is passed by, too, until the next time.
    """
    gc.unfreeze()
    if collect:
        gc.collect()
    gc.freeze()
    gc.set_threshold(USUAL)
