"""Courses 1, 10 and 100 times as large, and a million vectors: what building, memory and search come to.

The larger courses are the real one again and again, each time with its words exchanged, so that lengths, tables and what is
said twice stay real. Encoding takes time by the number of texts alone, so that vectors are drawn instead: unit vectors around
those of the real course's entries (cosine .86), in turns.
"""

import random
import re
import resource
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import yaml

from benches.bench import Bench
from benches.rows import Row, seconds
from studybot import ingest, wiring
from studybot.index.dense import DenseIndex
from studybot.index.files import load
from studybot.ports import Vectors

SIZES = (1, 10, 100)
MILLION = 1_000_000
NEAREST = 10
_WORD = re.compile(r"\b[a-z]{4,}\b")
SEARCHES = 60
AROUND = np.float32(0.59)  # length of what is added to a middle


class Drawn:
    """An embedder that draws a unit vector for each text, around one of some `middles`."""

    def __init__(self, name: str, middles: Vectors) -> None:
        self.name, self.dimension, self._middles = name, middles.shape[1], middles

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, the same for the same number of texts."""
        rows = np.random.default_rng(len(texts)).standard_normal((len(texts), self.dimension), dtype=np.float32)
        rows *= AROUND / np.float32(self.dimension**0.5)
        rows += self._middles[np.arange(len(texts)) % len(self._middles)]
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def grow(course: Path, folder: Path, times: int) -> Path:
    """Write a course that holds another one so many times, each time with other words, and return its folder."""
    described = yaml.safe_load((course / "course.yaml").read_text(encoding="utf-8"))
    files = [topic["file"] for topic in described["topics"]]
    words = sorted({word for file in files for word in _WORD.findall((course / file).read_text(encoding="utf-8"))})
    (folder / "questions").mkdir(parents=True)
    topics = []
    for number in range(times):
        other = dict(zip(words, random.Random(number).sample(words, len(words)), strict=True)) if number else {}
        for topic in described["topics"]:
            name = f"{topic['id']}-{number}"
            topics.append({**topic, "id": name, "file": f"{number:03}-{topic['file']}"})
            (folder / topics[-1]["file"]).write_text(_said(course / topic["file"], other), encoding="utf-8")
            bank = course / "questions" / f"{topic['id']}.yaml"
            if bank.exists():
                (folder / "questions" / f"{name}.yaml").write_text(_asked(bank, name, other), encoding="utf-8")
    (folder / "course.yaml").write_text(yaml.safe_dump(described | {"topics": topics}, allow_unicode=True), encoding="utf-8")
    return folder


def _said(path: Path, other: dict[str, str]) -> str:
    return _exchanged(path.read_text(encoding="utf-8"), other)


def _asked(path: Path, topic: str, other: dict[str, str]) -> str:
    """The question bank of a topic in other words; what the course does not answer is asked once, of the real words."""
    bank = yaml.safe_load(path.read_text(encoding="utf-8"))
    for fact in bank["facts"]:
        fact["quote"] = _exchanged(fact["quote"], other)
        fact["questions"] = [_question(question, other) for question in fact["questions"]]
    unanswered = [] if other else bank.get("unanswered", [])
    return yaml.safe_dump(bank | {"topic": topic, "unanswered": unanswered}, allow_unicode=True, width=10_000)


def _question(question: str | dict[str, Any], other: dict[str, str]) -> str | dict[str, Any]:
    """A question of a bank, which may say what it deserves."""
    if isinstance(question, str):
        return _exchanged(question, other)
    return {_exchanged(text, other): verdict for text, verdict in question.items()}


def _exchanged(text: str, other: dict[str, str]) -> str:
    return _WORD.sub(lambda word: other.get(word[0], word[0]), text)


def courses(bench: Bench, sizes: Sequence[int] = SIZES) -> Iterator[Row]:
    """Yield building and search at each size; search at the largest against search at the smallest is what the bound holds."""
    base = 0.0
    for times in sizes:
        with tempfile.TemporaryDirectory() as place:
            row = _grown(bench, times, Path(place))
        base = base or row.value
        yield row._replace(value=row.value / base, unit="x", limit=2.0)


def _grown(bench: Bench, times: int, place: Path) -> Row:
    """The measures of one size; the value is the median of search in ms."""
    settings = bench.settings.model_copy(
        update={"course": grow(bench.settings.course, place / "course", times), "index": place / "index", "reranker": "none"}
    )
    _, _, real = load(bench.settings.index)
    drawn = Drawn(bench.studybot.manifest.embedder, np.asarray(real.vectors))
    built = seconds(lambda: ingest.build(settings.course, settings.index, lambda: drawn, passage_size=settings.passage_size))
    studybot = wiring.open_studybot(settings)
    opened = seconds(lambda: studybot.backend)
    count, entries = len(studybot.passages), len(studybot.opened.entries)
    questions = bench.questions[:SEARCHES]
    rows = bench.bare.encode([question.text for question in questions])
    asked = [bench.studybot.assistant.meaning.understand(question) for question in questions]

    def search(place: int) -> float:
        return seconds(lambda: studybot.backend.search(asked[place], rows[place][None, :], k=10)).cpu

    first = median(search(place) for place in range(len(asked)))  # what a passage's units say is read when it is found first
    took = [search(place) for place in range(len(asked))]
    p50, p95 = 1000 * median(took), 1000 * quantiles(took, n=20)[-1]
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return Row(
        f"a course of {times}x: {count:,} passages, {entries:,} entries",
        f"search p50 {p50:.1f} ms, p95 {p95:.1f} ms CPU (asked the first time, p50 {1000 * first:.1f} ms)",
        f"building without encoding {1000 * built.cpu / count:.1f} s CPU for 1,000 passages, opening {opened.cpu:.1f} s; "
        f"memory at most {resident:.1f} GB",
        p50,
        "ms",
        0.0,
        built.others,
    )


def million(bench: Bench) -> Iterator[Row]:
    """Yield the search in a million random unit vectors, and which share of the exact ten nearest it finds."""
    dimension = bench.bare.dimension
    draw = np.random.default_rng(7)
    vectors = draw.standard_normal((MILLION, dimension), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = vectors[draw.integers(0, MILLION, SEARCHES)] + draw.standard_normal((SEARCHES, dimension), dtype=np.float32) / 18
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "vectors.npy"
        building = seconds(lambda: DenseIndex.of(vectors).save(path))
        index = DenseIndex.load(path)
        got = [(seconds(partial(index.search, row[None, :], 800)), index.search(row[None, :], NEAREST)[1][0]) for row in asked]
    exact = np.argpartition(-(asked @ vectors.T), NEAREST, axis=1)[:, :NEAREST]
    recall = np.mean([len(set(own.tolist()) & set(row.tolist())) / NEAREST for (_, own), row in zip(got, exact, strict=True)])
    times = [cost.cpu for cost, _ in got]
    p50, p95 = 1000 * median(times), 1000 * quantiles(times, n=20)[-1]
    yield Row(
        f"search in {MILLION:,} random unit vectors",
        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms CPU",
        f"recall at {NEAREST} {recall:.3f}, building {building.cpu:.0f} s CPU",
        p50,
        "ms",
        100.0,
        got[0][0].others,
    )
