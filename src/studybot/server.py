"""The server's courses: opened when first used, closed again beyond a bound, exchanged when a new index lies on the disk."""

import gc
import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from studybot.corpus.course import title_of
from studybot.errors import NotFound, StudybotError
from studybot.index.files import state_on_disk
from studybot.library import courses, new_course
from studybot.ports import Embedder
from studybot.publish.publication import recover
from studybot.settings import Settings
from studybot.text import slug
from studybot.wiring import Studybot, build_index, is_current, one_generation

COURSE = "studybot.course"  # where a request's scope has the course that its address names
BASE = "studybot.base"  # where it has how that course's addresses begin: /c/NAME, nothing for the first course
LOOK = 1.0  # seconds between two looks at the disk

_ASKED: ContextVar[str] = ContextVar("course of this request", default="")
_log = logging.getLogger(__name__)


class Server:
    """All courses that are served. The first one answers where no course is named."""

    def __init__(self, first: Studybot) -> None:
        self.settings: Settings = first.settings
        self._first = first
        self._lock = threading.RLock()
        self._places = courses(self.settings)
        self._served: OrderedDict[str, Studybot] = OrderedDict()
        self._end = threading.Event()

    @cached_property
    def embedder(self) -> Embedder:
        """The model that all courses use."""
        return self._first.embedder

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all courses, the first one first."""
        return tuple(self._places)

    @property
    def accounts(self) -> Studybot:
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

    def course(self, name: str = "") -> Studybot:
        """Return a course by its name, the first one without; the one used longest ago is closed beyond the bound."""
        with self._lock:
            name = name or next(iter(self._places), "")
            if name not in self._places:
                raise NotFound(f"There is no course {name!r} here: choose one of the list.")
            if name not in self._served:
                place = self._places[name]
                is_first = place.course == self.settings.course
                recover(place)
                self._served[name] = self._first if is_first else Studybot(place, lambda: self.embedder)
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
    def asked_for(self) -> Studybot:
        """The course that the present request is about."""
        return self.course(_ASKED.get())

    @contextmanager
    def request(self, name: str) -> Iterator[None]:
        """Let everything within be about one course, and see one generation of it."""
        token = _ASKED.set(name)
        try:
            with one_generation():
                yield
        finally:
            _ASKED.reset(token)

    def watch(self) -> None:
        """From now on, serve from a new index soon after it lies on the disk, whoever built it."""
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def close(self) -> None:
        """Watch no longer."""
        self._end.set()

    def _watch(self) -> None:
        for place in list(self._places.values()):
            self.bring_up_to_date(place)
            self.look()
        while not self._end.wait(LOOK):
            self.look()

    def look(self) -> None:
        """Exchange each open course whose index on the disk is another one; the old one answers until the new one is open."""
        for studybot in {id(served): served for served in (self._first, *self._served.values())}.values():
            try:
                if studybot.is_behind():
                    studybot.reopen()
                    settle()
            except StudybotError as error:  # half of it may be written: the next look sees it whole
                _log.warning("a new index of %s cannot be opened yet: %s", studybot.settings.course, error)
            except Exception:
                _log.exception("a new index of %s cannot be opened", studybot.settings.course)

    def bring_up_to_date(self, place: Settings) -> None:
        """Bring the index of a course up to date; the first one's lacks the question bank when it was built just now."""
        try:
            recover(place)
            if not self._end.is_set() and not is_current(place):
                build_index(place, embedder=lambda: self.embedder)
        except StudybotError as error:
            _log.warning("%s: %s", place.course, error)


def settle() -> None:
    """Let the collector of garbage pass by what is open now: it would walk a course for 0.2 seconds and answer nobody."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
