"""What the readers of all syllabus formats hand over: rows, domains with their weights, problems and warnings."""

import re
from typing import NamedTuple

_WEIGHT = re.compile(
    r"\s*[\[(]\s*(?:weight(?:ing)?\s*:?\s*)?(?:approx\.?\s*|~\s*)?(\d{1,3}(?:[.,]\d+)?)"
    r"(?:\s*%?\s*(?:[-–—]|to)\s*(\d{1,3}(?:[.,]\d+)?))?\s*(?:%|percent)[^)\]]{0,40}[)\]]",
    re.I,
)
_TRAILING = re.compile(
    r"\s*(?:[-–—:|]|\s)\s*(\d{1,3}(?:[.,]\d+)?)\s*(?:%|percent)(?:\s+of\s+(?:the\s+)?\w+(?:\s+\w+)?)?\s*$", re.I
)


class Row(NamedTuple):
    """One objective as read, with the line it stands on."""

    text: str
    domain: str = ""
    weight: float | None = None
    line: int = 0


class Rows(NamedTuple):
    """Everything read from one text; `problems` make it unusable, `domains` pairs names with weights."""

    rows: tuple[Row, ...] = ()
    domains: tuple[tuple[str, float | None], ...] = ()
    title: str = ""
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def with_weight(text: str) -> tuple[str, float | None]:
    """Return a domain's or objective's name without its percentage, and the percentage: "Security (30%)" gives 30.

    Of a range ("25–30%") the middle.
    """
    for pattern in (_WEIGHT, _TRAILING):
        match = pattern.search(text)
        if match:
            rest = (text[: match.start()] + text[match.end() :]).strip(" :–—-")
            if rest:
                given = [float(one.replace(",", ".")) for one in match.groups() if one]
                return rest, sum(given) / len(given)
    return text.strip(), None


def number(value: object) -> float | None:
    """Return a weight written as a number or percentage ("30%", 0.3); None when it is no finite number of 0 or more."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(str(value).strip().removesuffix("%").strip().replace(",", "."))
    except ValueError:
        return None
    return found if 0 <= found < 1e6 else None


def percentages(domains: list[tuple[str, float | None]]) -> list[tuple[str, float | None]]:
    """Return weights that were given as shares of 1 (0.3) as percentages."""
    given = [weight for _, weight in domains if weight is not None]
    if given and max(given) <= 1 and 0 < sum(given) <= 1.01:
        return [(name, None if weight is None else 100 * weight) for name, weight in domains]
    return domains
