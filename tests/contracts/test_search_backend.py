"""What every search backend must do; rankings and scores are compared with a matrix product over the entries."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from fakes import BruteForceBackend, HashingEmbedder, write_course
from studybot import ingest
from studybot.index.files import load
from studybot.index.local import LocalBackend
from studybot.index.milvus import MilvusBackend
from studybot.index.ranking import RankingModel
from studybot.ports import SearchBackend, Vectors
from studybot.text import stems
from studybot.types import Entry, Hit, Passage, Question, Understanding

Make = Callable[[], SearchBackend]
NUMBERS = count(1)


@cache
def _milvus_file() -> str:
    """One file of Milvus Lite for all tests here: each file that is opened has a server of its own in this process."""
    folder = tempfile.mkdtemp(prefix="milvus-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(Path(folder) / "entries.db")


MAKERS: dict[str, Make] = {
    "local": LocalBackend,
    "dense only": lambda: LocalBackend(RankingModel({"dense_best": 1.0}, {"dense_unit": 1.0})),
    "brute force": BruteForceBackend,
    "milvus": lambda: MilvusBackend(_milvus_file(), f"course {next(NUMBERS)}"),
}
BANK = """\
topic: storage
facts:
- quote: EBS is block storage for one EC2 instance.
  questions: [which storage is for one machine, what is a virtual hard disk]
- quote: EFS is a shared file system for many EC2 instances.
  questions: [which storage do many machines share]
unanswered: [what does a shared file system cost in euros]
"""
QUESTIONS = ["max timeout", "which storage do many machines share", "zip the code", "block storage", "unheard words here"]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Passage], list[Entry], Vectors]:
    """The tiny course with a few questions of learners, as passages, entries and vectors."""
    folder = tmp_path_factory.mktemp("backend")
    course = write_course(folder / "course")
    (course / "questions").mkdir()
    (course / "questions" / "storage.yaml").write_text(BANK, encoding="utf-8")
    ingest.build(course, folder / "index", HashingEmbedder, passage_size=300)
    _, found, dense = load(folder / "index")
    return list(found.passages), list(found.entries), dense.vectors


@pytest.fixture(params=MAKERS)
def backend(request: pytest.FixtureRequest, content: tuple[list[Passage], list[Entry], Vectors]) -> SearchBackend:
    """Each backend, filled."""
    made = MAKERS[request.param]()
    made.replace(*content)
    return made


def ask(backend: SearchBackend, text: str, *, topic: str | None = None, parts: Sequence[str] = (), k: int = 10) -> list[Hit]:
    """Search as the assistant does."""
    question = Understanding(question=Question(text=text, topic=topic), text=text, terms=tuple(stems(text)), parts=tuple(parts))
    return backend.search(question, HashingEmbedder().encode([text, *parts]), k=k)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_an_empty_backend(make: Make) -> None:
    """Without passages nothing is found, and nothing breaks; what is emptied again is empty."""
    backend = make()
    assert (ask(backend, "what is EBS?"), backend.passages(), backend.questions("gone")) == ([], [], [])
    backend.replace([], [], np.zeros((0, 256), dtype=np.float32))
    assert ask(backend, "what is EBS?", parts=["EBS"]) == []


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("k", [1, 3, 50])
def test_hits_are_ranked_passages(
    backend: SearchBackend, content: tuple[list[Passage], list[Entry], Vectors], text: str, k: int
) -> None:
    """Up to k different passages, ranked from 1, as they were given; what matched lies inside them."""
    hits = ask(backend, text, k=k)
    assert [hit.rank for hit in hits] == list(range(1, min(k, len(content[0])) + 1))
    known = {passage.id: passage for passage in content[0]}
    assert len({hit.passage.id for hit in hits}) == len(hits)
    for hit in hits:
        assert hit.passage == known[hit.passage.id]
        assert hit.matches
        assert all(hit.passage.start <= match.start < match.end <= hit.passage.end for match in hit.matches)


def test_many_are_found_like_one(backend: SearchBackend) -> None:
    """Each question of many finds what it finds alone, in order, also with parts, a topic and nothing at all."""
    asked = [
        Understanding(question=Question(text=text, topic=topic), text=text, terms=tuple(stems(text)), parts=parts)
        for text in QUESTIONS
        for topic in (None, "storage")
        for parts in ((), ("block storage", "zip"))
    ]
    vectors = [HashingEmbedder().encode([one.text, *one.parts]) for one in asked]
    found = backend.search_many(asked, vectors, k=3)
    for one, rows, hits in zip(asked, vectors, found, strict=True):
        alone = backend.search(one, rows, k=3)
        assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in alone]
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in alone], abs=1e-5)
    assert backend.search_many([], [], k=3) == []


def test_search_is_the_same_every_time(backend: SearchBackend) -> None:
    """The same question finds the same hits with the same scores."""
    for text in QUESTIONS:
        assert ask(backend, text) == ask(backend, text)


def test_what_says_it_comes_first(backend: SearchBackend, content: tuple[list[Passage], list[Entry], Vectors]) -> None:
    """Asked with the very text of a unit or of a learner's question, a backend finds that passage first."""
    _, entries, _ = content
    asked = [entry for entry in entries if entry.kind in ("unit", "bank")]
    assert len(asked) > 10
    for entry in asked:
        first = ask(backend, entry.text)[0]
        assert first.passage.id == entry.passage, entry.text


def test_a_topic_is_kept_to(backend: SearchBackend) -> None:
    """With a topic only its passages are found; a topic that is not there has none."""
    found = ask(backend, "what is the max timeout of lambda?", topic="storage")
    assert found
    assert {hit.passage.topic for hit in found} == {"storage"}
    assert ask(backend, "what is EBS?", topic="gone") == []


def test_passages_and_questions(backend: SearchBackend, content: tuple[list[Passage], list[Entry], Vectors]) -> None:
    """Passages come in course order, all or one topic's; the bank's questions in the bank's order."""
    passages, entries, _ = content
    assert backend.passages() == passages
    assert backend.passages("storage") == [passage for passage in passages if passage.topic == "storage"]
    assert backend.passages("gone") == []
    bank = {
        passage.id: [one.text for one in entries if one.kind == "bank" and one.passage == passage.id] for passage in passages
    }
    assert sum(map(len, bank.values())) == 3
    assert {passage.id: backend.questions(passage.id) for passage in passages} == bank
    assert backend.questions("gone") == []


def test_replace_leaves_nothing_behind(backend: SearchBackend, content: tuple[list[Passage], list[Entry], Vectors]) -> None:
    """After a replacement only the new content is found."""
    passages, entries, vectors = content
    kept = [passage for passage in passages if passage.topic == "lambda"]
    positions = [place for place, entry in enumerate(entries) if entry.passage in {passage.id for passage in kept}]
    backend.replace(kept, [entries[place] for place in positions], vectors[positions])
    assert backend.passages() == kept
    assert backend.passages("storage") == []
    assert {hit.passage.topic for hit in ask(backend, "what is EBS?", k=50)} == {"lambda"}


@pytest.mark.parametrize("name", ["dense only", "brute force"])
@pytest.mark.parametrize("text", QUESTIONS)
def test_dense_ranking_is_a_matrix_product(name: str, text: str, content: tuple[list[Passage], list[Entry], Vectors]) -> None:
    """By dense score alone, each passage scores the best cosine of its entries, and the passages stand in that order."""
    passages, entries, vectors = content
    backend = MAKERS[name]()
    backend.replace(passages, entries, vectors)
    cosines = vectors.astype(np.float64) @ HashingEmbedder().encode([text])[0].astype(np.float64)
    best = {
        passage.id: max(cosine for cosine, entry in zip(cosines, entries, strict=True) if entry.passage == passage.id)
        for passage in passages
    }
    hits = ask(backend, text, k=50)
    assert [hit.score for hit in hits] == pytest.approx([best[hit.passage.id] for hit in hits], abs=1e-5)
    assert [hit.score for hit in hits] == pytest.approx(sorted(best.values(), reverse=True), abs=1e-5)


@pytest.mark.parametrize("text", QUESTIONS)
def test_signals_are_what_they_are_called(text: str, content: tuple[list[Passage], list[Entry], Vectors]) -> None:
    """The signals `dense_bank`, `dense_unit` of a hit are the best cosines of its own entries of that kind."""
    passages, entries, vectors = content
    backend = LocalBackend()
    backend.replace(passages, entries, vectors)
    cosines = vectors.astype(np.float64) @ HashingEmbedder().encode([text])[0].astype(np.float64)
    compared = 0
    for hit in ask(backend, text, k=50):
        for kind in ("bank", "unit"):
            own = [
                cosine
                for cosine, entry in zip(cosines, entries, strict=True)
                if (entry.passage, entry.kind) == (hit.passage.id, kind)
            ]
            if own:
                assert hit.signals[f"dense_{kind}"] == pytest.approx(max(own), abs=1e-5)
                compared += 1
    assert compared >= 5


def test_the_nearest_question_led_there(content: tuple[list[Passage], list[Entry], Vectors]) -> None:
    """`nearest` is the passage's own question of the bank that is most like what was asked, "" where there is none."""
    backend = LocalBackend()
    backend.replace(*content)
    hits = ask(backend, "which storage do many machines share", k=50)
    assert hits[0].nearest == "which storage do many machines share"
    for hit in hits:
        assert (hit.nearest in backend.questions(hit.passage.id)) if backend.questions(hit.passage.id) else hit.nearest == ""


def test_both_sides_of_a_comparison_are_found(backend: SearchBackend) -> None:
    """A question of two parts finds what each part alone finds first among the first hits."""
    parts = ["EBS block storage", "max timeout"]
    first = {hit.passage.id for hit in ask(backend, "EBS block storage versus max timeout", parts=parts)[:3]}
    assert {ask(backend, part)[0].passage.id for part in parts} <= first


def test_passages_that_say_the_same_stand_behind(tmp_path: Path) -> None:
    """A passage that repeats an earlier one does not take the place of one that says something new."""
    (tmp_path / "course").mkdir()
    text = "A volume is attached to one instance in the same zone."
    for name in ("a", "b", "c"):
        (tmp_path / "course" / f"{name}.md").write_text(f"# Topic {name}\n\n{text}\n", encoding="utf-8")
    (tmp_path / "course" / "d.md").write_text("# Topic d\n\nAn instance has a root volume.\n", encoding="utf-8")
    ingest.build(tmp_path / "course", tmp_path / "index", HashingEmbedder, passage_size=300)
    _, found, dense = load(tmp_path / "index")
    backend = LocalBackend()
    backend.replace(found.passages, found.entries, dense.vectors)
    hits = ask(backend, "is a volume attached to an instance?", k=2)
    assert {hit.passage.topic for hit in hits} == {"topic-a", "topic-d"}
