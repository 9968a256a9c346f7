"""Which way a text points: whether a thing is wanted or kept away, so that an answer never says how to do the opposite."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from studybot.facts.language import Language
from studybot.text import stem

REACH = 6  # words that a verb or a negation turns round behind itself
SCOPE = 2  # words behind a negation that it denies
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE = re.compile(r"[.;:!?\n|#()→—–]|,\s+(?=but\b)|\b(?:but|instead)\b")

Sign = int  # 1 for, -1 against


def opposes(question: str, statement: str, language: Language) -> bool:
    """Whether a statement does to each thing that both speak of the opposite of what the question wants done to it."""
    asked = _directions(question, language)
    axes = {name: signs for name, signs in asked.items() if name in _axes(language)}
    wanted = axes or {name: signs for name, signs in asked.items() if signs == {-1}}
    said = _directions(statement, language)
    shared = [name for name in wanted if name in said]
    return bool(shared) and all(wanted[name].isdisjoint(said[name]) for name in shared)


def clauses(text: str) -> list[str]:
    """Return the clauses of a text: what stands between marks and contrasting words."""
    return [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]


def negated(clause: str, language: Language) -> bool:
    """Whether a clause denies something."""
    return any(word in language.negators or word.endswith("n't") for word in _words(clause))


def denied(clause: str, language: Language) -> frozenset[str]:
    """Return the stems of what a clause denies: the words right behind a negation, or the end of "no host system needed"."""
    spoken = _words(clause)
    behind: list[str] = []
    for place, word in enumerate(spoken):
        if word in language.negating_articles:
            behind += spoken[-1:]
        elif word in language.negators or word.endswith("n't"):
            behind += spoken[place + 1 : place + 1 + SCOPE]
    return frozenset(map(stem, behind))


def _directions(text: str, language: Language) -> Mapping[str, frozenset[Sign]]:
    directions: dict[str, set[Sign]] = defaultdict(set)
    for clause in clauses(text):
        for name, sign in _signed(_words(clause), language):
            directions[name].add(sign)
    return {name: frozenset(signs) for name, signs in directions.items()}


def _signed(words: list[str], language: Language) -> Iterator[tuple[str, Sign]]:
    """Each word's stem with the product of what turns it round; the second of two poles is the first one turned round."""
    turned_at: list[int] = []
    poles = {second: first for first, second in language.poles}
    for place, word in enumerate(words):
        sign = -1 if sum(place - at <= REACH for at in turned_at) % 2 else 1
        pole = poles.get(word) or poles.get(word.removesuffix("s"))
        yield (stem(pole), -sign) if pole else (stem(word), sign)
        if word in language.negators or word.endswith("n't") or word in language.reversers:
            turned_at.append(place)


def _axes(language: Language) -> frozenset[str]:
    return frozenset(stem(first) for first, _ in language.poles)


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]
