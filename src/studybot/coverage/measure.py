"""How well the decision agrees with labels given by hand."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError

from studybot.coverage.decide import decide
from studybot.coverage.evidence import Material
from studybot.coverage.model import Label, Reader
from studybot.coverage.syllabus import Objective
from studybot.errors import DatasetError
from studybot.files import read_text
from studybot.ports import Embedder, SearchBackend
from studybot.types import Value

OBJECTIVES_FOLDER = "objectives"


class Labelled(Value):
    """One objective with its label; `sections` (`topic/section`) are those that teach it, or a part of it."""

    id: str
    part: Literal["dev", "test"]
    objective: str = Field(min_length=1)
    label: Label
    sections: tuple[str, ...] = ()


def own_syllabus(course: Path) -> Path:
    """Return where a course keeps its own syllabus."""
    return course / OBJECTIVES_FOLDER / "syllabus.yaml"


def labelled_path(course: Path) -> Path:
    """Return where a course keeps its labelled objectives."""
    return course / OBJECTIVES_FOLDER / "labelled.jsonl"


def read_labelled(path: Path) -> list[Labelled]:
    """Return the labelled objectives of a file; raises DatasetError naming every line that is wrong."""
    found = list(_parsed(read_text(path, "labelled objectives", "name a JSONL file").splitlines()))
    problems = [one for one in found if isinstance(one, str)]
    if problems or not found:
        raise DatasetError(f"labelled objectives {str(path)!r}: {'; '.join(problems) or 'the file is empty'}")
    return [one for one in found if isinstance(one, Labelled)]


def _parsed(lines: list[str]) -> Iterator[Labelled | str]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield Labelled.model_validate(json.loads(line))
            except (ValueError, ValidationError) as error:
                yield f"line {number}: {' '.join(str(error).split())[:120]}"


LABELS: tuple[Label, ...] = get_args(Label)


class Measured(Value):
    """Agreement over `n` objectives. `confusion[i][j]` counts objectives labelled LABELS[i] and decided LABELS[j]."""

    n: int
    accuracy: float
    swapped: int
    confusion: tuple[tuple[int, ...], ...]

    @property
    def swapped_per_hundred(self) -> float:
        """Covered and none taken for one another, of 100 objectives."""
        return 100 * self.swapped / self.n if self.n else 0.0

    def text(self) -> str:
        """Return the figures and the confusion matrix as a Markdown table."""
        lines = [
            f"{self.n} objectives: accuracy {self.accuracy:.3f}; covered and none confused: {self.swapped} "
            f"({self.swapped_per_hundred:.1f} of 100)",
            "",
            "| labelled | " + " | ".join(f"decided {label}" for label in LABELS) + " |",
            "|---|" + "---:|" * len(LABELS),
        ]
        for label, row in zip(LABELS, self.confusion, strict=True):
            lines.append(f"| {label} | " + " | ".join(str(count) for count in row) + " |")
        return "\n".join(lines)


def measure(truth: Sequence[Label], guessed: Sequence[Label]) -> Measured:
    """Return how labels decided agree with labels given; both in the same order."""
    counts = {(one, other): 0 for one in LABELS for other in LABELS}
    for pair in zip(truth, guessed, strict=True):
        counts[pair] += 1
    right = sum(counts[label, label] for label in LABELS)
    return Measured(
        n=len(truth),
        accuracy=right / len(truth) if truth else 0.0,
        swapped=counts["covered", "none"] + counts["none", "covered"],
        confusion=tuple(tuple(counts[one, other] for other in LABELS) for one in LABELS),
    )


def measure_labelled(
    labelled: Sequence[Labelled], embedder: Embedder, backend: SearchBackend, *, reader: Reader | None = None
) -> tuple[Measured, list[tuple[Labelled, Label, float]]]:
    """Return the agreement on labelled objectives, and each one that was decided otherwise with its label and confidence."""
    objectives = [Objective(text=one.objective, line=number) for number, one in enumerate(labelled, start=1)]
    findings = decide(objectives, embedder, backend, reader=reader, material=Material(backend.passages()))
    pairs = list(zip(labelled, findings, strict=True))
    wrong = [(one, found.label, found.confidence) for one, found in pairs if one.label != found.label]
    return measure([one.label for one, _ in pairs], [found.label for _, found in pairs]), wrong
