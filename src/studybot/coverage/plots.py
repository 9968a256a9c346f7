"""The plots of the coverage report as SVG that takes its colours from the page."""

from collections.abc import Sequence
from html import escape

from studybot.coverage.questions import Tally
from studybot.coverage.summary import DomainShare, HeatMap, HeatRow, Summary
from studybot.shown import cut

WIDTH = 640
ROW = 44  # a domain's name stands whole above its bar
HEAT_NAMES, HEAT_LETTERS = 590, 92  # an objective's name beside its row of the heat map
CELL = 20
HEAD = 150  # height of the slanted topic titles
MOST_ROWS = 150  # objectives drawn one by one; more are drawn by domain


def domain_bars(summary: Summary) -> str:
    """Return one stacked bar a domain (covered, partial, none), as wide as the domain is whole."""
    whole = summary.total.model_copy(update={"name": "Whole syllabus"})
    parts = [_bar(number, share) for number, share in enumerate([*summary.domains, whole])]
    return _svg("".join(parts), WIDTH, len(parts) * ROW + 6, "share of each domain that is covered, partial or none")


def _bar(number: int, share: DomainShare) -> str:
    across, top = WIDTH - 56, number * ROW + 20
    name = share.name or "No domain"
    title = (
        f"{name}: {share.covered:.0%} covered, {share.partial:.0%} partial, {share.none:.0%} none, weight {share.weight:.0f}%"
    )
    parts = [f"<g><title>{escape(title)}</title>"]
    parts.append(f'<text x="0" y="{top - 5}" class="value">{escape(cut(name, 100))}</text>')
    start = 0.0
    for label, value in (("covered", share.covered), ("partial", share.partial), ("none", share.none)):
        parts.append(f'<rect x="{start:.1f}" y="{top}" width="{value * across:.1f}" height="17" class="{label}"/>')
        start += value * across
    parts.append(f'<text x="{WIDTH - 48}" y="{top + 13}" class="value">{share.covered:.0%}</text></g>')
    return "".join(parts)


def heat_map_plot(heat: HeatMap) -> str:
    """Return the heat map: a row for each objective (for each domain when they are more than MOST_ROWS), a column a topic."""
    rows = heat.rows if len(heat.rows) <= MOST_ROWS else _by_domain(heat)
    height, width = HEAD + len(rows) * CELL + 6, HEAT_NAMES + 8 + len(heat.topics) * CELL + 60
    parts = []
    for column, topic in enumerate(heat.topics):
        x = HEAT_NAMES + 8 + column * CELL + 13
        parts.append(
            f'<text x="{x}" y="{HEAD - 6}" class="head" transform="rotate(-55 {x} {HEAD - 6})">'
            f"{escape(cut(topic.name, 24))}</text>"
        )
    for number, row in enumerate(rows):
        parts.append(_heat_row(number, row, heat))
    return _svg("".join(parts), width, height, "how strongly each topic teaches each objective")


def _heat_row(number: int, row: HeatRow, heat: HeatMap) -> str:
    top = HEAD + number * CELL
    name = f'<text x="{HEAT_NAMES}" y="{top + 14}" class="name">{escape(cut(row.objective, HEAT_LETTERS))}</text>'
    cells = "".join(
        f'<rect x="{HEAT_NAMES + 8 + column * CELL}" y="{top + 1}" width="{CELL - 2}" height="{CELL - 2}" '
        f'class="cell {row.label}" fill-opacity="{max(value, 0.06):.2f}"><title>{escape(cut(row.objective, 120))}: '
        f"{escape(topic.title)} {value:.0%}</title></rect>"
        for column, (topic, value) in enumerate(zip(heat.topics, row.values, strict=True))
    )
    return f"<g>{name}{cells}</g>"


def _by_domain(heat: HeatMap) -> list[HeatRow]:
    names = dict.fromkeys(row.domain for row in heat.rows)
    found = []
    for name in names:
        own = [row.values for row in heat.rows if row.domain == name]
        values = tuple(sum(column) / len(own) for column in zip(*own, strict=True))
        found.append(HeatRow(objective=name or "No domain", domain=name, label="covered", values=values))
    return found


def times_plot(times: Sequence[Tally]) -> str:
    """Return questions over time as bars, the part that was answered below."""
    if not times:
        return ""
    high, bottom = 120, 146
    most = max(one.questions for one in times)
    step = (WIDTH - 40) / len(times)
    parts = []
    for number, one in enumerate(times):
        x, width = 36 + number * step, max(1.0, step - 2)
        whole, answered = high * one.questions / most, high * one.answered / most
        parts.append(
            f"<g><title>{escape(one.name)}: {one.questions} questions, {one.answered} answered</title>"
            f'<rect x="{x:.1f}" y="{bottom - whole:.1f}" width="{width:.1f}" height="{whole:.1f}" class="none"/>'
            f'<rect x="{x:.1f}" y="{bottom - answered:.1f}" width="{width:.1f}" height="{answered:.1f}" class="covered"/></g>'
        )
    parts.append(f'<text x="30" y="{bottom - high + 4}" class="name">{most}</text>')
    parts.append(f'<text x="36" y="{bottom + 16}" class="tick">{escape(times[0].name)}</text>')
    parts.append(f'<text x="{WIDTH - 4}" y="{bottom + 16}" class="name">{escape(times[-1].name)}</text>')
    return _svg("".join(parts), WIDTH, bottom + 22, "questions over time, and how many were answered")


def _svg(inside: str, width: int, height: int, name: str) -> str:
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(name)}">{inside}</svg>'
