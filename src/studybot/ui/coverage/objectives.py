"""Objectives against the material: the findings of a syllabus are decided, shown part by part, and overruled."""

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from studybot.coverage.model import Label
from studybot.coverage.shelf import KEY, findings_before
from studybot.coverage.summary import compare_findings, gaps, heat_map, summarise, unasked
from studybot.text import squash
from studybot.types import Value
from studybot.ui.coverage.desk import Desk, Result, places_of, said
from studybot.ui.frame.actions import Request, action
from studybot.ui.frame.links import reader_link
from studybot.ui.frame.paging import leaf
from studybot.ui.frame.templates import fill

ROWS, HEAT_ROWS, GAPS, GROUPS = 25, 40, 20, 15  # of a page
LABELS: dict[Label, tuple[str, str]] = {
    "covered": ("check", "Covered"),
    "partial": ("partly", "Partial"),
    "none": ("cross", "None"),
}
KINDS = {"gained": "Better now", "lost": "Worse now", "added": "New", "removed": "Gone"}


class Chosen(Request):
    """A kept syllabus."""

    key: str = Field(pattern=KEY)


class Part(Chosen):
    """One page of one part of the findings, with what the rows are narrowed to, and whether the least sure ones come first."""

    part: Literal["rows", "heat", "gaps", "unasked"]
    page: int = 1
    label: Literal["", "covered", "partial", "none"] = ""
    domain: str = ""
    words: str = Field(default="", max_length=300)
    unsure: bool = False


class Overruled(Part):
    """An instructor's label of an objective, "" to put the decided one back, with the page of rows that it stands on."""

    objective: str = Field(min_length=1, max_length=100_000)
    theirs: Literal["", "covered", "partial", "none"]
    note: str = Field(default="", max_length=2000)


class Decided(Value):
    """How many objectives are decided."""

    done: int
    total: int


class Findings(Value):
    """Findings as HTML, or that they are `unfinished`: then objectives are to be decided first."""

    unfinished: bool | None = None
    html: str | None = None
    title: str | None = None


@action
def work(desk: Desk, asked: Chosen) -> Decided:
    """Decide the next objectives and return how far it is."""
    done, total = desk.work(asked.key, datetime.now(UTC))
    return Decided(done=done, total=total)


@action
def show(desk: Desk, asked_for: Chosen) -> Findings:
    """Return the findings as a whole, with the first page of each part; `work` has to come first."""
    result = desk.result(asked_for.key)
    if result is None:
        return Findings(unfinished=True)
    syllabus, findings = result.syllabus, result.findings
    summary = summarise(syllabus, findings)
    shares = [(one.name or "No domain", one) for one in summary.domains]
    changes = compare_findings(findings_before(result.kept, syllabus), findings) if result.kept.before else ()
    parts = {name: _parts(desk, result, Part(learner=asked_for.learner, key=asked_for.key, part=name)) for name in _NAMES}
    html = fill(
        "coverage/result",
        key=result.kept.key,
        title=syllabus.title,
        syllabus=syllabus,
        summary=summary,
        shares=shares if len(shares) == 1 else [*shares, ("All, weighted", summary.total)],
        labels=LABELS,
        changes=[(KINDS[one.kind], one) for one in changes if one.before is not None],
        before=result.kept.before,
        parts=parts,
        domains=[domain.name for domain in syllabus.domains],
        others=[kept for kept in desk.shelf.all() if kept.key != result.kept.key][:12],
    )
    return Findings(html=html, title=syllabus.title)


_NAMES: tuple[Literal["rows", "heat", "gaps", "unasked"], ...] = ("rows", "heat", "gaps", "unasked")


@action
def part(desk: Desk, wanted: Part) -> Findings:
    """Return one page of one part."""
    result = desk.result(wanted.key)
    return Findings(unfinished=True) if result is None else Findings(html=_parts(desk, result, wanted))


@action
def overrule(desk: Desk, wanted: Overruled) -> Findings:
    """Keep an instructor's label and return the page of rows again."""
    desk.overrule(wanted.key, wanted.objective, wanted.theirs or None, wanted.note.strip(), datetime.now(UTC))
    return part.function(desk, wanted)


def _parts(desk: Desk, result: Result, wanted: Part) -> str:
    draw = {"rows": _rows, "heat": _heat, "gaps": _gaps, "unasked": _unasked}
    return draw[wanted.part](desk, result, wanted)


def _rows(desk: Desk, result: Result, wanted: Part) -> str:
    words = squash(wanted.words)
    chosen = [
        finding
        for finding in result.findings
        if (not wanted.label or finding.label == wanted.label)
        and (not wanted.domain or finding.objective.domain == wanted.domain)
        and words in squash(finding.objective.text)
    ]
    if wanted.unsure:
        chosen.sort(key=lambda finding: (finding.decided is not None, finding.confidence))
    return fill(
        "coverage/rows",
        leaf=leaf(chosen, wanted.page, ROWS),
        labels=LABELS,
        places_of=places_of,
        said=said,
        several=len(result.syllabus.domains) > 1,
    )


def _heat(desk: Desk, result: Result, wanted: Part) -> str:
    heat = heat_map(result.findings, desk.studybot.course.topics)
    page = leaf(heat.rows, wanted.page, HEAT_ROWS)
    return fill("coverage/heat", leaf=page, topics=heat.topics, links=[reader_link(topic.id) for topic in heat.topics])


def _gaps(desk: Desk, result: Result, wanted: Part) -> str:
    page = leaf(gaps(result.syllabus, result.findings), wanted.page, GAPS)
    return fill("coverage/gaps", leaf=page, labels=LABELS, places_of=places_of)


def _unasked(desk: Desk, result: Result, wanted: Part) -> str:
    """Whole topics together, sections by their topic: each group opens."""
    titles = {topic.id: topic.title for topic in desk.studybot.course.topics}
    groups: dict[str, list[tuple[str, str, int]]] = {}
    for one in unasked(result.findings, desk.studybot.passages):
        title = titles.get(one.topic, one.topic)
        name = one.section.removeprefix(f"{title} > ").replace(" > ", " › ") if one.section else title
        row = (name, reader_link(one.topic, one.passages[0]), one.words)
        groups.setdefault(title if one.section else "", []).append(row)
    return fill("coverage/unasked", leaf=leaf(list(groups.items()), wanted.page, GROUPS))
