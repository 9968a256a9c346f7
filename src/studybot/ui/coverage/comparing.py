"""Two syllabi side by side, and the findings as a file to take away."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from studybot.coverage.decide import Finding
from studybot.coverage.questions import asked, read_log
from studybot.coverage.report import Learners, findings_csv, findings_json, report_html
from studybot.coverage.shelf import KEY
from studybot.coverage.summary import counterparts
from studybot.survey import material_health
from studybot.types import Citation, Value
from studybot.ui.coverage.desk import Desk, Result
from studybot.ui.coverage.objectives import LABELS, Chosen, Findings
from studybot.ui.frame.actions import action
from studybot.ui.frame.links import passage_link
from studybot.ui.frame.templates import fill


class Compared(Chosen):
    """A kept syllabus and the one to compare it with."""

    other: str = Field(pattern=KEY)


class Taken(Chosen):
    """A file to take away; `origin` is where the browser found studybot."""

    kind: Literal["csv", "json", "html"]
    origin: str = Field(default="", max_length=300)


class Taking(Value):
    """The findings as a file, or that they are `unfinished`."""

    unfinished: bool | None = None
    name: str | None = None
    text: str | None = None


@action
def compare(desk: Desk, wanted: Compared) -> Findings:
    """Return what two syllabi have in common, and what each asks for that the other does not."""
    first, other = desk.result(wanted.key), desk.shelf.find(wanted.other)
    if first is None:
        return Findings(unfinished=True)
    second = other.syllabus()
    pairs = counterparts(first.syllabus, second, desk.studybot.embedder)
    back = counterparts(second, first.syllabus, desk.studybot.embedder)
    html = fill(
        "coverage/compare",
        name=second.title or other.name or "the other syllabus",
        pairs=[(pair, finding.label) for pair, finding in zip(pairs, first.findings, strict=True)],
        only_other=[pair.objective for pair in back if not pair.nearest],
        labels=LABELS,
    )
    return Findings(html=html)


@action
def take(desk: Desk, wanted: Taken) -> Taking:
    """Return the findings as a file."""
    result = desk.result(wanted.key)
    if result is None:
        return Taking(unfinished=True)
    name = f"coverage-{datetime.now(UTC):%Y-%m-%d}.{wanted.kind}"
    if wanted.kind == "csv":
        return Taking(name=name, text=findings_csv(result.findings))
    if wanted.kind == "json":
        return Taking(name=name, text=findings_json(result.findings))
    return Taking(name=name, text=_report(desk, result, result.findings, wanted.origin))


def _report(desk: Desk, result: Result, findings: Sequence[Finding], origin: str) -> str:
    studybot = desk.studybot
    lines, more = read_log(studybot.store.log)
    seen = asked(lines, studybot.passages, studybot.store.log.cited_counts(), truncated=more)
    home = origin if origin.startswith(("http://", "https://")) else ""

    def link(citation: Citation) -> str:
        return f"{home}{passage_link(citation.passage, citation)}" if home else ""

    return report_html(
        result.syllabus,
        findings,
        studybot.course.topics,
        studybot.passages,
        made=f"{studybot.course.title}, {datetime.now(UTC):%d %B %Y}",
        link=link,
        learners=Learners(asked=seen, items=desk.work_items()) if lines else None,
        health=material_health(studybot.opened, studybot.store.log),
    )
