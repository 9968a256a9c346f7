"""Two syllabi side by side, and the findings as a file to take away."""

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from studybot.coverage.report import findings_csv, findings_json
from studybot.coverage.shelf import KEY
from studybot.coverage.summary import counterparts
from studybot.shown import cut
from studybot.survey import coverage_report
from studybot.text import slug
from studybot.types import Citation, Value
from studybot.ui.coverage.desk import Desk
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
        name=second.title,
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
    name = f"coverage-{slug(cut(result.syllabus.title, 40))}-{datetime.now(UTC):%Y-%m-%d}.{wanted.kind}"
    if wanted.kind == "csv":
        return Taking(name=name, text=findings_csv(result.findings))
    if wanted.kind == "json":
        return Taking(name=name, text=findings_json(result.findings))
    home = wanted.origin if wanted.origin.startswith(("http://", "https://")) else ""

    def link(citation: Citation) -> str:
        return f"{home}{passage_link(citation.passage, citation)}" if home else ""

    studybot = desk.studybot
    html = coverage_report(studybot.opened, studybot.store, result.syllabus, result.findings, desk.grouping, link=link)
    return Taking(name=name, text=html)
