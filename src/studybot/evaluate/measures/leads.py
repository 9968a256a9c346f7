"""What an answer says first: the lead, the verdict of a yes/no question, its opposite, and whether a list is complete."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal

from studybot.evaluate.evidence import says, says_any
from studybot.learned import packaged

Polarity = Literal["yes", "no"]

LEAD = 300  # visible characters that a reader takes in before anything else
STEM = 4  # letters from which the last word of an expected lead may be the beginning of a word ("suspend" in "suspended")
_FENCE = re.compile(r"^\s*`{3,}[^\n`]*$", re.MULTILINE)
_RULE = re.compile(r"^[\s|:-]+$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARK = re.compile(r"^\s*(?:#{1,6}|[-*+]|>|\d+[.)])\s+|\*{1,3}|`|\\(?=[^\w\s])|(?<=\s)\|(?=\s)|^\||\|$", re.MULTILINE)


def visible(parts: Iterable[str]) -> str:
    """Return the words of Markdown parts as a reader sees them in a row: no markup, no addresses, single spaces."""
    shown = _RULE.sub("", _FENCE.sub("", "\n".join(part for part in parts if part)))
    return " ".join(_MARK.sub(" ", _LINK.sub(r"\1", shown)).split())


def lead_of(shown: str) -> str:
    """Return the first 300 characters of what is shown; a word that begins there is whole."""
    if len(shown) <= LEAD:
        return shown
    rest = re.match(r"\S*", shown[LEAD:])
    return shown[:LEAD] + (rest.group() if rest and not shown[LEAD - 1].isspace() else "")


def lead_states(facts: Sequence[Sequence[str]], lead: str) -> float:
    """Return 1 when every lead fact stands in the lead in one of its variants, else 0."""
    return float(all(any(_begins(lead, variant) for variant in fact) for fact in facts))


def says_forbidden(forbidden: Sequence[str], lead: str) -> float:
    """Return 1 when something that must not lead stands in the lead: the opposite of the answer, or what is dangerous."""
    return float(says_any(lead, forbidden))


def verdict(shown: str) -> Polarity | None:
    """Return the yes or no that an answer begins with, None when it begins otherwise ("No route ..." is no verdict)."""
    first = re.match(r"([^\W\d_]+)(?=[\s]*(?:[.,:;!–—-]|$))", shown.strip())
    return _verdicts().get(first.group(1).casefold()) if first else None


def key_fact_recall(key_facts: Sequence[Sequence[str]], shown: str) -> float:
    """Return the share of key facts that the shown text states in one of their variants. At least one key fact."""
    return sum(says_any(shown, fact) for fact in key_facts) / len(key_facts)


def named(members: Sequence[Sequence[str]], shown: str) -> float:
    """Return the share of a list's members that the answer names in one of their variants. At least one member."""
    return sum(any(_begins(shown, variant) for variant in member) for member in members) / len(members)


def _begins(text: str, variant: str) -> bool:
    """Whether a text states a variant; its last word may be the beginning of a longer one, a number never."""
    if says(text, variant):
        return True
    last = re.search(r"[^\W\d_]+$", variant.strip())
    if last is None or len(last.group()) < STEM:
        return False
    longer = {match.group() for match in re.finditer(rf"\b{re.escape(last.group())}\w+", text, re.IGNORECASE)}
    return any(says(text, variant.strip()[: last.start()] + word) for word in longer)


@lru_cache(maxsize=1)
def _verdicts() -> dict[str, Polarity]:
    words: dict[Any, list[str]] = packaged("studybot.evaluate", "verdicts.json")
    return {word.casefold(): polarity for polarity, listed in words.items() for word in listed}
