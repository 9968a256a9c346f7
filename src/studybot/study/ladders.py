"""Ladders of numbers: which wrong numbers are as plausible as the right one, by what the number counts."""

import re
from collections.abc import Iterable, Sequence
from math import floor, log10
from random import Random

NUMBER = re.compile(r"\d[\d,.]*")
OPTIONS = 4
_ROUND = tuple(part * 10**power for power in range(7) for part in (1, 2, 5))
_PORTS = (21, 22, 25, 53, 80, 110, 143, 389, 443, 1433, 2049, 3306, 3389, 5432, 6379, 8080)
# What people give in these units; a number beside its ladder is surrounded by numbers as round as it is.
_LADDERS: tuple[tuple[str, tuple[float, ...]], ...] = (
    (r"ms\b|milliseconds", (10, 20, 50, 100, 200, 250, 500, 1000, 2000)),
    (r"(?:consecutive )?seconds|secs?\b|s\b", (2, 3, 4, 5, 6, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 600, 900)),
    (r"minutes|mins?\b", (2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120)),
    (r"hours|hrs?\b|h\b", (2, 3, 6, 8, 12, 24, 36, 48, 72)),
    (r"days", (2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 365)),
    (r"weeks", (2, 3, 4, 6, 8, 12)),
    (r"months", (2, 3, 6, 12, 18, 24, 36)),
    (r"years", (2, 3, 5, 7, 10, 15, 20)),
    (r"%", (5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95)),
    (r"[KMGTP]i?[Bb]|bytes|IOPS", _ROUND),
)
_SHARES = (99, 99.5, 99.9, 99.95, 99.99, 99.999)
_COUNTS = tuple(range(2, 13))


def near_numbers(
    number: str,
    *,
    random: Random,
    avoid: Iterable[str] = (),
    beside: Iterable[str] = (),
    unit: str = "",
    port: bool = False,
) -> tuple[str, ...]:
    """Return three wrong numbers near `number`, written as it is written; none when there are not enough on both sides.

    `unit` is the text behind the number; `avoid` are texts whose numbers are shown or taught already; `beside` are numbers
    of the same sentence and unit: what bursts to 100 is below 100, and so are its options. Each place among the sorted
    options is as likely as the others to be that of the right number.
    """
    sign, digits = ("$", number[1:]) if number.startswith("$") else ("", number)
    value, near = _value(digits), [_value(text) for text in beside]
    taken = {value, *(_value(found) for text in avoid for found in NUMBER.findall(text))}
    ladder = _ladder(value, unit=unit.lstrip(), port=port, price=bool(sign))
    rungs = sorted(step for step in ladder if step > 0 and all((step < other) == (value < other) for other in near))
    chosen = _around(value, [step for step in rungs if step not in taken], random)
    places = 0 if value > 98 and unit.lstrip().startswith("%") else len(digits.partition(".")[2])
    return tuple(sign + _written(step, places, grouped="," in digits or value < 1000) for step in chosen)


def _around(value: float, rungs: Sequence[float], random: Random) -> list[float]:
    """Draw how many of the options lie below. The smallest is soon guessed: a number that fits nowhere else is not asked."""
    below, above = [step for step in rungs if step < value], [step for step in rungs if step > value]
    lower = [place for place in range(OPTIONS) if place <= len(below) and OPTIONS - 1 - place <= len(above)]
    if not below or not above or len(lower) < 2:
        return []
    place = random.choice(lower)
    return below[len(below) - place :] + above[: OPTIONS - 1 - place]


def _value(text: str) -> float:
    return float(text.rstrip(".,").replace(",", "")) if re.fullmatch(r"\d[\d,]*(?:\.\d+)?[.,]*", text) else -1.0


def _ladder(value: float, *, unit: str, port: bool, price: bool) -> set[float]:
    """Plausible values around `value`: well-known ports, what is usual in its unit, small counts, else round numbers."""
    if port:
        return {float(step) for step in _PORTS}
    if value > 98 and unit.startswith("%"):
        return {float(step) for step in _SHARES}
    usual = () if price else next((steps for pattern, steps in _LADDERS if re.match(pattern, unit)), ())
    for steps in (usual, () if price or usual else _COUNTS):
        if value in steps:
            return {float(step) for step in steps}
    if not price and value in _ROUND:
        return {float(step) for step in _ROUND}
    return {step for step in _as_round(value) if step.is_integer() or not value.is_integer()}


def _as_round(value: float) -> set[float]:
    """Numbers with one or two leading digits around `value`; halves and doubles of a binary one, else steps of its size."""
    scale = 10.0 ** floor(log10(value))
    round_ones = {round(part * size, 6) for size in (scale / 10, scale, scale * 10) for part in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)}
    if value in round_ones:
        return round_ones
    if value.is_integer() and value % 16 == 0:
        return {value / 8, value / 4, value / 2, value * 2, value * 4, value * 8}
    return {round(value + scale / 2 * times, 6) for times in (-3, -2, -1, 1, 2, 3)}


def _written(value: float, places: int, *, grouped: bool) -> str:
    if value.is_integer():
        whole = f"{int(value):,}" if grouped else str(int(value))
        return f"{whole}.{'0' * places}" if places else whole
    return f"{value:.{max(places, len(f'{value:.6f}'.rstrip('0').partition('.')[2]))}f}"
