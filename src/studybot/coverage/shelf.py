"""The syllabi that instructors brought: a folder with a file each, with the labels that they were given."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pydantic import Field, ValidationError

from studybot.coverage.decide import Finding
from studybot.coverage.groups import question_key
from studybot.coverage.model import Label
from studybot.coverage.syllabus import Objective, Syllabus, parse_syllabus
from studybot.errors import NotFound, StoreError
from studybot.files import write_whole, writing
from studybot.shown import cut
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


def keep_example(data: Path, finding: Finding, label: Label | None) -> None:
    """Add an objective with an instructor's label to the examples that `scripts/learn_coverage.py` learns from too.

    With None it is none of them any more.
    """
    name = f"instructor-{question_key(finding.objective.text)}"
    path = data / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [line for line in lines if line.strip() and json.loads(line).get("id") != name]
        if label is not None:
            kept.append(json.dumps(_example(name, finding, label), ensure_ascii=False))
        if kept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise StoreError(f"the example could not be added to {str(path)!r} ({error}): correct or move that file") from error


def _example(name: str, finding: Finding, label: Label) -> dict[str, object]:
    sections = dict.fromkeys(one.passage.id.rsplit("/", 1)[0] for one in finding.passages or finding.nearest[:1])
    own = list(sections) if label != "none" else []
    return {"id": name, "part": "dev", "objective": finding.objective.text, "label": label, "sections": own}


TITLE, BEGIN = 120, 2  # characters of what a syllabus is called, and domains or objectives that tell one without a name
MOST = 100  # syllabi kept; the longest unused one gives way
KEY = r"^[0-9a-f]{16}$"


class Labels(Value):
    """The labels of one edition of the material (the digest of its index), in the syllabus's order."""

    index: str
    at: UtcTime
    labels: tuple[Label, ...]


class Kept(Value):
    """A syllabus as it was brought, `data` in base64; `before` are the labels of the edition before the last one.

    `title` is what it is called: by the instructor, else by itself (see `called`);
    `overrules` are an instructor's labels by the key of an objective's text.
    """

    key: str = Field(pattern=KEY)
    name: str
    title: str = Field(default="", max_length=TITLE)
    data: str
    objectives: int
    used: UtcTime
    overrules: dict[str, Overrule] = Field(default_factory=dict)
    last: Labels | None = None
    before: Labels | None = None

    def syllabus(self) -> Syllabus:
        """Return what it holds, called as it is called here."""
        syllabus = parse_syllabus(b64decode(self.data), name=self.name)
        return syllabus.model_copy(update={"title": self.title or called(syllabus, self.name)})

    @property
    def covered(self) -> int | None:
        """How many objectives are covered, an instructor's labels in place of the decided ones; None before all are decided."""
        if self.last is None:
            return None
        theirs = [self.overrules.get(question_key(one.text)) for one in self.syllabus().objectives] if self.overrules else []
        labels = self.last.labels
        if len(theirs) == len(labels):
            labels = tuple(own.label if own else label for own, label in zip(theirs, labels, strict=True))
        return labels.count("covered")


def called(syllabus: Syllabus, name: str) -> str:
    """Return what a syllabus is called: by its own title, by its file, else by what it begins with."""
    parts = [domain.name for domain in syllabus.domains] or [one.text for one in syllabus.objectives]
    more = " …" if len(parts) > BEGIN else ""
    return cut(syllabus.title or name or "; ".join(parts[:BEGIN]) + more, TITLE)


def new(data: bytes, name: str, at: datetime) -> tuple[Kept, Syllabus]:
    """Return a syllabus to be kept, and what it holds; raises DatasetError naming every problem."""
    syllabus = parse_syllabus(data, name=name)
    key = sha256(name.encode() + b"\0" + data).hexdigest()[:16]
    kept = Kept(
        key=key,
        name=name,
        title=called(syllabus, name),
        data=b64encode(data).decode(),
        objectives=len(syllabus.objectives),
        used=at,
    )
    return kept, syllabus


def labelled(kept: Kept, index: str, findings: Sequence[Finding], at: datetime) -> Kept:
    """Return `kept` with the labels of an edition; those of another edition become the ones before."""
    labels = Labels(index=index, at=at, labels=tuple(finding.label for finding in findings))
    before = kept.last if kept.last and kept.last.index != index else kept.before
    return kept.model_copy(update={"last": labels, "before": before, "used": at})


def findings_before(kept: Kept, syllabus: Syllabus) -> tuple[Finding, ...]:
    """Return what the edition before said, as far as it is kept: the labels; nothing without such an edition."""
    if kept.before is None or len(kept.before.labels) != len(syllabus.objectives):
        return ()
    pairs: list[tuple[Objective, Label]] = list(zip(syllabus.objectives, kept.before.labels, strict=True))
    return tuple(Finding(objective=objective, label=label, confidence=1.0) for objective, label in pairs)


class Shelf:
    """The folder of kept syllabi, a file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, kept: Kept) -> None:
        """Keep a syllabus in place of the one with the same key."""
        with writing(self._folder, "check its permissions", StoreError):
            write_whole(self._folder / f"{kept.key}.json", kept.model_dump_json())
            for old in self.all()[MOST:]:
                self.drop(old.key)

    def find(self, key: str) -> Kept:
        """Return a kept syllabus; NotFound when there is none."""
        try:
            return Kept.model_validate(json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, ValidationError) as error:
            raise NotFound("this syllabus is no longer kept: paste or upload it again") from error

    def all(self) -> list[Kept]:
        """Return the kept syllabi, the one used last first; files that cannot be read are left out."""
        found = []
        for path in sorted(self._folder.glob("*.json")) if self._folder.exists() else ():
            try:
                found.append(self.find(path.stem))
            except NotFound:
                continue
        return sorted(found, key=lambda kept: kept.used, reverse=True)

    def drop(self, key: str) -> None:
        """Forget a syllabus; nothing happens when it is not kept."""
        (self._folder / f"{key}.json").unlink(missing_ok=True)
