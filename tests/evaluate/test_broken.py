"""The real assistant, broken on purpose: the gate of the supplied course notices each break."""

import itertools
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

import real
from studybot.answer.assistant import Assistant
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.judge import packaged_model
from studybot.errors import StudybotError
from studybot.evaluate.dataset import Dataset, read_dataset
from studybot.evaluate.folder import Circumstances
from studybot.evaluate.gate import Gate, GateResult, Rule, check_gate, read_gate
from studybot.evaluate.run import run_evaluation
from studybot.evaluate.summary import Summary
from studybot.index.dense import DenseIndex
from studybot.index.lexical import LexicalIndex
from studybot.index.local import LocalBackend
from studybot.index.rerank import AnswerReranker
from studybot.index.scorer.model import packaged_scorer
from studybot.ports import Embedder, Vectors
from studybot.served import Served
from studybot.text import stems
from studybot.types import Answer, Entry, Hit, Passage, Question, Understanding, Verdict

EVALUATION = real.COURSE / "evaluation"
Measure = Callable[[Assistant, str], Summary]

pytestmark = pytest.mark.slow


class Remembering:
    """Encodes a text once, however many broken assistants ask for it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self.name, self.dimension = embedder.name, embedder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 unit rows."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= dict(zip(missing, self._embedder.encode(missing), strict=True))
        return np.stack([self._known[text] for text in texts])


class Refusing(Assistant):
    """Refuses everything."""

    def ask_many(
        self, questions: Sequence[Question], histories: Sequence[Sequence[Answer]] | None = None, **_named: object
    ) -> list[Answer | StudybotError]:
        """Find as always, say nothing."""
        refusal = {"outcome": "not_covered", "statements": ()}
        return [answer.model_copy(update=refusal) for answer in super().ask_many(questions, histories)]  # type: ignore[union-attr]


class Shuffling(LocalBackend):
    """Finds the right passages and puts them in any order, with the scores that a search gives to such an order."""

    def search(self, question: Understanding, vectors: Vectors, *, k: int) -> list[Hit]:
        """Return the hits shuffled, ranks renumbered, scores falling."""
        hits = super().search(question, vectors, k=k)
        places = [{"rank": hit.rank, "score": hit.score} for hit in hits]
        random.Random(question.text).shuffle(hits)
        return [hit.model_copy(update=place) for hit, place in zip(hits, places, strict=True)]


class Silent(LexicalIndex):
    """BM25 that finds nothing."""

    def scores(self, terms: Sequence[str], scale: float = 1.0) -> Vectors:
        """Return (n,) zeros."""
        return np.zeros(len(self), dtype=np.float32)


class WithoutWords(LocalBackend):
    """Searches without BM25."""

    def fill(
        self, passages: Sequence[Passage], entries: Sequence[Entry], dense: DenseIndex, lexical: LexicalIndex | None = None
    ) -> None:
        """Fill as always, then take the words away."""
        super().fill(passages, entries, dense, lexical)
        self._lexical = Silent([stems(entry.text) for entry in self._entries])


@pytest.fixture(scope="module")
def questions() -> Dataset:
    """The development questions on the quarter of the course that tests use, and a third of those that no course answers."""
    dataset = read_dataset(EVALUATION / "dev.jsonl")
    other = {case.conversation for case in dataset.cases if case.topic not in real.TOPICS and case.conversation}
    outside = [case.id for case in dataset.cases if not case.answerable][::3]
    kept = tuple(
        case for case in dataset.cases if (case.topic in real.TOPICS or case.id in outside) and case.conversation not in other
    )
    assert {case.answerable for case in kept} == {True, False}
    return dataset.model_copy(update={"cases": kept, "lines": tuple(range(1, len(kept) + 1))})


@pytest.fixture(scope="module")
def embedder(real_embedder: Embedder) -> Remembering:
    """One memory of encodings for all assistants here."""
    return Remembering(real_embedder)


@pytest.fixture(scope="module")
def make_assistant(real_studybot: Served, embedder: Remembering) -> Callable[..., Assistant]:
    """A function that puts the real assistant together, with another class for one of its parts."""
    course = real_studybot.opened

    def make(kind: type[Assistant] = Assistant, search: type[LocalBackend] = LocalBackend) -> Assistant:
        backend = search()
        backend.fill(course.passages, course.entries, course._dense)
        whole = real_studybot.assistant
        return kind(
            embedder,
            backend,
            ExtractiveComposer(course.facts),
            vocabulary=whole.vocabulary,
            judge_model=packaged_model(),
            acts=whole.acts,
            replies=whole.replies,
            reranker=AnswerReranker(packaged_scorer(), backend.wording),
            hits=10,
        )

    return make


@pytest.fixture(scope="module")
def run(real_studybot: Served, questions: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Measure:
    """A function that evaluates an assistant over the questions and returns the summary."""
    texts = {document.id: document.text for document in real_studybot.documents}
    folder = tmp_path_factory.mktemp("runs")

    def measured(assistant: Assistant, name: str) -> Summary:
        ticks = itertools.count()
        summary = run_evaluation(
            assistant,
            questions,
            folder / name,
            read_source=texts.__getitem__,
            circumstances=Circumstances(index_digest=real_studybot.manifest.digest),
            started=datetime(2024, 3, 1, tzinfo=UTC),
            clock=lambda: float(next(ticks)),
        )
        assert summary is not None
        return summary

    return measured


@pytest.fixture(scope="module")
def base(run: Measure, make_assistant: Callable[..., Assistant]) -> Summary:
    """What the whole assistant reaches."""
    return run(make_assistant(), "base")


def held(summary: Summary, base: Summary) -> GateResult:
    """Hold a run strictly, as `make gate` does, to the regressions that the gate allows: its floors are of the whole course."""
    rules = read_gate(EVALUATION / "gate.yaml").measures
    allowed = {name: Rule(regression=rule.regression) for name, rule in rules.items() if rule.regression is not None}
    two_sides = {name: Rule(ceiling=0.999, regression=rules[name].regression) for name in ("false_refusals", "false_answers")}
    return check_gate(Gate(measures=allowed | two_sides), summary, base, strict=True)


def failed(result: GateResult) -> set[str]:
    """The measures that failed."""
    return {check.measure for check in result.checks if not check.passed}


def test_the_whole_assistant_passes_its_own_gate(run: Measure, make_assistant: Callable[..., Assistant], base: Summary) -> None:
    """A second run measures exactly the same and passes; every displayed statement is grounded."""
    again = run(make_assistant(), "again")
    assert again == base
    assert held(again, base).passed
    assert again.measures["groundedness"].value == 1


def test_refusing_everything_fails(run: Measure, make_assistant: Callable[..., Assistant], base: Summary) -> None:
    """An assistant that never answers is caught by its false refusals and by the facts that it does not state."""
    found = failed(held(run(make_assistant(Refusing), "refusing"), base))
    assert {"false_refusals", "complete", "outcome_f1"} <= found
    assert "false_answers" not in found


def test_answering_everything_fails(
    run: Measure, make_assistant: Callable[..., Assistant], base: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An assistant that always answers is caught by its false answers, whatever else gets better."""
    monkeypatch.setattr("studybot.answer.assistant.judge", lambda *_: Verdict(outcome="covered", confidence=1.0))
    found = failed(held(run(make_assistant(), "answering"), base))
    assert {"false_answers", "outcome_f1"} <= found
    assert "false_refusals" not in found


def test_shuffled_hits_fail(run: Measure, make_assistant: Callable[..., Assistant], base: Summary) -> None:
    """The right passages in the wrong order are caught by the measures of the search."""
    found = failed(held(run(make_assistant(search=Shuffling), "shuffled"), base))
    assert {"recall_at_1", "mrr"} <= found


def test_a_search_without_words_fails(run: Measure, make_assistant: Callable[..., Assistant], base: Summary) -> None:
    """Without BM25 the vectors still find most passages, and the gate notices all the same."""
    assert failed(held(run(make_assistant(search=WithoutWords), "dense"), base))


def test_the_gate_of_the_course_fits_its_base() -> None:
    """The committed base has every value that the committed gate compares with, measured on the questions as they are."""
    base_folder: Path = EVALUATION / "base"
    from studybot.evaluate.folder import read_summary

    base, gate = read_summary(base_folder), read_gate(EVALUATION / "gate.yaml")
    assert base.dataset_digest == read_dataset(EVALUATION / "dev.jsonl").digest
    compared = [name for name, rule in gate.measures.items() if rule.regression is not None]
    assert [name for name in compared if (one := base.find(name)) is None or one.value is None] == []
    assert (base_folder / "summary.json").stat().st_size < 20_000
