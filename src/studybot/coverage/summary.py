"""Findings as a whole: share covered by domain, heat map, gaps, what no objective asks for, and two of them compared."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from studybot.coverage.decide import Finding
from studybot.coverage.model import Label
from studybot.coverage.syllabus import Syllabus
from studybot.ports import Embedder
from studybot.text import squash
from studybot.types import Citation, Passage, Topic, Value

HALF = 0.5  # what a partial objective counts in the share taught and in the heat map
ALIKE = 0.75  # cosine from which two objectives of two syllabi are taken for the same
_RANK: dict[Label, int] = {"none": 0, "partial": 1, "covered": 2}


class DomainShare(Value):
    """One domain: `weight` is its percentage of the whole; `covered`, `partial` and `none` are shares (0 to 1) of it."""

    name: str
    weight: float
    objectives: int
    covered: float
    partial: float
    none: float

    @property
    def taught(self) -> float:
        """The share taught when a partial objective counts half."""
        return self.covered + HALF * self.partial


class Summary(Value):
    """The whole syllabus: `total` weighs the domains, `counts` counts objectives by label."""

    total: DomainShare
    domains: tuple[DomainShare, ...]
    counts: dict[Label, int]


class HeatRow(Value):
    """One objective: how strongly each topic teaches it, 0 to 1, in the order of the topics."""

    objective: str
    domain: str
    label: Label
    values: tuple[float, ...]


class HeatMap(Value):
    """Objectives by topics."""

    topics: tuple[Topic, ...]
    rows: tuple[HeatRow, ...]


class Gap(Value):
    """An objective that the material does not teach wholly: what is missing, what comes nearest, what it weighs (%)."""

    finding: Finding
    weight: float
    nearest: tuple[Citation, ...]


class Unasked(Value):
    """A section, or a whole topic (`section` is empty), that no objective leads to."""

    topic: str
    section: str
    passages: tuple[str, ...]
    words: int


class Change(Value):
    """One objective whose label differs between two findings; None where it is not among them."""

    objective: str
    before: Label | None
    after: Label | None
    kind: Literal["gained", "lost", "added", "removed"]


class Counterpart(Value):
    """An objective of one syllabus and the nearest of another ("" when none is alike), with their cosine."""

    objective: str
    nearest: str
    similarity: float


def summarise(syllabus: Syllabus, findings: Sequence[Finding]) -> Summary:
    """Return the shares by domain.

    Domains without a weight share what is left of 100; without any weight all objectives count alike.
    """
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.objective.domain].append(finding)
    weights = _weights(syllabus, grouped)
    domains = tuple(_share(name, weights[name], found) for name, found in grouped.items())
    whole = sum(domain.weight for domain in domains) or 1.0
    shares = {label: sum(getattr(one, label) * one.weight for one in domains) / whole for label in _RANK}
    counts = Counter(finding.label for finding in findings)
    return Summary(
        total=DomainShare(name=syllabus.title, weight=100.0, objectives=len(findings), **shares),
        domains=domains,
        counts={label: counts[label] for label in ("covered", "partial", "none")},
    )


def _weights(syllabus: Syllabus, grouped: dict[str, list[Finding]]) -> dict[str, float]:
    given = {domain.name: domain.weight for domain in syllabus.domains}
    known = {name: weight for name in grouped if (weight := given.get(name)) is not None}
    if not known:
        total = sum(map(len, grouped.values())) or 1
        return {name: 100 * len(found) / total for name, found in grouped.items()}
    rest = [name for name in grouped if name not in known]
    left = max(0.0, 100 - sum(known.values())) / len(rest) if rest else 0.0
    weights = {name: known.get(name, left) for name in grouped}
    scale = sum(weights.values()) or 1.0
    return {name: 100 * weight / scale for name, weight in weights.items()}


def _share(name: str, weight: float, findings: Sequence[Finding]) -> DomainShare:
    each = [1.0 if finding.objective.weight is None else finding.objective.weight for finding in findings]
    total = sum(each)
    if not total:
        each, total = [1.0] * len(findings), float(len(findings))
    shares = {
        label: sum(own for own, finding in zip(each, findings, strict=True) if finding.label == label) / total
        for label in _RANK
    }
    return DomainShare(name=name, weight=weight, objectives=len(findings), **shares)


def heat_map(findings: Sequence[Finding], topics: Sequence[Topic]) -> HeatMap:
    """Return objectives by topics; the topic that teaches an objective most has 1 when covered and HALF when partial.

    The others follow by how strongly they speak of the objective as a whole, whatever a single part or word leads to.
    A topic that no objective leads to has no column, unless none has.
    """
    led = {topic for finding in findings if finding.label != "none" for topic in finding.topics}
    topics = tuple(topic for topic in topics if topic.id in led) or tuple(topics)
    rows = []
    for finding in findings:
        strength = {"covered": 1.0, "partial": HALF, "none": 0.0}[finding.label]
        values = tuple(strength * finding.topics.get(topic.id, 0.0) for topic in topics)
        objective = finding.objective
        rows.append(HeatRow(objective=objective.text, domain=objective.domain, label=finding.label, values=values))
    return HeatMap(topics=topics, rows=tuple(rows))


def gaps(syllabus: Syllabus, findings: Sequence[Finding]) -> tuple[Gap, ...]:
    """Return the objectives that are not covered, the heaviest first; of equal weight those without anything first."""
    domains = {share.name: share for share in summarise(syllabus, findings).domains}
    found = []
    for finding in findings:
        if finding.label != "covered":
            domain = domains[finding.objective.domain]
            nearest = finding.passages or finding.nearest
            found.append(Gap(finding=finding, weight=domain.weight / max(domain.objectives, 1), nearest=nearest))
    return tuple(sorted(found, key=lambda gap: (-round(gap.weight, 6), _RANK[gap.finding.label])))


def unasked(findings: Sequence[Finding], passages: Sequence[Passage]) -> tuple[Unasked, ...]:
    """Return the topics and then the sections that no objective leads to, in course order.

    What leads to a section leads to the one that it is a part of, too.
    """
    cited = {name for finding in findings for name in finding.reached}
    cited |= {citation.passage.id for finding in findings for citation in finding.passages}
    led = {
        (passage.topic, passage.path[:depth])
        for passage in passages
        if passage.id in cited
        for depth in range(len(passage.path))
    }
    cited |= {passage.id for passage in passages if (passage.topic, passage.path) in led}
    sections: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    topics: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        sections[passage.topic, passage.heading].append(passage)
        topics[passage.topic].append(passage)
    empty = {topic for topic, own in topics.items() if not _led_to(own, cited)}
    whole = [_unasked(topic, "", topics[topic]) for topic in topics if topic in empty]
    parts = [
        _unasked(topic, section, own)
        for (topic, section), own in sections.items()
        if topic not in empty and not _led_to(own, cited)
    ]
    return (*whole, *parts)


def _led_to(passages: Iterable[Passage], cited: set[str]) -> bool:
    return any(passage.id in cited for passage in passages)


def _unasked(topic: str, section: str, passages: Sequence[Passage]) -> Unasked:
    count = sum(len(passage.text.split()) for passage in passages)
    return Unasked(topic=topic, section=section, passages=tuple(passage.id for passage in passages), words=count)


def compare_findings(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[Change, ...]:
    """Return the objectives whose label differs between two editions of the material, or that only one syllabus has.

    What was decided counts: a label that the instructor overruled is no change of the material.
    """
    first = {squash(finding.objective.text): finding for finding in before}
    second = {squash(finding.objective.text): finding for finding in after}
    changes = []
    for key, finding in {**first, **second}.items():
        old, new = (None if found is None else found.decided or found.label for found in (first.get(key), second.get(key)))
        if old != new:
            changes.append(Change(objective=finding.objective.text, before=old, after=new, kind=_kind(old, new)))
    return tuple(changes)


def _kind(old: Label | None, new: Label | None) -> Literal["gained", "lost", "added", "removed"]:
    if old is None or new is None:
        return "added" if old is None else "removed"
    return "gained" if _RANK[new] > _RANK[old] else "lost"


def counterparts(first: Syllabus, second: Syllabus, embedder: Embedder) -> tuple[Counterpart, ...]:
    """Return for each objective of `first` the most similar one of `second`; "" below a cosine of ALIKE."""
    own = embedder.encode([objective.text for objective in first.objectives])
    others = embedder.encode([objective.text for objective in second.objectives])
    cosines = own @ others.T
    best = np.argmax(cosines, axis=1)
    found = []
    for row, objective in enumerate(first.objectives):
        value = float(cosines[row, best[row]])
        nearest = second.objectives[int(best[row])].text if value >= ALIKE else ""
        found.append(Counterpart(objective=objective.text, nearest=nearest, similarity=min(1.0, max(-1.0, value))))
    return tuple(found)
