"""Whether a unit bears what each word of a question adds to its meaning.

A question on something beside what a course explains ("how do I publish a package?" where only installing one is spoken of)
finds a unit that says all but one word, and a reader of question and text likes it. That word is told by asking without it:
what the question loses is a direction in the embedder's space, and the unit lies along it or does not. Another word for the
same thing lies along it as well.
"""

from collections.abc import Callable, Iterator

import numpy as np

from studybot.answer.signals import UNKNOWN_RARITY, Rarity
from studybot.ports import Vectors
from studybot.text import stems, tokens
from studybot.types import Understanding

MOST = 12  # words of a question that are left out one by one, the rarest: a story has a hundred
SLIGHT = 1e-3  # square of a length below which what a word adds counts for less: it adds nothing

Encode = Callable[[list[str]], Vectors]


def carried(rarity: Rarity, encode: Encode, question: Understanding, text: str) -> float:
    """Return how much of what the words of a question add a text bears: the sum of cosines, each by the word's rarity."""
    asked = question.focus or question.text
    each = ((without, rarity(term) or UNKNOWN_RARITY) for without, term in _without_each(asked, frozenset(question.terms)))
    taken = sorted(each, key=lambda pair: -pair[1])[:MOST]
    if not taken:
        return 0.0
    whole, said, *rest = encode([asked, text, *(without for without, _ in taken)])
    added = whole - np.stack(rest)
    along = added @ said / np.sqrt((added**2).sum(axis=1) + SLIGHT)
    return float(np.array([weight for _, weight in taken]) @ along)


def _without_each(text: str, terms: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The text without each word whose stem is one of the terms, and that stem."""
    for start, word in tokens(text):
        found = stems(word)
        if found and found[0] in terms:
            yield text[:start] + text[start + len(word) :], found[0]
