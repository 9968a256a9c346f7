"""What learners ask: how much, about what, answered or not, cited or not, and which questions are alike."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from markupsafe import Markup

from studybot.coverage.groups import Group
from studybot.coverage.plots import times_plot
from studybot.coverage.questions import MOST, Asked, Step, asked, log_csv, read_log, similar
from studybot.store import TurnRow
from studybot.ui.coverage.desk import Desk
from studybot.ui.frame.actions import Download, Html, Request, action
from studybot.ui.frame.links import passage_link, reader_link
from studybot.ui.frame.paging import leaf
from studybot.ui.frame.templates import fill

ROWS = 15  # of a page
Stretch = Literal["week", "month", "year", "all"]
Table = Literal["topics", "sections", "cited", "never", "alike"]
_TABLES: tuple[Table, ...] = ("topics", "sections", "cited", "never", "alike")
_DAYS: dict[Stretch, int] = {"week": 7, "month": 30, "year": 365}
NAMES: dict[Stretch, str] = {"week": "7 days", "month": "30 days", "year": "A year", "all": "All time"}
LOGGED = {
    "normal": "Questions are logged with the time and a word for each browser, from which nobody is found out.",
    "anonymous": "Questions are logged to the hour, and not by whom they were asked.",
    "off": "New questions are not logged (setting “question_log” is “off”), and none are let out as a file.",
}


class Since(Request):
    """How far back to look."""

    since: Stretch = "all"


class Part(Since):
    """One page of one table."""

    part: Table
    page: int = 1


@action
def show(desk: Desk, wanted: Since) -> Html:
    """Return the whole view, the first page of each table."""
    lines, seen = _seen(desk, wanted.since)
    tables = {name: _table(desk, name, 1, lines, seen) for name in _TABLES}
    html = fill(
        "coverage/asked",
        asked=seen,
        plot=Markup(times_plot(seen.times)) if len(seen.times) > 1 else "",
        tables=tables,
        since=wanted.since,
        names=NAMES,
        logged=LOGGED[desk.studybot.settings.question_log],
        out=desk.studybot.settings.question_log != "off",
        most=MOST,
    )
    return Html(html=html)


@action
def part(desk: Desk, wanted: Part) -> Html:
    """Return one page of one table."""
    lines, seen = _seen(desk, wanted.since)
    return Html(html=_table(desk, wanted.part, wanted.page, lines, seen))


@action
def take(desk: Desk, wanted: Since) -> Download:
    """Return the question log as CSV, as the setting lets it out."""
    lines, _ = read_log(desk.studybot.store.log, since=_since(wanted.since), most=1_000_000)
    text = log_csv(lines, desk.studybot.settings.question_log)
    return Download(name=f"questions-{datetime.now(UTC):%Y-%m-%d}.csv", text=text)


def _since(stretch: Stretch) -> datetime | None:
    return datetime.now(UTC) - timedelta(days=_DAYS[stretch]) if stretch in _DAYS else None


def _seen(desk: Desk, stretch: Stretch) -> tuple[list[TurnRow], Asked]:
    studybot, since = desk.studybot, _since(stretch)
    lines, more = read_log(studybot.store.log, since=since)
    cited = studybot.store.log.cited_counts(since=since)
    return lines, asked(lines, studybot.passages, cited, step=_step(lines), truncated=more)


def _step(lines: list[TurnRow]) -> Step:
    """How fine the time is cut, so that a plot has some tens of bars."""
    days = (lines[-1].at - lines[0].at).days if lines else 0
    return "day" if days <= 62 else "week" if days <= 420 else "month"


def _table(desk: Desk, name: Table, page: int, lines: list[TurnRow], seen: Asked) -> str:
    studybot = desk.studybot
    sections = {passage.id: " › ".join(passage.path) for passage in studybot.passages}
    passages = {passage.id: passage for passage in studybot.passages}
    if name == "topics":
        titles = {topic.id: topic.title for topic in studybot.course.topics}
        rows = [(titles.get(one.name, one.name), reader_link(one.name), one) for one in seen.topics]
        return fill("coverage/tallies", leaf=leaf(rows, page, ROWS), part=name, head="Topic")
    if name == "sections":
        links = {passage.heading: passage_link(passage) for passage in reversed(studybot.passages)}
        named = [(one.name.replace(" > ", " › "), links.get(one.name, ""), one) for one in seen.sections]
        return fill("coverage/tallies", leaf=leaf(named, page, ROWS), part=name, head="Section")
    if name == "alike":
        return fill("coverage/alike", leaf=leaf(_groups(desk, lines), page, ROWS), part=name)
    counted = {one.passage: one.turns for one in seen.cited_most}
    ids = tuple(counted) if name == "cited" else seen.never_cited
    cited = [(sections[one], passage_link(passages[one]), counted.get(one)) for one in ids]
    return fill("coverage/cited", leaf=leaf(cited, page, ROWS), part=name)


def _groups(desk: Desk, lines: list[TurnRow]) -> list[tuple[Group, int]]:
    """Groups of similar questions with how many of each were answered; questions asked once stand at the end."""
    return [
        (group, sum(lines[place].outcome == "covered" for place in group.places))
        for group in similar(lines, desk.grouping)
        if group.places
    ]
