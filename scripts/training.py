"""What the learning scripts share: questions and where their evidence stands, folds, how a model is written or compared."""

import argparse
import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from studybot.answer.assistant import Assistant
from studybot.answer.extract import ExtractiveComposer
from studybot.answer.judge import packaged_model
from studybot.index.files import load
from studybot.index.local import LocalBackend
from studybot.index.scorer.model import SHA256
from studybot.ports import Vectors
from studybot.served import Served
from studybot.text import squash
from studybot.types import Answer, Question, Understanding

SETS = ("dev.jsonl", "train.jsonl")  # never test.jsonl
SEED = 20261123
NEAR = 1e-3  # learned numbers that differ by no more are the same: solvers stop a little earlier or later
WORSE = 0.01  # by how much a packaged model may be worse than one learned today before it has to be learned again
SOURCE = Path(__file__).resolve().parents[1]


class Sample(NamedTuple):
    """One development question: its dataset line, what was understood, its encoded rows, and its evidence (squashed)."""

    case: dict[str, Any]
    understood: Understanding
    vectors: Vectors
    evidence: list[list[str]]


def read_cases(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the lines of datasets; turns of a conversation that want another act than an answer are left out."""
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [line for line in lines if line.get("act", "answer") in ("answer", "example", "why") and line["question"].strip()]


def samples(assistant: Assistant, cases: Sequence[dict[str, Any]]) -> list[Sample]:
    """Return questions understood and encoded, follow-ups resolved within their conversations."""
    history: dict[str, list[Answer]] = defaultdict(list)
    understood = []
    for case in cases:
        conversation = case.get("conversation") or case["id"]
        asked = assistant.meaning.understand(Question(text=case["question"]), history[conversation])
        history[conversation].append(Answer(question=asked.question, understood=asked.text, outcome="not_covered"))
        understood.append(asked)
    rows = assistant.encode(understood)
    return [
        Sample(case, asked, vectors, [[squash(quote) for quote in item] for item in case["evidence"]])
        for case, asked, vectors in zip(cases, understood, rows, strict=True)
    ]


def relevant_passages(backend: LocalBackend, sample: Sample) -> NDArray[np.bool_]:
    """Return (passages,) bool: which passages hold a piece of the evidence."""
    texts = [squash(passage.text) for passage in backend.passages()]
    return np.array([any(quote in text for item in sample.evidence for quote in item) for text in texts])


def without_bank(opened: Served) -> Assistant:
    """The assistant of the same course without its question bank: what most other courses are."""
    _, content, dense = load(opened.settings.index)
    kept = np.array([entry.kind not in ("bank", "gap") for entry in content.entries])
    backend = LocalBackend()
    entries = [entry for entry, keep in zip(content.entries, kept, strict=True) if keep]
    backend.replace(content.passages, entries, dense.vectors[kept])
    full = opened.assistant
    return Assistant(
        opened.embedder,
        backend,
        ExtractiveComposer(),
        vocabulary=full.vocabulary,
        judge_model=packaged_model(),
        acts=full.acts,
        replies=full.replies,
    )


def searched(assistant: Assistant) -> LocalBackend:
    """Return the search of an assistant."""
    backend = assistant.backend
    assert isinstance(backend, LocalBackend)
    return backend


def folds(names: Sequence[str], count: int) -> NDArray[np.int64]:
    """Return which fold each row belongs to; rows of one name share theirs."""
    unique = np.unique(np.array(names))
    own = dict(zip(unique, np.random.default_rng(SEED).integers(0, count, len(unique)), strict=True))
    return np.array([own[name] for name in names])


def options(description: str | None) -> argparse.Namespace:
    """Read the options that every learning script has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--write", action="store_true", help="replace the packaged model")
    parser.add_argument("--check", action="store_true", help="compare with the packaged model; fails when it differs")
    return parser.parse_args()


def made(opened: Served, data: Sequence[Path], figures: Mapping[str, float]) -> dict[str, Any]:
    """Return what a model was learned from, when and how well: `figures` are measured on what it had not seen."""
    hashed = sha256()
    for folder in ("src/studybot/index", "src/studybot/answer", "scripts"):
        for path in sorted((SOURCE / folder).glob("*.py")):
            hashed.update(path.read_bytes())
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": commit(),
        "figures": dict(figures),
        "data": {path.name: sha256(path.read_bytes()).hexdigest()[:16] for path in data},
        "code": hashed.hexdigest()[:16],
        "embedder": opened.manifest.embedder,
        "scorer": SHA256[:16],
        "index": opened.manifest.digest[:16],
    }


def commit() -> str:
    """Return the commit that is checked out, "" outside of a repository."""
    told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=SOURCE, capture_output=True, text=True, check=False)
    return told.stdout.strip()


def settle(path: Path, learned: dict[str, Any], chosen: argparse.Namespace, in_force: Mapping[str, float]) -> int:
    """Write a learned model, or compare it with the one in place; return the exit status.

    `in_force` are the figures of the one in place, measured today: it has to be learned again when one of them is worse than
    that of the learned one, which is measured on what it had not seen.
    """
    if chosen.write:
        path.write_text(pretty(learned) + "\n", encoding="utf-8")
        print(f"written to {path.name}")
    if not chosen.check:
        return 0
    there = json.loads(path.read_text(encoding="utf-8"))
    different = sorted(set(differences({**there, "made": {}}, {**learned, "made": {}})))
    print(f"{path.name}: {'differs in ' + ', '.join(different[:8]) if different else 'as learned'}")
    figures: Mapping[str, float] = learned["made"]["figures"]
    worse = [name for name, figure in figures.items() if in_force[name] < figure - WORSE]
    for name, figure in figures.items():
        print(f"  {name}: {in_force[name]:.3f} in force, {figure:.3f} learned{' - worse' if name in worse else ''}")
    return int(bool(different and worse))


def differences(there: Any, learned: Any, name: str = "") -> Iterator[str]:
    """Yield the names of what differs between two models by more than a solver's last digits."""
    if isinstance(there, dict) and isinstance(learned, dict):
        for key in sorted(set(there) | set(learned)):
            yield from differences(there.get(key), learned.get(key), f"{name}.{key}".strip("."))
    elif isinstance(there, list) and isinstance(learned, list) and len(there) == len(learned):
        for first, second in zip(there, learned, strict=True):
            yield from differences(first, second, name)
    elif isinstance(there, int | float) and isinstance(learned, int | float):
        if abs(there - learned) > NEAR * max(1.0, abs(there)):
            yield name
    elif there != learned:
        yield name


def pretty(value: Any) -> str:
    """Return JSON that reads well: indented, a list of plain values on one line."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    return re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda found: "[" + re.sub(r"\s*\n\s*", " ", found[1]) + "]", text)
