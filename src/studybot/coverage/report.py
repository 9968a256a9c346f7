"""Findings for others: JSON, CSV, and one self-contained HTML file with plots for a meeting."""

import json
from collections.abc import Callable, Sequence

from studybot.coverage.decide import Finding
from studybot.coverage.health import Health
from studybot.coverage.plots import domain_bars, heat_map_plot, times_plot
from studybot.coverage.questions import Asked
from studybot.coverage.summary import gaps, heat_map, summarise, unasked
from studybot.coverage.syllabus import Syllabus
from studybot.coverage.worklist import WorkItem
from studybot.render import citation_object, templates
from studybot.shown import csv_text
from studybot.types import Citation, Passage, Topic, Value

Link = Callable[[Citation], str]

_COLUMNS = ("domain", "objective", "label", "confidence", "missing", "sections", "quotes", "decided", "note", "line")


class Learners(Value):
    """What learners asked, as far as the report shows it."""

    asked: Asked
    items: tuple[WorkItem, ...] = ()


def finding_object(finding: Finding) -> dict[str, object]:
    """Return one finding as the JSON object of `studybot coverage --json`."""
    return {
        "objective": finding.objective.text,
        "domain": finding.objective.domain,
        "label": finding.label,
        "confidence": round(finding.confidence, 6),
        "passages": [citation_object(citation) for citation in finding.passages],
        "nearest": [citation_object(citation) for citation in finding.nearest],
        "parts": [part.model_dump(mode="json") for part in finding.parts],
        "missing": list(finding.missing),
        **({"decided": finding.decided, "note": finding.note} if finding.decided else {}),
        "line": finding.objective.line,
    }


def _section(citation: Citation) -> str:
    return citation.passage.heading


def findings_json(findings: Sequence[Finding]) -> str:
    """Return the findings as a JSON array, one object for each objective in order."""
    return json.dumps([finding_object(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def findings_csv(findings: Sequence[Finding]) -> str:
    """Return the findings as CSV; no cell is taken for a formula by a spreadsheet."""
    return csv_text(_COLUMNS, (_row(finding) for finding in findings))


def _row(finding: Finding) -> tuple[object, ...]:
    return (
        finding.objective.domain,
        finding.objective.text,
        finding.label,
        f"{finding.confidence:.3f}",
        "; ".join(finding.missing),
        "; ".join(dict.fromkeys(map(_section, finding.passages))),
        " | ".join(dict.fromkeys(" ".join(citation.quote.split()) for citation in finding.passages)),
        finding.decided or "",
        finding.note,
        finding.objective.line,
    )


def report_html(
    syllabus: Syllabus,
    findings: Sequence[Finding],
    topics: Sequence[Topic],
    passages: Sequence[Passage],
    *,
    made: str = "",
    link: Link | None = None,
    learners: Learners | None = None,
    health: Health | None = None,
) -> str:
    """Return the report as HTML that requests nothing from anywhere.

    `made` is printed as date and course; `link` gives the address of a citation in the reader (none: no links).
    """
    heat = heat_map(findings, topics)
    summary = summarise(syllabus, findings)
    template = templates("studybot.coverage").get_template("report.html.jinja")
    return template.render(
        title=syllabus.title or "Coverage",
        made=made,
        syllabus=syllabus,
        findings=findings,
        summary=summary,
        gaps=gaps(syllabus, findings),
        unasked=unasked(findings, passages),
        titles={topic.id: topic.title for topic in topics},
        plots={
            "domains": domain_bars(summary),
            "heat": heat_map_plot(heat),
            "times": times_plot(learners.asked.times) if learners else "",
        },
        link=link or (lambda citation: ""),
        section=_section,
        learners=learners,
        health=health,
    )
