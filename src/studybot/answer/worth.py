"""What a text is worth: a number with its unit, a range, a price, a word of degree; and whether an amount lies in bounds."""

import re
from functools import cache
from math import prod
from typing import NamedTuple

from studybot.answer.direction import BRACKETS
from studybot.facts.language import Language
from studybot.text import stem, words

_VALUE = re.compile(
    r"(?<![\w.])(?P<sign>[$€£₹])?\s?(?P<number>\d[\d,]*(?:\.\d+)?)(?:\s?-?(?=[^\W\d_]|%)(?P<unit>%|[^\W\d_]+))?(?P<per>(?:\s?/\s?\w+)*)"
)
_BETWEEN = re.compile(r"\s*[–—-]\s*")
_BETWEEN_DIGITS = re.compile(r"(?<![\w.,])[\d.,]+(?:\s?[^\W\d_]+)?\s*[–—-]\s*(?=[$€£₹]?\d)")  # the first half of a range
_OPEN = re.compile(r"\d\s?[^\W\d_]*\+|[≥>]")
_BELOW = re.compile(r"[≤<]")
_PART = re.compile(r"[,;]\s+|\.\s+")
BEFORE = 2  # words that may stand before a number which is the worth of a cell ("up to", "max")
ENDLESS = float("inf")
BELOW = 1 - 1e-9  # "< 10" is less than 10


class Worth(NamedTuple):
    """A range of worth and what it is of; `is_bound` where the text says from where or up to where something goes."""

    kind: str
    low: float
    high: float
    is_bound: bool = False


def worth(text: str, known: Language) -> Worth | None:
    """Return what a text that is short of words is worth, None for prose."""
    bare = BRACKETS.sub(" ", text)
    alone = words(bare)[0] if len(words(bare)) == 1 else ""
    if alone in known.free | known.negators:
        return Worth("", 0.0, 0.0)
    degree = next((place for place, names in enumerate(known.degrees) if alone in names.split()), None)
    if degree is not None:
        return Worth("degree", degree, degree)
    if len(_VALUE.findall(_BETWEEN_DIGITS.sub(" ", bare))) > 1:
        return None  # "72 mm x 57 mm", "12 hours, 48 in bulk": which of them counts is not said
    found = _number(bare, known)
    return found if found and len(words(bare[: _start(bare)])) <= BEFORE else _number("".join(BRACKETS.findall(text)), known)


def bound(text: str, known: Language) -> Worth | None:
    """Return the bounds that a text names, wherever they stand in it; None where it names none."""
    found = _number(text, known)
    return found if found and found.is_bound else None


def amounts(text: str, known: Language) -> list[Worth]:
    """Return the numbers of a text that have a unit or a counted thing."""
    found = (_number(value[0], known) for value in _VALUE.finditer(_in_digits(text, known)) if value["unit"])
    return [value for value in found if value]


def is_within(asked: str, label: str, said: str, known: Language) -> bool | None:
    """Whether the one amount of a question lies within the bounds that a text names; None where it names none."""
    wanted = amounts(asked, known)
    if len(wanted) != 1:
        return None
    found = [within for part in _PART.split(said) if (within := _within(wanted[0], f"{label} {part}", known)) is not None]
    return all(found) if found else None


def disagrees(asked: str, said: str, known: Language) -> bool:
    """Whether the amount of a question lies in one of several ranges of a text, and not in another."""
    wanted = amounts(asked, known)
    ranges = [part for part in _PART.split(said) if _BETWEEN_DIGITS.search(part)]
    return len(wanted) == 1 and len({within for one in ranges if (within := _within(wanted[0], one, known)) is not None}) > 1


def _within(wanted: Worth, said: str, known: Language) -> bool | None:
    bounds = [amount.low for amount in amounts(said, known) if amount.kind == wanted.kind]
    named, spoken = bound(said, known), set(words(said))
    if named:
        return named.low <= wanted.low <= named.high if named.kind == wanted.kind else None
    if not bounds or spoken & known.most:
        return wanted.low <= max(bounds) if bounds else None
    return wanted.low >= min(bounds) if spoken & known.least else None


def _in_digits(text: str, known: Language) -> str:
    """A text whose numbers before a unit stand in digits: "half an hour" is 0.5 hour."""
    counted = _counted(known)
    one = "|".join(counted) or r"(?!)"
    spelled = re.compile(rf"\b((?:{one})(?: (?:{one}))?) (?=(?:{'|'.join(known.units)})\b)", re.IGNORECASE)
    return spelled.sub(lambda match: f"{prod(counted[word] for word in match[1].lower().split()):g} ", text)


@cache
def _counted(known: Language) -> dict[str, float]:
    """How much words that count mean."""
    return {word: place + 2.0 for place, word in enumerate(known.numbers)} | known.portions


def _start(text: str) -> int:
    match = _VALUE.search(text)
    return match.start() if match else len(text)


def _number(text: str, known: Language) -> Worth | None:
    values = list(_VALUE.finditer(text))
    if not values:
        return None
    first, *behind = values
    last = behind[0] if behind and _BETWEEN.fullmatch(text[first.end() : behind[0].start()]) else first
    kind, ends = _kind(last, known), []
    for value in (first, last):
        own = known.units.get(value["unit"] or last["unit"] or "", "1")
        ends.append(float(value["number"].replace(",", "")) * float(own.split()[0]))
    is_open, is_below = bool(_OPEN.search(text)), bool(_BELOW.search(text))
    high = ENDLESS if is_open else ends[1] * (BELOW if "<" in text else 1.0)
    return Worth(kind, 0.0 if is_below else ends[0], high, last is not first or is_open or is_below)


def _kind(value: re.Match[str], known: Language) -> str:
    """What a number is of: a price, a share, a unit's kind, or what is counted; by what it is taken, too."""
    unit = value["unit"] or ""
    per = "".join(value["per"].split())
    size = known.units.get(unit) or known.units.get(unit.lower())
    if value["sign"]:
        return f"money {unit}".rstrip() + per
    counted = "" if unit.lower() in known.most | known.least else stem(unit.lower())
    return f"{size.split()[1] if size else unit if unit == '%' else f'count {counted}'.strip()}{per}"
