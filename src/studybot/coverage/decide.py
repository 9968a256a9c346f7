"""Objectives against the material: covered, partial or none, with the passages that teach each and what found nothing."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from pydantic import Field

from studybot.coverage.evidence import Material
from studybot.coverage.model import Model, packaged_model, row_of
from studybot.coverage.syllabus import Objective
from studybot.coverage.wording import parts_of, plain_objective, shortened
from studybot.ports import Embedder, SearchBackend, Vectors
from studybot.types import QUESTION_LIMIT, Citation, Hit, Question, Understanding, Value

Label = Literal["covered", "partial", "none"]
SEARCHED = 6  # hits of each text
SHOWN = 5  # passages shown for an objective
PER_PART = 2  # of them for each part at first


class PartFinding(Value):
    """One part of a compound objective with its own label; `missing` are its words that its best passages do not say."""

    text: str
    label: Label
    missing: tuple[str, ...] = ()


class Finding(Value):
    """What was decided for one objective. `confidence` is the chance of the label.

    `passages` teach it (none when the label is `none`); `nearest` is the place that comes closest, also then. `parts` is
    empty for a single objective; `missing` are words, or whole parts, that found nothing.
    """

    objective: Objective
    label: Label
    confidence: float = Field(ge=0, le=1)
    passages: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    parts: tuple[PartFinding, ...] = ()
    missing: tuple[str, ...] = ()


class Searched(NamedTuple):
    """An objective's texts (itself, then its parts) and what each found."""

    texts: tuple[str, ...]
    hits: tuple[list[Hit], ...]


def search_objectives(
    texts: Sequence[str], material: Material, embedder: Embedder, backend: SearchBackend, *, k: int = SEARCHED
) -> list[Searched]:
    """Return what each objective and each of its parts finds; all texts are encoded in one batch, each once."""
    plain = [shortened(plain_objective(text), material.short)[:QUESTION_LIMIT] for text in texts]
    compound = [(text, *parts_of(text)) for text in plain]
    wanted = list(dict.fromkeys(text for group in compound for text in group))
    found = dict(zip(wanted, _search_all(wanted, embedder, backend, k), strict=True))
    return [Searched(group, tuple(found[text] for text in group)) for group in compound]


def _search_all(texts: Sequence[str], embedder: Embedder, backend: SearchBackend, k: int) -> list[list[Hit]]:
    # Texts of similar length together: a batch costs what its longest text costs.
    order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
    vectors: Vectors = embedder.encode([texts[position] for position in order])
    found: list[list[Hit]] = [[] for _ in texts]
    for row, position in enumerate(order):
        text = texts[position]
        asked = Understanding(question=Question(text=text), text=text)
        found[position] = backend.search(asked, vectors[row : row + 1], k=k)
    return found


def features_of(searched: Searched, material: Material) -> list[float]:
    """Return the model's row of one searched objective."""
    rows = [material.evidence(text, hits) for text, hits in zip(searched.texts, searched.hits, strict=True)]
    return row_of(rows[0], rows[1:])


def decide(
    objectives: Sequence[Objective],
    embedder: Embedder,
    backend: SearchBackend,
    *,
    material: Material | None = None,
    model: Model | None = None,
) -> list[Finding]:
    """Return one finding for each objective, in order; `material` and `model` default to the backend's and the packaged one."""
    known = material or Material(backend.passages())
    weights = model or packaged_model()
    searched = search_objectives([objective.text for objective in objectives], known, embedder, backend)
    return [_finding(objective, found, known, weights) for objective, found in zip(objectives, searched, strict=True)]


def label_of(chances: tuple[float, float, float], model: Model) -> tuple[Label, float]:
    """Return the label of three chances (none, partial, covered) and its chance."""
    none, partial, covered = chances
    if none > 1 - model.none_below:
        return "none", none
    return ("covered", covered) if covered >= model.covered_from else ("partial", partial)


def _finding(objective: Objective, searched: Searched, material: Material, model: Model) -> Finding:
    rows = [material.evidence(text, hits) for text, hits in zip(searched.texts, searched.hits, strict=True)]
    label, confidence = label_of(model.chances(row_of(rows[0], rows[1:])), model)
    parts: list[PartFinding] = []
    for text, hits, row in zip(searched.texts[1:], searched.hits[1:], rows[1:], strict=True):
        own, _ = label_of(model.chances(row_of(row, [row])), model)
        parts.append(PartFinding(text=text, label=own, missing=material.missing(text, hits)))
    cited = _cited(searched, parts)
    return Finding(
        objective=objective,
        label=label,
        confidence=confidence,
        passages=cited if label != "none" else (),
        nearest=tuple(_cite(hit) for hit in searched.hits[0][:3]),
        parts=tuple(parts) if len(parts) > 1 else (),
        missing=_missing(searched, parts, material) if label != "covered" else (),
    )


def _missing(searched: Searched, parts: Sequence[PartFinding], material: Material) -> tuple[str, ...]:
    """The parts that found nothing, else those that found little, else the words that no (or not the best) passage says."""
    if len(parts) > 1:
        for label in ("none", "partial"):
            lacking = [part.text for part in parts if part.label == label]
            if lacking:
                return tuple(lacking)
        words = tuple(word for part in parts for word in part.missing)
    else:
        words = material.missing(searched.texts[0], searched.hits[0])
    return tuple(dict.fromkeys(words)) or material.missing(searched.texts[0], searched.hits[0][:1])


def _cited(searched: Searched, parts: Sequence[PartFinding]) -> tuple[Citation, ...]:
    """The best passages of the whole objective and of each part that found something, in turns.

    A part alone ("private") may lead anywhere: of it only passages of the topics that the whole objective leads to are taken.
    """
    topics = {hit.passage.topic for hit in searched.hits[0]}
    groups = [searched.hits[0]]
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
