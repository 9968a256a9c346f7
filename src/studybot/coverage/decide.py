"""Objectives against the material: covered, partial or none, with the passages that teach each and what found nothing."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from studybot.coverage.evidence import Material
from studybot.coverage.missing import is_thing, lacks, missing_words, subject
from studybot.coverage.model import OF_PART, OF_WHOLE, Label, Models, Reader, agreed, packaged_models, reading
from studybot.coverage.syllabus import Objective
from studybot.coverage.wording import plain_objective, shortened
from studybot.ports import Embedder, SearchBackend, Vectors
from studybot.types import QUESTION_LIMIT, Citation, Hit, Question, Understanding, Value

SEARCHED = 8  # hits of each text
SLIGHT = 0.1  # strength of a topic, or of a passage, from which an objective leads to it
SOFTNESS = 3.0  # by how much a passage's score has to fall for its strength to fall to 1/e
UNWORDED = 0.1  # strength of a passage that says no word of the objective
SHOWN = 5  # passages shown for an objective
PER_PART = 2  # of them for each part at first
SURE = 0.8  # chance of a label from which nothing is read
TOUCHED = "(only touched upon)"


class PartFinding(Value):
    """One part of a compound objective with its own label; `missing` are its words that its best passages do not say."""

    text: str
    label: Label
    missing: tuple[str, ...] = ()


class Finding(Value):
    """What was decided for one objective. `confidence` is the chance of the label.

    `passages` teach it (none when the label is `none`); `nearest` is the place that comes closest, also then. `topics` (ids)
    is how strongly each topic speaks of the objective as a whole, 1 for the strongest; `reached` are the ids of all passages
    that it leads to. Where an instructor overruled the label, `decided` is studybot's own and `note` says why. `parts` is empty
    for a single objective; `missing` are whole parts, else words, that found nothing.
    """

    objective: Objective
    label: Label
    confidence: float = Field(ge=0, le=1)
    passages: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    topics: Mapping[str, float] = Field(default_factory=dict)
    reached: tuple[str, ...] = ()
    parts: tuple[PartFinding, ...] = ()
    missing: tuple[str, ...] = ()
    decided: Label | None = None
    note: str = ""

    @property
    def lacking(self) -> str:
        """What found nothing, as a person reads it; the course may touch on all of an objective and teach none of it."""
        return "; ".join(self.missing) or ("" if self.label == "covered" else TOUCHED)


class Searched(NamedTuple):
    """An objective's texts (itself, then its parts), what each found, and how the best of it reads (None: nobody reads)."""

    texts: tuple[str, ...]
    hits: tuple[list[Hit], ...]
    read: tuple[list[float], ...] | None = None


def search_objectives(
    texts: Sequence[str], material: Material, embedder: Embedder, backend: SearchBackend, *, k: int = SEARCHED
) -> list[Searched]:
    """Return what each objective and each of its parts finds; all texts are encoded in one batch, each once."""
    plain = [shortened(plain_objective(text), material.short, material.vocabulary)[:QUESTION_LIMIT] for text in texts]
    compound = [(text, *material.parts(text)) for text in plain]
    wanted = list(dict.fromkeys(text for group in compound for text in group))
    found = dict(zip(wanted, _search_all(wanted, embedder, backend, k), strict=True))
    return [Searched(group, tuple(found[text] for text in group)) for group in compound]


def _search_all(texts: Sequence[str], embedder: Embedder, backend: SearchBackend, k: int) -> list[list[Hit]]:
    # Texts of similar length together: a batch costs what its longest text costs.
    order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
    ordered = [texts[position] for position in order]
    vectors: Vectors = embedder.encode(ordered)
    asked = [Understanding(question=Question(text=text), text=text) for text in ordered]
    rows = [vectors[row : row + 1] for row in range(len(ordered))]
    found = dict(zip(order, backend.search_many(asked, rows, k=k), strict=True))
    return [found[position] for position in range(len(texts))]


def read_objectives(searched: Sequence[Searched], reader: Reader | None) -> list[Searched]:
    """Return the same with how the likeliest places read; as it is without a reader."""
    if reader is None:
        return list(searched)
    found = []
    for one in searched:
        most = [OF_WHOLE] + [OF_PART] * (len(one.texts) - 1)
        pairs = zip(one.texts, one.hits, most, strict=True)
        found.append(one._replace(read=tuple(reader.read_units(text, hits, count) for text, hits, count in pairs)))
    return found


def evidence_of(searched: Searched, material: Material) -> list[dict[str, float]]:
    """Return the evidence of the objective and of each of its parts."""
    (whole, found), *parts = zip(searched.texts, searched.hits, strict=True)
    row = material.evidence(whole, found)
    # A single objective is its own only part.
    rows = [row, *(row if text == whole else material.evidence(text, hits, found) for text, hits in parts)]
    if searched.read is None:
        return rows
    return [row | reading(read) for row, read in zip(rows, searched.read, strict=True)]


def decide(
    objectives: Sequence[Objective],
    embedder: Embedder,
    backend: SearchBackend,
    *,
    reader: Reader | None = None,
    material: Material | None = None,
    models: Models | None = None,
) -> list[Finding]:
    """Return one finding for each objective, in order; `material` and `models` default to the backend's and the packaged ones.

    `reader` reads what was found where the search leaves doubt; without one (another language) the search alone decides.
    """
    known = material or Material(backend.passages())
    weights = models or packaged_models(embedder.name)
    searched = search_objectives([objective.text for objective in objectives], known, embedder, backend)
    return [_finding(objective, found, known, weights, reader) for objective, found in zip(objectives, searched, strict=True)]


def _finding(objective: Objective, searched: Searched, material: Material, models: Models, reader: Reader | None) -> Finding:
    rows = evidence_of(searched, material)
    label, confidence, own = agreed(*models.plain.judge(rows))
    if reader is not None and confidence < SURE:
        # Reading costs most of the time: where the search alone leaves no doubt, it changed no label that mattered.
        (read,) = read_objectives([searched], reader)
        read_rows = [row | reading(scores) for row, scores in zip(rows, read.read or (), strict=True)]
        label, confidence, own = agreed(*models.read.judge(read_rows))
    parts = [
        PartFinding(text=text, label=one, missing=missing_words(text, hits, material))
        for text, hits, one in zip(searched.texts[1:], searched.hits[1:], own, strict=True)
    ]
    strengths = _strengths(searched, material)
    topics = _topics(searched, strengths)
    reached = _reached(searched, parts, strengths, topics, material)
    return Finding(
        objective=objective,
        label=label,
        confidence=confidence,
        passages=_cited(searched, parts, topics) if label != "none" else (),
        nearest=tuple(_cite(hit) for hit in searched.hits[0][:3]),
        topics=topics if label != "none" else {},
        reached=reached if label != "none" else (),
        parts=tuple(parts) if len(parts) > 1 else (),
        missing=_missing(searched, parts, rows, label, material) if label != "covered" else (),
    )


def _strengths(searched: Searched, material: Material) -> dict[str, float]:
    """How strongly each passage (id) that the whole objective found speaks of it: near the best, and in its words."""
    hits = searched.hits[0]
    mass = sum(term.weight for term in material.terms(searched.texts[0])) or 1.0
    best = max((hit.score for hit in hits), default=0.0)
    found = {}
    for hit in hits:
        said = material.said(searched.texts[0], [hit]) / mass
        found[hit.passage.id] = max(said, UNWORDED) * math.exp((hit.score - best) / SOFTNESS)
    return found


def _topics(searched: Searched, strengths: Mapping[str, float]) -> dict[str, float]:
    """The strength of each topic that the whole objective leads to; the strongest has 1."""
    sums: dict[str, float] = defaultdict(float)
    for hit in searched.hits[0]:
        sums[hit.passage.topic] += strengths[hit.passage.id]
    most = max(sums.values(), default=1.0)
    return {topic: strength / most for topic, strength in sums.items() if strength >= SLIGHT * most}


def _reached(
    searched: Searched,
    parts: Sequence[PartFinding],
    strengths: Mapping[str, float],
    topics: Mapping[str, float],
    material: Material,
) -> tuple[str, ...]:
    """All passages that the objective leads to: those of the whole, and of each part in its topics those that say it."""
    most = max(strengths.values(), default=1.0)
    found = [name for name, strength in strengths.items() if strength >= SLIGHT * most]
    for part, hits in zip(parts, searched.hits[1:], strict=True):
        if part.label != "none":
            near = [hit for hit in hits if hit.passage.topic in topics]
            found += [hit.passage.id for hit in near if not material.missing(part.text, [hit])]
    return tuple(dict.fromkeys(found))


def _missing(
    searched: Searched, parts: Sequence[PartFinding], rows: Sequence[Mapping[str, float]], label: Label, material: Material
) -> tuple[str, ...]:
    """The parts that found nothing, else words with content that nothing says; of an objective not taught at least itself."""
    everything = [hit for hits in searched.hits for hit in hits]
    if len(parts) > 1:
        pairs = zip(parts, searched.hits[1:], rows[1:], strict=True)
        lacking = [
            part.text
            for part, hits, row in pairs
            if part.label != "covered" and lacks(part.text, [*hits, *searched.hits[0]], row, material)
        ]
        named = [subject(text) for text in lacking if missing_words(text, everything, material) or label == "none"]
        if named := [text for text in named if is_thing(text, opens=searched.texts[0].startswith(text))]:
            return tuple(dict.fromkeys(named))
    words = missing_words(searched.texts[0], everything, material)
    if label != "none" or any(word != word.lower() for word in words):
        return words
    return tuple(subject(part.text) for part in parts if part.label == "none") or (subject(searched.texts[0]),)


def _cited(searched: Searched, parts: Sequence[PartFinding], topics: Mapping[str, float]) -> tuple[Citation, ...]:
    """The best passages of the whole objective and of each part that found something, in turns.

    A part alone ("private") may lead anywhere: only passages of the topics that the whole objective leads to are taken.
    """
    groups = [[hit for hit in searched.hits[0] if hit.passage.topic in topics]]
    for part, hits in zip(parts, searched.hits[1:], strict=True):
        if part.label != "none":
            groups.append([hit for hit in hits if hit.passage.topic in topics])
    chosen: dict[str, Hit] = {}
    for rank in range(PER_PART):
        for hits in groups:
            if rank < len(hits):
                chosen.setdefault(hits[rank].passage.id, hits[rank])
    return tuple(_cite(hit) for hit in list(chosen.values())[:SHOWN])


def _cite(hit: Hit) -> Citation:
    """The passage with its best matching unit as the span that a reader highlights."""
    best = next((match for match in hit.matches if match.kind != "passage" and match.start < match.end), None)
    start, end = (best.start, best.end) if best else (hit.passage.start, hit.passage.end)
    return Citation(passage=hit.passage, start=start, end=end)
