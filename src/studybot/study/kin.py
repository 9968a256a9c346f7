"""Which terms hide one another: sisters of one kind, and terms whose words say to everybody what they mean."""

from functools import lru_cache

from studybot.facts.definitions import ARTICLES
from studybot.facts.language import language
from studybot.frequency import zipf_frequency
from studybot.text import STOPWORDS, spoken, stem, stems, words

KIND = 2  # words of a description that may say what a thing is: "initial sale", "company run"
SHARED = 0.2  # of what else is said of two things of one kind, from which one description may fit both
EVERYDAY = 4.5  # how common a word is, as a power of ten in a billion, that everybody knows: trade, company
PLAIN = 4.0  # and how common all words are of a label that needs no course to be understood: trusted advisor


def are_sisters(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two terms, each with its description, are of one kind: by a word of both names, or by what they are."""
    names = [frozenset(stems(term)) - STOPWORDS for term, _ in (one, other)]
    return bool(names[0] & names[1] or kind(one[1]) & kind(other[1]))


def are_rivals(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two terms are different things of one kind, however alike what is said of them: each has a word of its own.

    `Primary key` and `foreign key` are; so are two drugs of which different things are said.
    """
    left, right = (frozenset(stems(term)) - STOPWORDS for term, _ in (one, other))
    if left & right:
        return bool(left - right and right - left)
    said, told = (frozenset(stems(text)) - STOPWORDS - kind(text) for _, text in (one, other))
    return bool(kind(one[1]) & kind(other[1])) and len(said & told) < SHARED * len(said | told)


@lru_cache(maxsize=8192)
def kind(description: str) -> frozenset[str]:
    """Return the words that say what a thing is: the first ones of its description, up to a word that joins."""
    known, found = language(), list[str]()
    for word in words(description):
        if word in STOPWORDS | known.copulas | known.relative | known.question_words | ARTICLES:
            if found:
                break
        else:
            found.append(stem(word))
    return frozenset(found[:KIND] + found[-1:])


def speaks(term: str) -> bool:
    """Whether a word of a term is one of everyday life, which often stands for a word of what the term means."""
    return any(common >= EVERYDAY for common in _common(term))


def is_plain(term: str) -> bool:
    """Whether everybody understands all words of a term: who has never opened the course still finds what it fits."""
    found = _common(term)
    return bool(found) and min(found) >= PLAIN


@lru_cache(maxsize=8192)
def _common(term: str) -> tuple[float, ...]:
    """How common each word of a term is in English; nothing in languages whose words are not counted so."""
    said = [word for word in words(term) if word not in STOPWORDS and not word.isdigit()] if spoken() == "en" else []
    return tuple(zipf_frequency(word, "en") for word in said)
