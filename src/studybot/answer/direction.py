"""Which way a text points: whether a thing is wanted or kept away, so that an answer never says how to do the opposite."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from studybot.facts.language import Language
from studybot.text import spoken as speaking
from studybot.text import stem

_FIRST_PART = re.compile(r"\b([^\W\d_]+)-(?=\w)")
BRACKETS = re.compile(r"\([^()]*\)")
REACH = 6  # words that a verb or a negation turns round behind itself
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE = re.compile(r"[.;:!?](?=\s|$)|[\n|#()→—–]|,\s+(?=but\b)|\b(?:but|instead)\b")

QUESTIONS = 256  # of which it is kept what they want
REMEMBERED = 4096  # texts whose directions are kept: a course's units are read again and again

Sign = int  # 1 for, -1 against
FOR, AGAINST, BOTH = frozenset[Sign]({1}), frozenset[Sign]({-1}), frozenset[Sign]({1, -1})


def opposes(question: str, statement: str, language: Language) -> bool:
    """Whether a statement does to each thing that both speak of the opposite of what the question wants done to it."""
    stemmed = speaking()
    wanted, axes = _wanted(question, language, stemmed)
    if not wanted:
        return False
    said = {**_read(statement, language, stemmed), **dict.fromkeys(_limited(statement, language, stemmed), BOTH)}
    shared = [name for name in wanted if name in said]
    if not shared or not all(wanted[name].isdisjoint(said[name]) for name in shared):
        return False
    # "Once on, it can be paused but not switched off" does not say how to switch it on: what is only not turned round itself
    # opposes when nothing else is turned round either.
    explicit = axes or any(count for name, count in turns(statement, language) if name in shared)
    return explicit or not turned(BRACKETS.sub(" ", statement), language)


def is_turned(command: str, other: str, language: Language) -> bool:
    """Whether a command does the opposite of another one: by what is said of both, or as `chmod -x` of `chmod +x`."""
    bare, opposite = (re.split(r"\s+#", text.strip())[0] for text in (command, other))
    unsigned = re.compile(r"(?<=\s)[+-](?=\w)")
    signed = bare != opposite and unsigned.sub("", bare) == unsigned.sub("", opposite)
    return signed or opposes(command, other, language)


def turned(text: str, language: Language) -> bool:
    """Whether a text has a word that turns something round."""
    return any(_turns_round(word, language) for word in spoken(text))


def clauses(text: str) -> list[str]:
    """Return the clauses of a text: what stands between marks and contrasting words."""
    return [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]


def negated(clause: str, language: Language) -> bool:
    """Whether a clause denies something."""
    return any(map(language.negates, spoken(clause)))


def spoken(text: str) -> list[str]:
    """Return the words of a text in lower case, "can't" as one."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


@lru_cache(maxsize=QUESTIONS)
def _wanted(question: str, language: Language, stemmed: str) -> tuple[Mapping[str, frozenset[Sign]], bool]:
    """What a question wants done to things, and whether by words for one of two poles; else only what it wants kept away.

    "Which rule only allows guests?" wants others kept away, so that neither pole is the opposite.
    """
    asked = _read(question, language, stemmed)
    firsts = {stem(first) for first, _ in language.poles} - _limited(question, language, stemmed)
    axes = {name: signs for name, signs in asked.items() if name in firsts}
    return axes or {name: signs for name, signs in asked.items() if signs == AGAINST}, bool(axes)


@lru_cache(maxsize=REMEMBERED)
def _limited(text: str, language: Language, stemmed: str) -> frozenset[str]:
    """The stems of what a text speaks of in clauses that hold for a part alone ("only")."""
    narrowing = language.narrowing & language.limits
    parts = [clause for clause in clauses(text) if narrowing.intersection(spoken(clause))]
    poles = _poles(language, stemmed)
    return frozenset(poles.get(name, name) for clause in parts for name, _ in turns(clause, language))


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, language: Language, stemmed: str) -> Mapping[str, frozenset[Sign]]:
    """What a text does to things, its words stemmed as those of a language."""
    directions: dict[str, frozenset[Sign]] = {}
    for name, sign in _signed(text, language, _poles(language, stemmed)):
        own = FOR if sign > 0 else AGAINST
        directions[name] = own if directions.get(name, own) is own else BOTH
    return directions


@lru_cache(maxsize=8)
def _poles(language: Language, _stemmed: str) -> Mapping[str, str]:
    """The stem of the second of two poles, with that of the first one."""
    return {stem(second): stem(first) for first, second in language.poles}


def turns(text: str, language: Language) -> Iterator[tuple[str, int]]:
    """Yield each word's stem with how many words turn it round."""
    # "block-level" blocks nothing.
    for clause in clauses(_FIRST_PART.sub(lambda match: "" if match[1].lower() in language.reversers else match[0], text)):
        turned_at: list[int] = []
        for place, word in enumerate(spoken(clause)):
            if word in language.question_words:
                turned_at.clear()  # "not by itself, which command" turns nothing round behind the comma
            yield stem(word), sum(place - at <= REACH for at in turned_at)
            if _turns_round(word, language):
                turned_at.append(place)


def _signed(text: str, language: Language, poles: Mapping[str, str]) -> Iterator[tuple[str, Sign]]:
    """Each word's stem with the product of what turns it round; the second of two poles is the first one turned round."""
    for name, count in turns(text, language):
        sign = -1 if count % 2 else 1
        yield (poles[name], -sign) if name in poles else (name, sign)


def _turns_round(word: str, language: Language) -> bool:
    return language.negates(word) or word in language.reversers
