"""What a refusal names: the sections that speak of the thing asked about, and what they do not say of it."""

import re
from collections.abc import Sequence

from wordfreq import zipf_frequency

from studybot.answer.signals import UNKNOWN_RARITY, Rarity
from studybot.text import join, stem, stems
from studybot.types import Hit, Statement, Understanding

FILLER = 5.4  # Zipf frequency from which a word names nothing: "however", "sure", "many"
NAMED = 3  # words of a question that a refusal names at most
_NAMEABLE = re.compile(r"\b(?:[A-Z][A-Za-z0-9]+|[a-z][a-z0-9-]{3,})\b")  # short words in lower case say little


def places(hits: Sequence[Hit], statements: Sequence[Statement] = ()) -> tuple[str, ...]:
    """The first two sections of hits that an answer does not cite: the links of those stand with it already."""
    cited = {citation.passage.path for statement in statements for citation in statement.citations}
    further = dict.fromkeys(hit.passage.path for hit in hits if hit.passage.path not in cited)
    return tuple(" > ".join(path) for path in further)[:2]


def about(question: Understanding, hits: Sequence[Hit], rarity: Rarity) -> list[Hit]:
    """The hits whose headings name what is asked about first: of "what does a router cost?" the router, not the cost."""

    def named(hit: Hit) -> float:
        headings = set(stems(" ".join(hit.passage.path)))
        return sum(rarity(term) for term in question.terms if term in headings)

    return sorted(hits, key=named, reverse=True)


def reason(question: Understanding, rarity: Rarity, told: frozenset[str]) -> str:
    """Return a sentence that says which words of the question are there and which are not: `told` are the stems there."""
    spelled = {stem(typed.lower()): typed for typed in _NAMEABLE.findall(question.focus or question.text) if _says(typed)}
    known = [term for term in question.terms if term in spelled]
    rarest = sorted(known, key=lambda term: -(rarity(term) or UNKNOWN_RARITY))[:NAMED]
    there = [f"“{spelled[term]}”" for term in known if term in rarest and term in told]
    missing = [f"“{spelled[term]}”" for term in known if term in rarest and term not in told]
    if there and missing:
        return f"The course speaks of {join(there)}, but I find nothing on {join(missing, 'or')} there."
    if missing:
        return f"I find nothing on {join(missing, 'or')} in the course."
    return f"The course speaks of {join(there)}, but does not say this." if there else "The course does not say this."


def _says(word: str) -> bool:
    """Whether a word names something: English does not use it all the time."""
    return zipf_frequency(word.lower(), "en") < FILLER
