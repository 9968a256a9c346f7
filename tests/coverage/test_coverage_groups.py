from pathlib import Path

import numpy as np
import pytest
from coverage_builders import line

from fakes import HashingEmbedder
from studybot.coverage.groups import QuestionVectors, group_questions
from studybot.coverage.questions import similar
from studybot.coverage.worklist import work_list
from timing import quickest


def _groups(texts: list[str], folder: Path) -> list[tuple[str, tuple[int, ...]]]:
    vectors = QuestionVectors(folder / "q.npz", HashingEmbedder())
    return [(group.label, group.places) for group in group_questions(texts, vectors.of(texts))]


def test_similar_questions_share_a_group(tmp_path: Path) -> None:
    """Questions of the same words are one group with the most central one as its label; others stand alone."""
    texts = ["mount EFS volumes linux", "price of gateways", "mount EFS volumes", "how to mount EFS volumes?"]
    assert _groups(texts, tmp_path) == [("mount EFS volumes", (0, 2, 3)), ("price of gateways", (1,))]


def test_no_questions(tmp_path: Path) -> None:
    """An empty log has no groups."""
    assert _groups([], tmp_path) == []


def test_later_questions_move_no_earlier_one(tmp_path: Path) -> None:
    """A group keeps its key and members when more questions come, so that an instructor's mark stays with it."""
    texts = [f"question {number % 7} about topic {number % 5} and thing {number}" for number in range(60)]
    vectors = QuestionVectors(tmp_path / "q.npz", HashingEmbedder())
    before = {group.key: set(group.places) for group in group_questions(texts[:30], vectors.of(texts[:30]))}
    after = {group.key: set(group.places) for group in group_questions(texts, vectors.of(texts))}
    for key, places in before.items():
        assert after[key] & set(range(30)) == places


def test_groups_are_those_of_a_slow_reference() -> None:
    """Comparing in blocks gives the groups that comparing one by one gives."""
    rng = np.random.default_rng(3)
    centres = rng.normal(size=(40, 16))
    rows = centres[rng.integers(0, 40, 1500)] + rng.normal(scale=0.35, size=(1500, 16))
    vectors = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
    texts = [f"q{number}" for number in range(1500)]
    leaders: list[int] = []
    members: dict[int, list[int]] = {}
    for place in range(1500):
        cosines = [float(vectors[leader] @ vectors[place]) for leader in leaders]
        best = int(np.argmax(cosines)) if cosines else -1
        if best >= 0 and cosines[best] >= 0.72:
            members[leaders[best]].append(place)
        else:
            leaders.append(place)
            members[place] = [place]
    assert sorted(group.places for group in group_questions(texts, vectors)) == sorted(map(tuple, members.values()))


def test_embeddings_are_kept_without_text(tmp_path: Path) -> None:
    """A second opening encodes nothing; the file does not hold the questions; another model starts afresh."""
    path = tmp_path / "data" / "q.npz"
    QuestionVectors(path, HashingEmbedder()).of(["a secret question", "another one"])
    again = HashingEmbedder()
    assert QuestionVectors(path, again).of(["another one", "a secret question"]).shape == (2, 256)
    assert again.encoded == []
    assert b"secret" not in path.read_bytes()
    other = HashingEmbedder()
    other.name = "other"
    QuestionVectors(path, other).of(["another one"])
    assert other.encoded == [1]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"])
def test_a_damaged_file_only_costs_time(tmp_path: Path, content: bytes) -> None:
    """A file that cannot be read counts as empty and is replaced."""
    path = tmp_path / "q.npz"
    path.write_bytes(content)
    embedder = HashingEmbedder()
    QuestionVectors(path, embedder).of(["a question"])
    assert embedder.encoded == [1]
    assert QuestionVectors(path, embedder).of(["a question"]).shape == (1, 256)
    assert embedder.encoded == [1]


def test_forgetting(tmp_path: Path) -> None:
    """Only the questions kept stay, on the disk too."""
    vectors = QuestionVectors(tmp_path / "q.npz", HashingEmbedder())
    vectors.of(["one", "two", "three"])
    assert vectors.keep(["two"]) == 2
    embedder = HashingEmbedder()
    QuestionVectors(tmp_path / "q.npz", embedder).of(["one", "two"])
    assert embedder.encoded == [1]


def test_ten_thousand_questions_open_within_a_second(tmp_path: Path) -> None:
    """The work list of 10,000 logged questions, 2,500 of them different, opens in under 1 s of processor time once embedded."""
    cases = [f"why does part{number % 331} not fit thing{number % 100}, case {number}?" for number in range(2500)]
    lines = [line(f"{number:05}", cases[number % 2500], hours=number / 100) for number in range(10_000)]
    path = tmp_path / "q.npz"
    similar(lines, QuestionVectors(path, HashingEmbedder()))
    taken, items = quickest(lambda: work_list(lines, QuestionVectors(path, HashingEmbedder()), {}), enough=1.0)
    assert sum(item.count for item in items) == 10_000
    assert taken < 1.0, len(items)
