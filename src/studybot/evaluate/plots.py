"""The plots of a report as SVG that takes its colours from the page; every mark links to its questions."""

from collections.abc import Sequence
from html import escape

import numpy as np

from studybot.evaluate.measures.outcomes import RiskPoint
from studybot.evaluate.summary import Measured
from studybot.shown import cut

WIDTH = 480
LEFT, RIGHT = 44, 12
CHART, TOP, BOTTOM = 210, 12, 44
BINS = 24
POINTS = 40  # of a curve that can be clicked
FEW = 5  # questions below which a bar says hardly anything and is drawn so


def topic_bars(groups: dict[str, dict[str, Measured]], measure: str) -> str:
    """Return bars of a measure by topic, worst first, with 95% intervals and counts, grey below FEW questions.

    Topics without a value are left out; where a few questions are all alike, a bootstrap cannot see how little it knows, and
    the interval is the one that a proportion of that many has (Wilson 1927).
    """
    found = [(name, measures[measure]) for name, measures in groups.items() if measures[measure].value is not None]
    found.sort(key=lambda pair: (pair[1].value or 0.0, pair[0]))
    row, names = 26, 212
    across = WIDTH - names - 96
    parts = []
    for number, (name, one) in enumerate(found):
        value = one.value or 0.0
        few = " few" if one.n < FEW else ""
        low, high = one.ends or (0.0, 0.0)
        middle = number * row + 14
        whisker = f"M{names + low * across:.1f} {middle}H{names + high * across:.1f}"
        parts.append(
            f'<a href="#topic={escape(name)}&amp;has={measure}&amp;sort={measure}">'
            f"<title>{escape(name)}: {value:.3f} ({low:.3f} to {high:.3f}), {one.n} questions</title>"
            f'<text x="{names - 8}" y="{middle + 4}" class="name">{escape(cut(name, 26))}</text>'
            f'<rect x="{names}" y="{middle - 8}" width="{across}" height="16" rx="3" class="rail"/>'
            f'<rect x="{names}" y="{middle - 8}" width="{value * across:.1f}" height="16" rx="3" class="bar{few}"/>'
            f'<path d="{whisker}" class="whisker"/>'
            f'<text x="{WIDTH - 88}" y="{middle + 4}" class="value">{value:.2f}</text>'
            f'<text x="{WIDTH - 50}" y="{middle + 4}" class="count">n = {one.n:,}</text></a>'
        )
    return _svg("".join(parts), max(1, len(found)) * row + 6, f"{measure} by topic")


def risk_curve(points: Sequence[RiskPoint]) -> str:
    """Return the risk-coverage curve; a point leads to the questions at least as confident."""
    if not points:
        return ""
    top = max(0.1, *(point.risk for point in points))
    top = min(1.0, np.ceil(top * 10) / 10)
    places = [(_x(point.coverage), _y(point.risk / top)) for point in points]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    marks = "".join(
        f'<a href="#confidence={point.confidence:.6f}"><title>confidence {point.confidence:.3f} or more: '
        f"{point.coverage:.0%} of the questions, {point.risk:.1%} of them wrong</title>"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="mark"/></a>'
        for point, (x, y) in _thinned(list(zip(points, places, strict=True)))
    )
    across = [(share, f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)]
    up = [(share, f"{share * top:.0%}") for share in (0, 0.5, 1)]
    axes = _axes(across, up, "questions answered, most confident first")
    return _svg(f'{axes}<path d="{line}" class="line"/>{marks}', CHART, "share of wrong answers against coverage")


def trend(points: Sequence[tuple[str, Measured]], name: str) -> str:
    """Return a measure over runs, oldest first: a point with its 95% interval for each, pale below FEW questions."""
    told = [(label, one) for label, one in points if one.value is not None]
    if len(told) < 2:
        return ""
    step = (WIDTH - LEFT - RIGHT) / len(told)
    places = [(LEFT + (number + 0.5) * step, _y(one.value or 0.0)) for number, (_, one) in enumerate(told)]
    parts = [f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in places)}" class="line"/>']
    for (label, one), (x, y) in zip(told, places, strict=True):
        low, high = one.ends or (0.0, 0.0)
        few = " few" if one.n < FEW else ""
        parts.append(
            f"<g><title>{escape(label)}: {one.value:.3f} ({low:.3f} to {high:.3f}), {one.n} questions</title>"
            f'<path d="M{x:.1f} {_y(low):.1f}V{_y(high):.1f}" class="whisker{few}"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="mark{few}"/></g>'
        )
    up = [(share, f"{share:.0%}") for share in (0, 0.5, 1)]
    return _svg(_axes([], up, f"{name}: {len(told)} runs, oldest first") + "".join(parts), CHART, f"{name} over runs")


def latency_bars(totals: Sequence[float]) -> str:
    """Return a histogram of milliseconds an answer, the slowest hundredth in the last bar; a bar leads to its questions."""
    if not totals:
        return ""
    values = np.asarray(totals, dtype=np.float64)
    end = float(max(np.percentile(values, 99), 1e-3))
    counts, edges = np.histogram(np.minimum(values, end), bins=BINS, range=(0, end))
    step = (WIDTH - LEFT - RIGHT) / BINS
    most = int(counts.max())
    bars = ""
    for number, count in enumerate(counts.tolist()):
        low, high = edges[number], edges[number + 1]
        height = (CHART - TOP - BOTTOM) * count / most
        until = "" if number == BINS - 1 else f"&amp;faster={high:.4f}"
        bars += (
            f'<a href="#slower={low:.4f}{until}"><title>{low:.1f} to {high:.1f} ms: {count} questions</title>'
            f'<rect x="{LEFT + number * step + 1:.1f}" y="{CHART - BOTTOM - height:.1f}" width="{step - 2:.1f}" '
            f'height="{height:.1f}" rx="2" class="bar"/></a>'
        )
    digits = 0 if end >= 20 else 1
    across = [(share, f"{share * end:.{digits}f}") for share in (0, 0.25, 0.5, 0.75, 1)]
    up = [(1.0, str(most))]
    return _svg(_axes(across, up, "milliseconds an answer") + bars, CHART, "how long answers took")


def _axes(across: Sequence[tuple[float, str]], up: Sequence[tuple[float, str]], name: str) -> str:
    parts = [f'<path d="M{LEFT} {_y(0)}H{WIDTH - RIGHT}" class="axis"/>']
    for share, label in up:
        parts.append(f'<path d="M{LEFT} {_y(share):.1f}H{WIDTH - RIGHT}" class="grid"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{_y(share) + 4:.1f}" class="tick end">{label}</text>')
    for share, label in across:
        side = "start" if share == 0 else "end" if share == 1 else "middle"
        parts.append(f'<text x="{_x(share):.1f}" y="{CHART - BOTTOM + 16}" class="tick {side}">{label}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{CHART - 6}" class="tick middle">{escape(name)}</text>')
    return "".join(parts)


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return CHART - BOTTOM - share * (CHART - TOP - BOTTOM)


def _thinned(pairs: list[tuple[RiskPoint, tuple[float, float]]]) -> list[tuple[RiskPoint, tuple[float, float]]]:
    """At most POINTS points to click on, evenly spread, the last one among them."""
    step = max(1, -(-len(pairs) // POINTS))
    return pairs[::-step][::-1]


def _svg(inside: str, height: int, name: str) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(name)}">{inside}</svg>'
