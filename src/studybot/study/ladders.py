"""Ladders of numbers: which wrong numbers are as plausible as the right one, from what the course counts in the same unit."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import floor, log10
from random import Random

NUMBER = re.compile(r"\d[\d,.]*")
OPTIONS = 4
_UNIT = re.compile(r"\s?(?:%|[A-Za-z]+(?:/\w+)?)")
# What surely counts: a sign, an abbreviation, a plural, a rate; another word goes on with the sentence (`port 22 is open`).
_SURE = re.compile(r"\s?(?:%|[A-Za-z]*[A-Z][A-Za-z]*(?:/\w+)?|[a-z]+/\w+|[a-z]{3,}s\b|(?:h|m|s|ms|min|hr|x)\b)")
FARTHEST = 20.0  # times; a number further from the right one than this is no rival


def unit_of(before: str, behind: str) -> str:
    """Return what a number counts: the word behind it, or the one before it where what follows is no unit (`port 22`)."""
    ahead = re.findall(r"[A-Za-z]+", before.lower())
    match = _SURE.match(behind) or (None if ahead else _UNIT.match(behind))
    return match.group().strip().lower() if match else (ahead or [""])[-1]


def is_named(behind: str) -> bool:
    """Whether a number counts nothing and stands for a thing (`port 22`, `layer 7`): any other thing's number is its rival."""
    return not _SURE.match(behind)


def counted(texts: Iterable[str]) -> Mapping[str, frozenset[float]]:
    """Return the numbers of the texts by their unit: what is usual where this is counted."""
    usual: dict[str, set[float]] = defaultdict(set)
    for text in texts:
        for match in NUMBER.finditer(text):
            unit = unit_of(text[max(0, match.start() - 20) : match.start()], text[match.end() : match.end() + 20])
            usual[unit].add(_value(match.group()))
    return {unit: frozenset(values) for unit, values in usual.items()}


def near_numbers(
    number: str,
    *,
    random: Random,
    avoid: Iterable[str] = (),
    beside: Iterable[str] = (),
    usual: Iterable[float] = (),
    share: bool = False,
    named: bool = False,
) -> tuple[str, ...]:
    """Return three wrong numbers near `number`, written as it is written; none when there are not enough on both sides.

    `usual` are numbers of the same unit elsewhere; `avoid` are texts whose numbers are shown or taught already; `beside` are
    numbers of the same sentence and unit: what bursts to 100 is below 100, and so are its options; a `share` is of 100; a
    number that is `named` has no size.
    Each place among the sorted options is as likely as the others to be that of the right number.
    """
    sign, digits = ("$", number[1:]) if number.startswith("$") else ("", number)
    value, near = _value(digits), [_value(text) for text in beside]
    taken = {value, *(_value(found) for text in avoid for found in NUMBER.findall(text))}
    fit = {step for step in usual if named or value / FARTHEST <= step <= value * FARTHEST}
    fit = {step for step in fit - taken if step == round(step, 4) > 0 and step.is_integer() == value.is_integer()}
    chosen = random.sample(sorted(fit), OPTIONS - 1) if named and len(fit) >= OPTIONS - 1 else []
    for ladder in (fit, fit | _as_round(value)):  # what the course counts so is more of a rival than any round number
        rungs = sorted(step for step in ladder - taken if step > 0 and all((step < other) == (value < other) for other in near))
        chosen = chosen or _around(value, [step for step in rungs if not (share and step >= 100)], random)
    places = len(digits.partition(".")[2])
    return tuple(sign + _written(step, places, grouped="," in digits or (value < 1000 and not named)) for step in chosen)


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


def _as_round(value: float) -> set[float]:
    """Numbers with one or two leading digits around `value`; halves and doubles of a binary one, else steps of its size."""
    if value < 10 and value.is_integer():
        return {float(step) for step in range(2, 13)} if value > 0 else set()
    if 90 < value < 100:  # a share of nearly all: what is left of it tells how good it is
        left = 100 - value
        return {round(100 - part * left, 4) for part in (0.1, 0.5, 2, 5, 10) if part * left < 20}
    scale = 10.0 ** floor(log10(value))
    parts = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
    rounds = {round(part * size, 6) for size in (scale / 10, scale, scale * 10) for part in parts}
    rounds = {step for step in rounds if step.is_integer() or not value.is_integer()}
    if value in rounds:
        return rounds
    if value.is_integer() and value % 12 == 0:  # hours, months
        return {value / 4, value / 3, value / 2, value * 2, value * 3, value * 4}
    if value.is_integer() and value % 16 == 0:
        return {value / 8, value / 4, value / 2, value * 2, value * 4, value * 8}
    return {round(value + scale / 2 * times, 6) for times in (-3, -2, -1, 1, 2, 3)}


def _written(value: float, places: int, *, grouped: bool) -> str:
    if value.is_integer():
        whole = f"{int(value):,}" if grouped else str(int(value))
        return f"{whole}.{'0' * places}" if places else whole
    return f"{value:.{max(places, len(f'{value:.6f}'.rstrip('0').partition('.')[2]))}f}"
