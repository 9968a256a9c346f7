"""Numbers by what they count: which ones a course has of one unit, which are near, and which only name a thing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import floor, log10
from random import Random

FARTHEST = 20.0  # times; a number further from the right one than this is no rival
WRONG = 3
SMALL = 10  # from here on there are round numbers
BINARY = 16  # divides sizes that are no round numbers
NUMBER = re.compile(r"\d[\d,.]*")
_UNIT = re.compile(r"\s?(?:%|[A-Za-z]+(?:/\w+)?)")
# What surely counts: a sign, an abbreviation, a plural, a rate; another word goes on with the sentence (`port 22 is open`).
_SURE = re.compile(r"\s?(?:%|[A-Za-z]*[A-Z][A-Za-z]*(?:/\w+)?|[a-z]+/\w+|[a-z]{3,}s\b|(?:h|m|s|ms|min|hr|x)\b)")


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
            usual[brief(unit)].add(value_of(match.group()))
    return {unit: frozenset(values) for unit, values in usual.items()}


def brief(unit: str) -> str:
    """Return what the spellings of a unit have in common: `min` and `minutes`."""
    return unit[:3]


def value_of(text: str) -> float:
    """Return a number as it counts, -1 where it is none."""
    return float(text.rstrip(".,").replace(",", "")) if re.fullmatch(r"\d[\d,]*(?:\.\d+)?[.,]*", text) else -1.0


def near_numbers(number: str, usual: Iterable[float], random: Random) -> tuple[str, ...]:
    """Return three wrong numbers near `number`, written as it is: `usual` ones, which the course has of its unit, or round.

    Each place among the sorted options is as likely as the others to be that of the right number; where there is no smaller or
    no larger one, there are none: the smallest is soon guessed.
    """
    value = value_of(number)
    near = {float(step) for step in usual if value / FARTHEST <= step <= value * FARTHEST and step > 0} - {value}
    fit = {step for step in near if step.is_integer() == value.is_integer() and _is_round(step) >= _is_round(value)}
    for ladder in (fit, fit | _round(value)):
        below, above = sorted(step for step in ladder if step < value), sorted(step for step in ladder if step > value)
        lower = [place for place in range(WRONG + 1) if place <= len(below) and WRONG - place <= len(above)]
        if below and above and len(lower) > 1:
            place, sign = random.choice(lower), "," if "," in number else ""
            return tuple(f"{step:{sign}.10g}" for step in below[len(below) - place :] + above[: WRONG - place])
    return ()


def _is_round(value: float) -> bool:
    """Whether a number is small, or has a digit or two and noughts: beside 1,000 nobody believes 443."""
    return value < SMALL or value % 10.0 ** (floor(log10(value)) - 1) == 0


def _round(value: float) -> set[float]:
    """Round numbers around a round one, halves and doubles of a binary one; below ten each is as odd as the next."""
    if value < SMALL or not value.is_integer():
        return set()
    scale = 10.0 ** floor(log10(value))
    rounds = {part * size for size in (scale / 10, scale, scale * 10) for part in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)}
    if value not in rounds:
        rounds = {value * part for part in (0.125, 0.25, 0.5, 2, 4, 8)} if value % BINARY == 0 else set()
    return {step for step in rounds - {value} if step.is_integer()}
