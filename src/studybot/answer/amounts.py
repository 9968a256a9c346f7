"""Amounts with their units: whether what is asked for lies within what the course allows."""

import re
from functools import cache
from math import prod
from typing import NamedTuple

from studybot.facts.language import Language
from studybot.text import stem, words

_AMOUNT = re.compile(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s*-?\s*([^\W\d_]+)?")
_PART = re.compile(r"[,;]\s+|\.\s+")
_RANGE = re.compile(r"\d\s*[^\W\d_]*\s*[–—-]\s*\d")


class Amount(NamedTuple):
    """A number of something: its value in the smallest unit of its kind, and the kind (or the stem of what is counted)."""

    value: float
    kind: str


def amounts(text: str, language: Language) -> list[Amount]:
    """Return the amounts of a text that have a unit or a counted thing."""
    found = []
    for number, unit in _AMOUNT.findall(_in_digits(text, language)):
        size = language.units.get(unit) or language.units.get(unit.lower())
        if unit:
            factor, kind = (float(size.split()[0]), size.split()[1]) if size else (1.0, stem(unit.lower()))
            found.append(Amount(float(number.replace(",", "").rstrip(".")) * factor, kind))
    return found


def _in_digits(text: str, language: Language) -> str:
    """A text whose numbers before a unit stand in digits: "half an hour" is 0.5 hour."""
    counted = _counted(language)
    one = "|".join(counted) or r"(?!)"
    spelled = re.compile(rf"\b((?:{one})(?: (?:{one}))?) (?=(?:{'|'.join(language.units)})\b)", re.IGNORECASE)
    return spelled.sub(lambda match: f"{prod(counted[word] for word in match[1].lower().split()):g} ", text)


@cache
def _counted(language: Language) -> dict[str, float]:
    """How much words that count mean."""
    return {word: place + 2.0 for place, word in enumerate(language.numbers)} | language.portions


def is_within(asked: str, label: str, said: str, language: Language) -> bool | None:
    """Whether the one amount of a question lies within the bounds that a text names; None where it names none."""
    wanted = amounts(asked, language)
    if len(wanted) != 1:
        return None
    found = [within for part in _PART.split(said) if (within := _within(wanted[0], f"{label} {part}", language)) is not None]
    return all(found) if found else None


def _within(wanted: Amount, said: str, language: Language) -> bool | None:
    bounds = [amount.value for amount in amounts(said, language) if amount.kind == wanted.kind]
    spoken = set(words(said))
    if not bounds or (_RANGE.search(said) and len(bounds) == 1):
        return None
    if _RANGE.search(said):
        return min(bounds) <= wanted.value <= max(bounds)
    if spoken & language.most:
        return wanted.value <= max(bounds)
    return wanted.value >= min(bounds) if spoken & language.least else None
