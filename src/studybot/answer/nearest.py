"""What a refusal names: the sections that speak of the thing asked about, and what they do not say of it."""

import re
from collections.abc import Sequence

from studybot.answer.signals import UNKNOWN_RARITY, Rarity
from studybot.text import join, stem, stems
from studybot.types import Hit, Statement, Understanding

NAMED = 3  # words of a question that a refusal names at most
_NAMEABLE = re.compile(r"\b(?:[A-Z][A-Za-z0-9]+|[a-z][a-z0-9-]{3,})\b")  # short words in lower case say little


def places(hits: Sequence[Hit], statements: Sequence[Statement] = ()) -> tuple[str, ...]:
    """The first two sections of hits that an answer does not cite: the links of those stand with it already."""
    cited = {citation.passage.path for statement in statements for citation in statement.citations}
    further = dict.fromkeys(hit.passage.path for hit in hits if hit.passage.path not in cited)
    return tuple(" > ".join(path) for path in further)[:2]


def about(question: Understanding, hits: Sequence[Hit], rarity: Rarity) -> list[Hit]:
    """The hits whose headings name what is asked about first: of "what does an ALB cost?" the ALB, not the cost."""

    def named(hit: Hit) -> float:
        headings = set(stems(" ".join(hit.passage.path)))
        return sum(rarity(term) for term in question.terms if term in headings)

    return sorted(hits, key=named, reverse=True)


def reason(question: Understanding, rarity: Rarity, told: frozenset[str]) -> str:
    """Return in words what was looked for: the rarest words of the question, and which of them `told` (stems) has not."""
    spelled = {stem(typed.lower()): typed for typed in _NAMEABLE.findall(question.focus or question.text)}
    known = [term for term in question.terms if term in spelled]
    rarest = sorted(known, key=lambda term: -(rarity(term) or UNKNOWN_RARITY))[:NAMED]
    there = [f"“{spelled[term]}”" for term in known if term in rarest and term in told]
    missing = [f"“{spelled[term]}”" for term in known if term in rarest and term not in told]
    if there and missing:
        return f"it speaks of {join(there)}, but not of {join(missing, 'or')} there"
    if missing:
        return f"nothing there on {join(missing, 'or')}"
    return f"it speaks of {join(there)}, but does not say this" if there else "the nearest passages speak of something else"
