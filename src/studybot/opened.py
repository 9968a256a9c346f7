"""One generation of a course's index, opened: all of it comes from the same build, whatever happens on the disk meanwhile."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock, RLock
from typing import TYPE_CHECKING, TypeVar, cast

from studybot.errors import IndexUnusable, NotFound
from studybot.settings import DEFAULT_RERANKER
from studybot.text import speaking

if TYPE_CHECKING:
    from collections.abc import Callable

    from studybot.answer.assistant import Assistant
    from studybot.answer.vocabulary import Vocabulary
    from studybot.facts import Facts
    from studybot.index.dense import DenseIndex
    from studybot.index.files import Content
    from studybot.index.lexical import LexicalIndex
    from studybot.index.local import LocalBackend
    from studybot.index.manifest import Manifest
    from studybot.index.rerank import AnswerReranker
    from studybot.ports import Embedder, Reranker
    from studybot.settings import Settings
    from studybot.store import Practice
    from studybot.study.material import Material
    from studybot.study.wording import Wording
    from studybot.types import Course, Document, Entry, Passage, Topic

# Languages in scripts that the packaged model breaks into characters: its vectors are alike for whatever they say.
UNREAD = frozenset(("ar", "bn", "el", "he", "hi", "ja", "ko", "ru", "ta", "th", "zh"))
Part = TypeVar("Part")


class Opened:
    """A course as one build of its index holds it. Parts are made when first used, once, and never exchanged."""

    def __init__(
        self,
        settings: Settings,
        embedder: Callable[[], Embedder],
        index: tuple[Manifest, Content, DenseIndex],
        lexical: LexicalIndex,
        practice: Callable[[], Practice] | None = None,
    ) -> None:
        self.settings = settings
        self._learned = practice
        self.manifest, self._content, self._dense = index
        self._lexical = lexical
        self._embedder = embedder
        self._parts: dict[str, object] = {}
        self._lock = Lock()
        self._locks: dict[str, RLock] = {}
        self._busy: Callable[[], bool] | None = None

    @property
    def embedder(self) -> Embedder:
        """The embedding model."""
        return self._embedder()

    @property
    def course(self) -> Course:
        """The course with the topics that are indexed, in order."""
        return self.manifest.course

    @property
    def documents(self) -> tuple[Document, ...]:
        """The course's documents in order."""
        return self._content.documents

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in course order, without opening the search."""
        return self._content.passages

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The texts that lead to passages."""
        return self._content.entries

    def document(self, topic_id: str) -> Document:
        """Return the document of a topic; raises NotFound."""
        for document in self.documents:
            if document.topic.id == topic_id:
                return document
        raise NotFound(f"there is no topic {topic_id!r}: see 'studybot topics'")

    def topic(self, name: str) -> Topic:
        """Return the topic with this id, title or card title, in upper or lower case; NotFound names the nearest id."""
        from rapidfuzz import process

        for topic in self.course.topics:
            if name.strip().casefold() in (topic.id, topic.title.casefold(), topic.card_title.casefold()):
                return topic
        near = process.extractOne(name.casefold(), [topic.id for topic in self.course.topics])
        raise NotFound(f"there is no topic {name!r}{f' (the nearest is {near[0]!r})' if near else ''}: see 'studybot topics'")

    @property
    def backend(self) -> LocalBackend:
        """The search."""
        return self._part("backend", self._search)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the course."""
        return self._part("vocabulary", self._words)

    @property
    def facts(self) -> Facts:
        """What the course says, by form."""
        return self._part("facts", self._said)

    @property
    def assistant(self) -> Assistant:
        """Answers questions."""
        return self._part("assistant", self._answering)

    @property
    def _reranker(self) -> Reranker | None:
        return self._part("reranker", self._reranked)

    @property
    def reader(self) -> AnswerReranker | None:
        """Reads a text with what was found for it; None where the answer scorer is not used."""
        from studybot.index.rerank import AnswerReranker

        reranker = self._reranker
        return reranker if isinstance(reranker, AnswerReranker) else None

    @property
    def material(self) -> Material:
        """What can be practised; the search stays closed."""
        self._busy = None
        return self._part("material", self._practice)

    @property
    def wording(self) -> Wording:
        """How the course words things, as exercises and sheets say it."""
        from studybot.study.wording import Wording

        return self._part("wording", lambda: Wording(self.passages))

    def prepare(self, busy: Callable[[], bool]) -> None:
        """Make what is practised, with rests while others are `busy`, until somebody waits for it."""
        self._busy = busy
        self._part("material", self._practice)

    def _part(self, name: str, make: Callable[[], Part]) -> Part:
        with self._lock:  # a part that is being made keeps nobody from another
            lock = self._locks.setdefault(name, RLock())
        with lock:
            if name not in self._parts:
                with speaking(self.course.language):
                    self._parts[name] = make()
            return cast(Part, self._parts[name])

    def _search(self) -> LocalBackend:
        from studybot.index.encode import PACKAGED_MODEL
        from studybot.index.local import LocalBackend
        from studybot.index.ranking import RankingModel

        banked = any(entry.kind == "bank" for entry in self.entries)
        ranking = RankingModel.fitting(self.manifest.embedder, banked=banked)
        backend = LocalBackend(ranking)
        if self.settings.milvus:
            from studybot.index.milvus import MilvusBackend

            name = self.settings.course.resolve().name
            backend = MilvusBackend(self.settings.milvus, name, self.settings.milvus_token, ranking)
        backend.language = self.course.language
        backend.reads = self.course.language not in UNREAD or not self.manifest.embedder.startswith(PACKAGED_MODEL)
        backend.fill(self.passages, self.entries, self._dense, self._lexical)
        return backend

    def _words(self) -> Vocabulary:
        from studybot.answer.vocabulary import Vocabulary

        return Vocabulary.of(self.passages, (entry.text for entry in self.entries if entry.kind == "bank"))

    def _said(self) -> Facts:
        from studybot.facts import Facts

        return Facts.of(self.passages, self.course.language)

    def _answering(self) -> Assistant:
        from studybot.answer.act import Acts, exemplar_vectors
        from studybot.answer.assistant import Assistant
        from studybot.answer.exemplars import packaged_exemplars
        from studybot.answer.extract import ExtractiveComposer
        from studybot.answer.judge import fitting_model
        from studybot.answer.names import heading_stems
        from studybot.answer.replies import Replies
        from studybot.study.tutor import StudyTutor

        vocabulary, backend, exemplars = self.vocabulary, self.backend, packaged_exemplars()
        embedder = self._embedder()  # last: while it loads in the background, everything else is opened
        acts = Acts(exemplars, exemplar_vectors(embedder, exemplars), heading_stems(self.passages))
        tutor = StudyTutor(lambda: self.material, self._learned, lambda: "material" in self._parts)
        return Assistant(
            embedder,
            backend,
            ExtractiveComposer(self.facts, embedder),
            vocabulary=vocabulary,
            judge_model=fitting_model(self.manifest.embedder),
            acts=acts,
            replies=Replies(self.course, backend, tutor, acts, exemplars, vocabulary.ease, embedder.encode),
            reranker=self._reranker,
            hits=self.settings.hits,
            language=self.course.language,
        )

    def _reranked(self) -> Reranker | None:
        from studybot.index.rerank import load_reranker

        packaged = self.settings.reranker == DEFAULT_RERANKER  # it reads English alone
        name = self.settings.reranker if self.course.language == "en" or not packaged else ""
        return load_reranker(name, self.backend.wording, packaged=packaged)

    def _practice(self) -> Material:
        from studybot.index.encode import PACKAGED_MODEL
        from studybot.index.reading import reading
        from studybot.study.material import gently, material

        parts = self.embedder, self._dense, self.entries, self.passages
        reads = self.course.language == "en" and self.manifest.embedder.startswith(PACKAGED_MODEL)  # which reads English
        encode = gently(self.embedder.encode, lambda: self._busy) if reads else None
        reader = reading(*parts) if reads and self.settings.reranker == DEFAULT_RERANKER else None
        asked = defaultdict[str, list[str]](list)
        for entry in (one for one in self.entries if one.kind == "bank"):
            asked[entry.passage].append(entry.text)
        return material(self.course.topics, self.passages, asked.__getitem__, say=self.wording, encode=encode, reader=reader)


def open_course(settings: Settings, embedder: Callable[[], Embedder], practice: Callable[[], Practice] | None = None) -> Opened:
    """Open the index on disk; IndexUnusable when there is none, or it was built with another model.

    `practice` knows how far learners are; without it everybody is at the beginning.
    """
    from studybot.index.encode import model_name
    from studybot.index.files import load, load_postings

    index = load(settings.index)
    name = model_name(settings.model)
    if index[0].embedder != name:
        raise IndexUnusable(
            f"{str(settings.index)!r} was built with {index[0].embedder!r}, settings ask {name!r}: run 'studybot index'"
        )
    return Opened(settings, embedder, index, load_postings(settings.index, index[0]), practice)
