"""The health of the material: numbers by topic, and lists of what an author may want to look at."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from studybot.coverage.health import Health
from studybot.shown import csv_text
from studybot.survey import material_health
from studybot.types import Passage
from studybot.ui.coverage.desk import Desk, places_of
from studybot.ui.frame.actions import Download, Html, Request, action
from studybot.ui.frame.links import passage_link, reader_link
from studybot.ui.frame.paging import leaf
from studybot.ui.frame.templates import fill

ROWS = 15  # of a page
Name = Literal["topics", "lengths", "twins", "figures", "references", "abbreviations", "receipt"]
Place = tuple[str, str]


class Line(NamedTuple):
    """One row of a list: what it is about, what was found, and the places to look at."""

    what: str
    found: str
    places: Sequence[Place]


LISTS: dict[Name, tuple[str, str]] = {
    "lengths": (
        "Sections too short or too long to answer from",
        "Short ones say too little to be found; long ones are better split.",
    ),
    "twins": ("Passages that say nearly the same", "An answer may cite either of them."),
    "figures": ("Different figures for the same thing?", "A question to the author, not a verdict: both may be right."),
    "references": ("References that lead nowhere", "Links and “see section …” without a target in the course."),
    "abbreviations": ("Abbreviations never spelled out", "Used in the text, and nowhere written in full."),
    "receipt": ("Remarks of the last index", "What was odd in the files when they were indexed."),
}


class Part(Request):
    """One page of one list."""

    part: Name
    page: int = 1


def _health(desk: Desk) -> Health:
    return material_health(desk.studybot.opened, desk.studybot.store.log)


@action
def show(desk: Desk, _: Request) -> Html:
    """Return the whole view, the first page of each list."""
    health = _health(desk)
    parts = {name: _part(desk, health, name, 1) for name in ("topics", *LISTS)}
    receipt = desk.studybot.manifest.receipt
    return Html(html=fill("coverage/health", parts=parts, lists=LISTS, receipt=receipt, counts=desk.studybot.manifest.counts))


@action
def part(desk: Desk, wanted: Part) -> Html:
    """Return one page of one list."""
    return Html(html=_part(desk, _health(desk), wanted.part, wanted.page))


@action
def take(desk: Desk, _: Request) -> Download:
    """Return the numbers by topic as CSV."""
    header = ("topic", "title", "passages", "words", "tables", "code", "bank", "cards", "quiz", "asked", "changed")
    rows = [
        (*(getattr(one, name) for name in header[:-1]), f"{one.changed:%Y-%m-%d}" if one.changed else "")
        for one in _health(desk).topics
    ]
    return Download(name=f"material-{datetime.now(UTC):%Y-%m-%d}.csv", text=csv_text(header, rows))


def _part(desk: Desk, health: Health, name: Name, page: int) -> str:
    if name == "topics":
        rows = [(one, reader_link(one.topic)) for one in health.topics]
        return fill("coverage/topics", leaf=leaf(rows, page, 100))
    lines = _lists(health, desk.studybot.passages)[name]
    return fill("coverage/lines", leaf=leaf(lines, page, ROWS), part=name)


def _lists(health: Health, passages: Sequence[Passage]) -> dict[Name, list[Line]]:
    """What each list has, in the words that an author reads."""
    links = {one.heading: passage_link(one) for one in reversed(passages)}
    by_id = {one.id: one for one in passages}
    titles = {one.topic: one.title for one in health.topics}
    files = health.receipt.files if health.receipt else ()
    return {
        "lengths": [
            Line(
                f"Too {one.problem}", f"{one.words:,} words", [(one.section.replace(" > ", " › "), links.get(one.section, ""))]
            )
            for one in health.lengths
        ],
        "twins": [
            Line("Alike", f"{one.share:.0%} of the words", [_place(by_id[one.first]), _place(by_id[one.second])])
            for one in health.twins
        ],
        "figures": [
            Line(one.term, f"{one.figures[0]} or {one.figures[1]}", places_of([one.first, one.second]))
            for one in health.contradictions
        ],
        "references": [
            Line(one.target, f"{one.source}, line {one.line}", [(one.source, reader_link(one.topic))])
            for one in health.references
        ],
        "abbreviations": [
            Line(one.short, f"{one.count:,} times", [(titles[topic], reader_link(topic)) for topic in one.topics])
            for one in health.abbreviations
        ],
        "receipt": [Line(file.source, text, []) for file in files for text in (file.error, *file.warnings) if text],
    }


def _place(passage: Passage) -> Place:
    return " › ".join(passage.path), passage_link(passage, passage)
