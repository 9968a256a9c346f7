"""The only file that names concrete classes: settings in, a working studybot out.

Libraries are imported when the part that needs them is first used, so that a command pays for what it needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from studybot.errors import IndexUnusable, NotFound
from studybot.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from studybot.answer.assistant import Assistant
    from studybot.chat import Chat
    from studybot.coverage.groups import QuestionVectors
    from studybot.coverage.health import Health
    from studybot.evaluate.dataset import Dataset
    from studybot.evaluate.summary import Summary
    from studybot.index.dense import DenseIndex
    from studybot.index.encode import Progress
    from studybot.index.files import Content, Manifest
    from studybot.index.local import LocalBackend
    from studybot.ports import Embedder, Reranker
    from studybot.store import Store
    from studybot.study.material import Material
    from studybot.types import Course, Document, Passage, Receipt, Topic


@dataclass
class Studybot:
    """Everything opened once: model, index, store. Parts open when first used, so that a command pays for what it needs."""

    settings: Settings
    _loading: Future[Embedder] | None = field(default=None, init=False, repr=False)

    def preload(self) -> None:
        """Load the model in the background, so that the index can be opened meanwhile; its errors come when it is used."""
        if self._loading is None and "embedder" not in self.__dict__:
            loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
            self._loading = loader.submit(load_embedder, self.settings)
            loader.shutdown(wait=False)

    def warm(self) -> None:
        """Open every part and answer one question, so that the first learner waits no longer than the second."""
        from studybot.types import Question

        self.preload()
        self.assistant.ask(Question(text="warm up"))
        _ = self.chat, self.material

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model."""
        return self._loading.result() if self._loading is not None else load_embedder(self.settings)

    @cached_property
    def _index(self) -> tuple[Manifest, Content, DenseIndex]:
        from studybot.index.encode import model_name
        from studybot.index.files import load

        manifest, content, dense = load(self.settings.index)
        name = model_name(self.settings.model)
        if manifest.embedder != name:
            raise IndexUnusable(
                f"{str(self.settings.index)!r} was built with {manifest.embedder!r}, settings ask {name!r}: "
                "run 'studybot index'"
            )
        return manifest, content, dense

    def reopen(self) -> None:
        """Forget the opened index and all that was made from it: what is used next comes from the one on disk."""
        for part in ("_index", "backend", "assistant", "chat", "material"):
            self.__dict__.pop(part, None)

    @property
    def stored_manifest(self) -> Manifest:
        """The manifest on disk, without opening the index."""
        from studybot.index.files import load_manifest

        return load_manifest(self.settings.index)

    @property
    def manifest(self) -> Manifest:
        """What the index was built from."""
        return self._index[0]

    @property
    def course(self) -> Course:
        """The course with the topics that are indexed, in order."""
        return self.manifest.course

    @property
    def documents(self) -> tuple[Document, ...]:
        """The course's documents in order."""
        return self._index[1].documents

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in course order, without opening the search."""
        return self._index[1].passages

    @cached_property
    def backend(self) -> LocalBackend:
        """The search."""
        from studybot.index.local import LocalBackend

        _, content, dense = self._index
        backend = LocalBackend()
        backend.fill(content.passages, content.entries, dense)
        return backend

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

    @cached_property
    def assistant(self) -> Assistant:
        """Answers questions."""
        from studybot.answer.assistant import Assistant
        from studybot.answer.extract import ExtractiveComposer
        from studybot.answer.judge import packaged_model
        from studybot.answer.vocabulary import Vocabulary

        entries = self._index[1].entries
        vocabulary = Vocabulary.of(self.passages, (entry.text for entry in entries if entry.kind == "bank"))
        # The model last: while it loads in the background, everything else is opened.
        backend = self.backend
        return Assistant(
            self.embedder,
            backend,
            ExtractiveComposer(),
            vocabulary=vocabulary,
            judge_model=packaged_model(),
            reranker=_load_reranker(self.settings.reranker),
            hits=self.settings.hits,
        )

    @cached_property
    def material(self) -> Material:
        """What can be practised, made when it is first used; the search stays closed."""
        from studybot.study.material import material

        asked: dict[str, list[str]] = {}
        for entry in self._index[1].entries:
            if entry.kind == "bank":
                asked.setdefault(entry.passage, []).append(entry.text)
        return material(self.course.topics, self.passages, lambda passage: asked.get(passage, ()))

    @cached_property
    def store(self) -> Store:
        """What learners did."""
        from studybot.store import Store

        return Store.open(self.settings.database_url)

    @cached_property
    def chat(self) -> Chat:
        """Conversations."""
        from studybot.chat import Chat

        return Chat(self.assistant, self.store, log=self.settings.question_log)

    @property
    def question_vectors_file(self) -> Path:
        """Where the embeddings of learners' questions are kept."""
        return self.settings.data / "question-vectors.npz"

    @cached_property
    def question_vectors(self) -> QuestionVectors:
        """Embeddings of learners' questions, which group them."""
        from studybot.coverage.groups import QuestionVectors

        return QuestionVectors(self.question_vectors_file, self.embedder)

    def health(self) -> Health:
        """Return the health of the material, with what its bank, its cards, its quiz and its learners add to each topic."""
        from collections import Counter

        from studybot.coverage.health import Counts, health

        topic_of = {passage.id: passage.topic for passage in self.passages}
        changed: dict[str, datetime] = {}
        for document in self.documents:
            path = self.settings.course / document.source
            if path.exists():
                changed[document.topic.id] = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        counts = Counts(
            bank=Counter(topic_of[entry.passage] for entry in self._index[1].entries if entry.kind == "bank"),
            cards=Counter(card.topic for card in self.material.cards.values()),
            quiz=Counter(item.topic for item in self.material.items.values()),
            asked=self.store.topic_counts(),
            changed=changed,
        )
        return health(self.documents, self.passages, counts, receipt=self.manifest.receipt)

    def evaluate(
        self,
        dataset: Dataset,
        folder: Path,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        fresh: bool = False,
        block: int | None = None,
    ) -> Summary | None:
        """Answer and measure a dataset into a run folder; None when it was cancelled (see evaluate.run)."""
        from studybot.evaluate.environment import circumstances
        from studybot.evaluate.run import BLOCK, run_evaluation

        deciding = self.settings.model_dump(mode="json", include={"model", "reranker", "passage_size", "hits", "use_bank"})
        texts = {document.id: document.text for document in self.documents}
        return run_evaluation(
            self.assistant,
            dataset,
            folder,
            read_source=texts.__getitem__,
            circumstances=circumstances(self.manifest.digest, deciding),
            started=datetime.now(UTC),
            clock=time.perf_counter,
            progress=progress,
            cancelled=cancelled,
            fresh=fresh,
            block=block or BLOCK,
        )


def load_embedder(settings: Settings) -> Embedder:
    """Load the embedding model that the settings name."""
    from studybot.index.compiled import open_encoder

    return open_encoder(settings.model)


def _load_reranker(model: str) -> Reranker | None:
    """The reranker that the settings name, None for none."""
    if not model:
        return None
    from studybot.index.rerank import CrossReranker

    return CrossReranker.load(model)


def build_index(
    settings: Settings,
    *,
    fresh: bool = False,
    progress: Progress | None = None,
    embedder: Callable[[], Embedder] | None = None,
) -> Receipt | None:
    """Bring the index up to date; None when it already is. `embedder` gives a model that is loaded (or loading) already."""
    from studybot import ingest

    if not fresh and is_current(settings):
        return None
    return ingest.build(
        settings.course,
        settings.index,
        embedder or (lambda: load_embedder(settings)),
        passage_size=settings.passage_size,
        use_bank=settings.use_bank,
        fresh=fresh,
        progress=progress,
    )


def is_current(settings: Settings) -> bool:
    """Whether the index on disk is what the course and settings ask for."""
    from studybot import ingest
    from studybot.index.encode import model_name

    return ingest.up_to_date(
        settings.course,
        settings.index,
        embedder_name=model_name(settings.model),
        passage_size=settings.passage_size,
        use_bank=settings.use_bank,
    )


def open_studybot(settings: Settings) -> Studybot:
    """Return a studybot that opens its parts when they are first used."""
    return Studybot(settings)
