"""Stand-ins that every test may use: courses that fit on a page, and an implementation of each port without a model."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.ports import Vectors
from studybot.text import stems
from studybot.types import Citation, Document, Draft, Entry, Hit, Match, Passage, Statement, Topic, Understanding

COURSE = {
    "course.yaml": """\
title: Tiny Cloud Course
author: Ada Example
topics:
  - file: 01-lambda.md
    id: lambda
    title: Lambda
    icon: "⚡"
    card: {title: Lambda, category: Compute}
  - file: 02-storage.md
    id: storage
    title: Storage
""",
    "01-lambda.md": """\
# Lambda

AWS Lambda is a service that runs your code without servers.

## Lambda Limits

| Limit | Value |
| --- | --- |
| Max timeout | 15 minutes |
| Max memory | 10,240 MB |
| Concurrency | 1,000 |
| Async retries | 2 |
| Package size | 250 MB |

## Deploying a function

1. Zip the code.
2. Upload the archive.
3. Choose a trigger.

```bash
# Create a function
aws lambda create-function --function-name demo
```
""",
    "02-storage.md": """\
# Storage

## EBS

EBS is block storage for one EC2 instance. An EBS volume lives in one Availability Zone.

## EFS

EFS is a shared file system for many EC2 instances.

> **Exam Tip:** EFS works across Availability Zones.
""",
}


class HashingEmbedder:
    """Embeds a text by the hashes of its stems: texts that share words are near, and every machine agrees on how near.

    `encoded` counts the texts of each call, so that a test can see what was embedded and in how many passes.
    """

    name = "hashing@256"
    dimension = 256

    def __init__(self) -> None:
        self.encoded: list[int] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, 256) float32 unit rows; a text without a word points along the first axis."""
        self.encoded.append(len(texts))
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for stem in stems(text):
                digest = sha256(stem.encode()).digest()
                row[int.from_bytes(digest[:4], "big") % self.dimension] += 1.0 if digest[4] % 2 else -1.0
            if not row.any():
                row[0] = 1.0
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def write_course(folder: Path) -> Path:
    """Write the tiny course into a folder and return it."""
    folder.mkdir(parents=True)
    for name, text in COURSE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def write_poisoned(folder: Path) -> Path:
    """Write a course whose texts, headings, front matter and file names try to become HTML, script or links."""
    folder.mkdir(parents=True)
    for path in sorted((Path(__file__).parent / "data" / "poisoned").glob("*.md")):
        (folder / path.name).write_bytes(path.read_bytes())
    name = "03-<img src=x onerror=alert('file')>[x](javascript:alert(1)).md"
    (folder / name).write_text("A file without a heading, named to be read as HTML, holds a poison too.\n", encoding="utf-8")
    return folder


def written(text: str, *, topic: str = "storage", title: str = "Storage", category: str = "") -> Document:
    """Return a topic written in a test as a document."""
    return parse(text, source=f"{topic}.md", topic=Topic(id=topic, title=title, category=category, order=1))


def passages_of(text: str, *, topic: str = "storage", title: str = "Storage", size: int = 900) -> list[Passage]:
    """Return the passages of a topic written in a test."""
    return split(written(text, topic=topic, title=title), size)


def hit_on(passage: Passage, *quotes: str, rank: int = 1, chance: float = 0.9, falling: float = 0.5) -> Hit:
    """Return a hit whose likeliest units are those with the quoted texts, each less likely than the one before."""
    units = [(unit.start, unit.end) for block in passage.blocks for unit in block.units]
    chances = dict.fromkeys(units, 0.001)
    for place, quote in enumerate(quotes):
        at = passage.start + passage.text.index(quote)
        chances[next(span for span in units if span[0] <= at < span[1])] = chance * falling**place
    found = [Match(start=start, end=end, kind="unit", score=one) for (start, end), one in chances.items()]
    return Hit(passage=passage, rank=rank, score=1 / rank, matches=tuple(sorted(found, key=lambda match: -match.score)))


def hits_with(course: Sequence[Passage], chances: Mapping[str, float]) -> list[Hit]:
    """Return hits on the passages that hold some quotes, in the order of these, whose units have the chances."""
    matches: dict[str, list[Match]] = {}
    for quote, chance in chances.items():
        found = next(passage for passage in course if quote in passage.text)
        unit = next(unit for block in found.blocks for unit in block.units if quote in found.cut(unit))
        matches.setdefault(found.id, []).append(Match(start=unit.start, end=unit.end, kind="unit", score=chance))
    by_id = {passage.id: passage for passage in course}
    return [
        Hit(passage=by_id[name], rank=rank, score=1.0, matches=tuple(sorted(own, key=lambda match: -match.score)))
        for rank, (name, own) in enumerate(matches.items(), 1)
    ]


class BruteForceBackend:
    """Finds passages by the best cosine of their entries, computed one by one: the reference for dense search."""

    def __init__(self) -> None:
        self.replace([], [], np.zeros((0, 1), dtype=np.float32))

    def replace(self, passages: Sequence[Passage], entries: Sequence[Entry], vectors: Vectors) -> None:
        """Replace the whole content at once."""
        self._passages, self._entries, self._vectors = list(passages), list(entries), vectors

    def search(self, question: Understanding, vectors: Vectors, *, k: int) -> list[Hit]:
        """Return the passages of the question's topic by the best cosine of their entries with its vectors."""
        best: dict[str, Match] = {}
        for entry, vector in zip(self._entries, self._vectors, strict=True):
            score = max(float(np.dot(vector, asked)) for asked in vectors)
            if entry.passage not in best or score > best[entry.passage].score:
                best[entry.passage] = Match(start=entry.start, end=entry.end, kind=entry.kind, score=score)
        ranked = sorted(self.passages(question.question.topic), key=lambda passage: -best[passage.id].score)[:k]
        return [
            Hit(passage=passage, rank=rank, score=best[passage.id].score, matches=(best[passage.id],))
            for rank, passage in enumerate(ranked, start=1)
        ]

    def search_many(self, questions: Sequence[Understanding], vectors: Sequence[Vectors], *, k: int) -> list[list[Hit]]:
        """Return the hits of each question."""
        return [self.search(question, rows, k=k) for question, rows in zip(questions, vectors, strict=True)]

    def passages(self, topic_id: str | None = None) -> list[Passage]:
        """Return all passages, or those of one topic."""
        return [passage for passage in self._passages if topic_id in (None, passage.topic)]

    def questions(self, passage_id: str) -> list[str]:
        """Return the bank's questions of a passage."""
        return [entry.text for entry in self._entries if entry.kind == "bank" and entry.passage == passage_id]


class QuotingComposer:
    """Quotes the likeliest unit of the best hit, and nothing else."""

    name = "quoting"

    def compose(self, question: Understanding, hits: Sequence[Hit]) -> Draft:
        """Return one statement, or none when nothing was found."""
        if not hits or not hits[0].matches:
            return Draft()
        best = hits[0].matches[0]
        proof = Citation(passage=hits[0].passage, start=best.start, end=best.end)
        return Draft(statements=(Statement(text=proof.quote, citations=(proof,)),))


class LyingComposer:
    """Says what it is told to say and cites the likeliest unit of the best hit for it."""

    name = "lying"

    def __init__(self, *lies: str) -> None:
        self.lies = lies

    def compose(self, question: Understanding, hits: Sequence[Hit]) -> Draft:
        """Return a statement for each lie."""
        best = hits[0].matches[0]
        proof = Citation(passage=hits[0].passage, start=best.start, end=best.end)
        return Draft(statements=tuple(Statement(text=lie, citations=(proof,)) for lie in self.lies))


class ReversingReranker:
    """Puts the last hit first."""

    reach = 0

    def rerank(self, question: Understanding, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits in the opposite order, ranks renumbered."""
        return [hit.model_copy(update={"rank": rank}) for rank, hit in enumerate(reversed(hits), start=1)]
