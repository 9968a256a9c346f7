"""The clauses of a text."""

import re

from studybot.answer.direction import clauses, negated
from studybot.facts.language import Language
from studybot.text import words

BRACKETS = re.compile(r"\(([^()]*)\)")
SENTENCE_END = re.compile(r"[.?!](?:\s|$)")
COMMA = re.compile(r",\s+")


def parts_of(text: str, known: Language) -> list[str]:
    """The clauses of a text, what stands in brackets apart, and apart what a comma and a negation begin."""
    whole = [*clauses(BRACKETS.sub("", text)), *(part for within in BRACKETS.findall(text) for part in clauses(within))]
    found: list[str] = []
    for clause, part in ((one, piece) for one in whole for piece in COMMA.split(one)):
        # "No charge, free": a list would be joined ("no salt, no sugar or oil").
        ends = bool(found) and negated(found[-1], known) and not set(words(clause)) & known.joining
        begins = not found or ends or bool(set(words(part)[:1]) & known.negators) or part == clause
        found = [*found, part] if begins else [*found[:-1], f"{found[-1]}, {part}"]
    return found
