"""What both learning scripts share: development questions, understood and encoded, with where their evidence stands."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from studybot.answer.assistant import Assistant
from studybot.index.local import LocalBackend
from studybot.ports import Vectors
from studybot.text import squash
from studybot.types import Answer, Question, Understanding
from studybot.wiring import Studybot

SETS = ("dev.jsonl", "train.jsonl")  # never test.jsonl
SEED = 20261123


class Sample(NamedTuple):
    """One development question: its dataset line, what was understood, its encoded rows, and its evidence (squashed)."""

    case: dict[str, Any]
    understood: Understanding
    vectors: Vectors
    evidence: list[list[str]]


def read_cases(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of the development sets."""
    return [json.loads(line) for name in SETS for line in (folder / name).read_text(encoding="utf-8").splitlines() if line]


def samples(studybot: Studybot) -> list[Sample]:
    """Return every development question, follow-ups resolved within their conversations."""
    assistant: Assistant = studybot.assistant
    history: dict[str, list[Answer]] = defaultdict(list)
    cases = read_cases(studybot.settings.course / "evaluation")
    understood = []
    for case in cases:
        conversation = case.get("conversation") or case["id"]
        one = assistant.understand(Question(text=case["question"]), history[conversation])
        history[conversation].append(Answer(question=one.question, understood=one.text, outcome="outside"))
        understood.append(one)
    rows = assistant.encode(understood)
    return [
        Sample(case, one, vectors, [[squash(quote) for quote in item] for item in case["evidence"]])
        for case, one, vectors in zip(cases, understood, rows, strict=True)
    ]


def relevant_passages(backend: LocalBackend, sample: Sample) -> Vectors:
    """Return (passages,) bool: which passages hold a piece of the evidence."""
    texts = [squash(passage.text) for passage in backend.passages()]
    return np.array([any(quote in text for item in sample.evidence for quote in item) for text in texts])
