"""What an instructor says of an objective against the decision: a label with a note, kept whatever the material becomes."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import Field

from studybot.coverage.agree import Label
from studybot.coverage.decide import Finding
from studybot.coverage.groups import question_key
from studybot.errors import StoreError
from studybot.types import UtcTime, Value

FILE = "objectives.jsonl"  # below the data folder: labelled examples that the decision can be learned from


class Overrule(Value):
    """An instructor's label of one objective, with why."""

    label: Label
    note: str = Field(default="", max_length=2000)
    at: UtcTime


def overruled(findings: Sequence[Finding], overrules: Mapping[str, Overrule]) -> tuple[Finding, ...]:
    """Return findings with an instructor's labels in place of those decided; `overrules` go by `question_key` of the text."""
    if not overrules:
        return tuple(findings)
    return tuple(_with(finding, overrules.get(question_key(finding.objective.text))) for finding in findings)


def _with(finding: Finding, overrule: Overrule | None) -> Finding:
    if overrule is None:
        return finding
    taught = overrule.label != "none"
    return finding.model_copy(
        update={
            "label": overrule.label,
            "decided": finding.label,
            "note": overrule.note,
            "confidence": 1.0,
            "passages": (finding.passages or finding.nearest) if taught else (),
            "missing": () if overrule.label == "covered" else finding.missing,
            "topics": finding.topics or ({one.passage.topic: 1.0 for one in finding.nearest[:1]} if taught else {}),
            "reached": finding.reached if taught else (),
        }
    )


def keep_example(data: Path, finding: Finding, label: Label) -> None:
    """Add an objective with an instructor's label to the examples that `scripts/learn_coverage.py` learns from too."""
    sections = dict.fromkeys(one.passage.id.rsplit("/", 1)[0] for one in finding.passages or finding.nearest[:1])
    row = {
        "id": f"instructor-{question_key(finding.objective.text)}",
        "part": "dev",
        "objective": finding.objective.text,
        "label": label,
        "sections": list(sections) if label != "none" else [],
    }
    path = data / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [line for line in lines if line.strip() and json.loads(line).get("id") != row["id"]]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in [*kept, json.dumps(row, ensure_ascii=False)]), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise StoreError(f"the example could not be added to {str(path)!r} ({error}): correct or move that file") from error
