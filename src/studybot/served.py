"""A course that is served: what is of the course comes from one generation of its index within a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

from studybot.errors import IndexUnusable, StoreError
from studybot.index.manifest import state_on_disk
from studybot.opened import Opened, open_course
from studybot.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from studybot.answer.assistant import Assistant
    from studybot.chat import Chat
    from studybot.coverage.groups import QuestionVectors
    from studybot.index.local import LocalBackend
    from studybot.index.manifest import Manifest
    from studybot.index.rerank import AnswerReranker
    from studybot.jobs import Jobs
    from studybot.ports import Embedder
    from studybot.store import Store
    from studybot.study.material import Material
    from studybot.types import Answer, Course, Document, Passage


_PINNED: ContextVar[dict[int, Opened] | None] = ContextVar("generations of this request", default=None)


@dataclass
class Served:
    """A course that is served: the generation of its index that answers now, exchanged whole, and what its learners did."""

    settings: Settings
    load: Callable[[], Embedder]  # gives the embedding model, which several courses may use
    answered: Callable[[Answer], object] = id  # told each answer to a learner
    _loading: Future[Embedder] | None = field(default=None, init=False, repr=False)
    _lock: RLock = field(default_factory=RLock, init=False, repr=False)
    _opened: Opened | None = field(default=None, init=False, repr=False)
    _state: object = field(default=None, init=False, repr=False)

    def preload(self) -> None:
        """Load the model in the background, so that the index can be opened meanwhile; its errors come when it is used."""
        if self._loading is None and "embedder" not in self.__dict__:
            loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
            self._loading = loader.submit(self.load)
            loader.shutdown(wait=False)

    def warm(self) -> None:
        """Open what answers and let it answer once, so that the first learner waits no longer than the second."""
        self.preload()
        _warm(self.opened)
        _ = self.store

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model."""
        return self._loading.result() if self._loading is not None else self.load()

    @property
    def opened(self) -> Opened:
        """The generation that answers now; within a request always the one that it began with."""
        with self._lock:
            if self._opened is None:
                self._state = state_on_disk(self.settings.index)
                self._opened = open_course(self.settings, lambda: self.embedder, lambda: self.store.practice)
            pinned = _PINNED.get()
            return self._opened if pinned is None else pinned.setdefault(id(self), self._opened)

    def reopen(self) -> None:
        """Serve from the index on disk: it is opened whole, then takes the place of the old one in one step."""
        state = state_on_disk(self.settings.index)
        opened = open_course(self.settings, lambda: self.embedder, lambda: self.store.practice)
        if self._opened is not None:
            _warm(opened)
            _ = opened.material
        with self._lock:
            self._opened, self._state = opened, state
            pinned = _PINNED.get()
            if pinned is not None:  # who asks for the new one goes on with it
                pinned[id(self)] = opened
        self.announce()

    @property
    def is_open(self) -> bool:
        """Whether the index is held in memory."""
        return self._opened is not None

    def close(self) -> None:
        """Let go of the opened index; it is opened again when it is used next."""
        with self._lock:
            self._opened = None

    def is_behind(self) -> bool:
        """Whether an index lies on disk that was not there when this one was opened, or another server says so and it does."""
        if self._opened is None:
            return False
        return state_on_disk(self.settings.index) not in (None, self._state) or self._is_told()

    def _is_told(self) -> bool:
        if not self.settings.is_shared:
            return False
        with suppress(StoreError):  # without a database the disk tells, a little later
            told = self.store.generations.announced()
            # Opening a file shows what it holds now, where its state may be remembered for a while (NFS).
            return told not in ("", self.opened.manifest.digest) and self.stored_manifest.digest == told
        return False

    def announce(self) -> None:
        """Tell the other servers of this database which index lies on the disk now."""
        if self.settings.is_shared:
            with suppress(StoreError):
                self.store.generations.announce(self.stored_manifest.digest)

    @property
    def stored_manifest(self) -> Manifest:
        """The manifest on disk, without opening the index."""
        from studybot.index.manifest import load_manifest

        return load_manifest(self.settings.index)

    @property
    def manifest(self) -> Manifest:
        """What the index was built from."""
        return self.opened.manifest

    @property
    def course(self) -> Course:
        """The course with the topics that are indexed, in order."""
        return self.opened.course

    @property
    def shown_course(self) -> Course:
        """The course; of one that has no index yet only its title."""
        from studybot.corpus.course import title_of
        from studybot.types import Course

        try:
            return self.course
        except IndexUnusable:
            folder = self.settings.course
            return Course(id="", title=title_of(folder) if folder.is_dir() else "No course yet")

    @property
    def documents(self) -> tuple[Document, ...]:
        """The course's documents in order."""
        return self.opened.documents

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in course order, without opening the search."""
        return self.opened.passages

    @property
    def backend(self) -> LocalBackend:
        """The search."""
        return self.opened.backend

    @property
    def reader(self) -> AnswerReranker | None:
        """Reads a text with what was found for it; None where the answer scorer is not used."""
        return self.opened.reader

    @property
    def assistant(self) -> Assistant:
        """Answers questions."""
        return self.opened.assistant

    @property
    def material(self) -> Material:
        """What can be practised."""
        return self.opened.material

    @cached_property
    def store(self) -> Store:
        """What learners did."""
        from studybot.store import Store

        return Store.open(self.settings.database_url)

    @cached_property
    def jobs(self) -> Jobs:
        """What takes long and is done once, whichever server was asked."""
        from studybot.jobs import Jobs

        return Jobs(self.store.jobs)

    @property
    def chat(self) -> Chat:
        """Conversations with the generation that answers now."""
        from studybot.chat import Chat

        return Chat(self.assistant, self.store, log=self.settings.question_log, told=self.answered)

    @property
    def question_vectors_file(self) -> Path:
        """Where the embeddings of learners' questions are kept."""
        return self.settings.data / "question-vectors.npz"

    @cached_property
    def question_vectors(self) -> QuestionVectors:
        """Embeddings of learners' questions, which group them."""
        from studybot.coverage.groups import QuestionVectors

        return QuestionVectors(self.question_vectors_file, self.embedder)


def _warm(opened: Opened) -> None:
    from studybot.types import Question

    opened.assistant.ask(Question(text="warm up"))


@contextmanager
def one_generation() -> Iterator[None]:
    """Let everything within see one generation of each course, also while another takes its place."""
    token = _PINNED.set({})
    try:
        yield
    finally:
        _PINNED.reset(token)
