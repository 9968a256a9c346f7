"""Searching in Milvus (here Milvus Lite, a real engine in the process)."""

from pathlib import Path

import numpy as np
import pytest
from pymilvus import MilvusClient

from studybot.errors import IndexUnusable
from studybot.index.files import load
from studybot.index.local import LocalBackend
from studybot.index.milvus import MilvusBackend
from studybot.ports import Embedder
from studybot.settings import Settings
from studybot.text import stems
from studybot.types import Entry, Passage, Question, Understanding

TEXT = "Groups are stateful. Größe: 10.0.0.0/16"


def content(count: int) -> tuple[list[Passage], list[Entry], np.ndarray]:
    """Some passages of one sentence, each with one entry and a unit vector of its own."""
    passages = [
        Passage(
            id=f"p{i}", document="t", source="t.md", topic="t", path=("T",), kind="prose", text=TEXT, start=0, end=len(TEXT)
        )
        for i in range(count)
    ]
    entries = [Entry(passage=f"p{i}", kind="unit", text=f"word{i} shared", start=0, end=len(TEXT)) for i in range(count)]
    return passages, entries, np.eye(count, 16, dtype=np.float32)


def names(path: Path) -> list[str]:
    """The collections of a file."""
    client = MilvusClient(str(path))
    try:
        return sorted(client.list_collections())
    finally:
        client.close()


def test_builds_come_and_go(tmp_path: Path) -> None:
    """A new build is filled beside the one before, which stays; the one before that goes; the same again adds nothing."""
    backend = MilvusBackend(str(tmp_path / "entries.db"), "course")
    seen: list[set[str]] = []
    for count in (3, 4, 5, 5):
        backend.replace(*content(count))
        seen.append(set(names(tmp_path / "entries.db")))
    assert [len(names) for names in seen] == [1, 2, 2, 2]
    assert seen[1] > seen[0]
    assert not seen[2] & seen[0]
    assert seen[3] == seen[2]


def test_two_courses_leave_each_other_alone(tmp_path: Path) -> None:
    """Courses in one Milvus have collections of their own, and each finds its own entries."""
    first, second = (MilvusBackend(str(tmp_path / "entries.db"), name) for name in ("one", "two"))
    first.replace(*content(3))
    for count in (4, 5, 6):
        second.replace(*content(count))
    asked = Understanding(question=Question(text="word1"), text="word1", terms=("word1",))
    assert first.search(asked, np.eye(1, 16, 1, dtype=np.float32), k=2)[0].passage.id == "p1"


def test_an_upload_that_was_cut_off_is_completed(tmp_path: Path) -> None:
    """A collection that lacks rows is filled again before it is searched."""
    passages, entries, vectors = content(6)
    backend = MilvusBackend(str(tmp_path / "entries.db"), "course")
    backend.replace(passages, entries, vectors)
    client = MilvusClient(str(tmp_path / "entries.db"))
    name = client.list_collections()[0]
    client.delete(name, filter="place in [2, 4]")
    backend.replace(passages, entries, vectors)
    assert client.query(name, filter="place >= 0", output_fields=["count(*)"])[0]["count(*)"] == 6
    client.close()


def test_words_of_every_script_reach_the_analyzer_whole(tmp_path: Path) -> None:
    """What an analyzer would break (umlauts, addresses, signs) is found by BM25 like any word."""
    passages, entries, vectors = content(3)
    words = ["größe", "10.0.0.0/16", "c++"]
    entries = [entry.model_copy(update={"text": word}) for entry, word in zip(entries, words, strict=True)]
    backend = MilvusBackend(str(tmp_path / "entries.db"), "course")
    local = LocalBackend()
    for made in (backend, local):
        made.replace(passages, entries, vectors)
    for place, word in enumerate(words):
        scores = backend._lexical.scores(stems(word))
        assert int(scores.argmax()) == int(local._lexical.scores(stems(word)).argmax()) == place


def test_a_server_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    """Nobody listens there: the error says where, and what to do."""
    with pytest.raises(IndexUnusable, match="milvus"):
        MilvusBackend("http://127.0.0.1:9", "course")


@pytest.mark.slow
def test_the_same_passages_come_first(real_settings: Settings, real_embedder: Embedder, tmp_path: Path) -> None:
    """Of 100 questions of the bank at least 98 find the same passage first as the search in memory."""
    _, found, dense = load(real_settings.index)
    local, milvus = LocalBackend(), MilvusBackend(str(tmp_path / "entries.db"), "course")
    for backend in (local, milvus):
        backend.fill(found.passages, found.entries, dense)
    bank = [entry.text for entry in found.entries if entry.kind == "bank"]
    texts = [f"please tell me, {text}" for text in bank[:: max(1, len(bank) // 100)]][:100]
    vectors = real_embedder.encode(texts)
    same = 0
    for text, vector in zip(texts, vectors, strict=True):
        asked = Understanding(question=Question(text=text), text=text, terms=tuple(stems(text)))
        first, second = (backend.search(asked, vector[None, :], k=5) for backend in (local, milvus))
        same += first[0].passage.id == second[0].passage.id
    assert len(texts) == 100
    assert same >= 98


def test_the_log_of_a_first_build_is_quiet(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A course that Milvus does not hold yet is no fault: nothing of one stands in the log, nor on the terminal."""
    MilvusBackend(str(tmp_path / "entries.db"), "new").replace(*content(3))
    assert not [record for record in caplog.records if record.name.startswith("pymilvus")]
    assert "RPC error" not in "".join(capfd.readouterr())
