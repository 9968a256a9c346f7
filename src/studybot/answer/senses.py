"""What words mean beside their form: one name for words of one sense, and the two ends of an opposite."""

from collections.abc import Mapping, Set
from functools import cache

from studybot.answer.direction import turns
from studybot.facts.language import Language
from studybot.text import STOPWORDS, spoken, stem, stems, words

OTHER = 2  # the other side of what is asked for
WHOLE = 4  # letters of a word that may have a beginning that undoes it

Signs = Mapping[str, int]  # what is spoken of: 1 as it is, -1 denied or turned round, 0 both


def sense(word: str, known: Language) -> tuple[str, int]:
    """Return the name of a word's (stem's) sense, and -1 when it is the opposite of what that names."""
    return _meaning(known).get(word, (word, 1))


def signs(text: str, known: Language, asked: Set[str] = frozenset()) -> Signs:
    """Return what a text speaks of, each by its sense, and whether it is denied or turned round.

    A word that only a beginning which undoes tells from one of those `asked` is its opposite: "unarmed" of "armed".
    """
    found: dict[str, int] = {}
    meaning = _meaning(known)
    light = _light(known, spoken())
    for word, count in turns(text, known):
        if word not in meaning and (word in light or word.isdigit()):
            continue
        name, sign = sense(word, known)
        if name not in asked and (other := _undone(word, asked, known)):
            name, sign = other, -1
        sign = -sign if count % 2 else sign
        found[name] = sign if found.get(name, sign) == sign else 0
    return found


def _undone(word: str, asked: Set[str], known: Language) -> str:
    """The one of some words that a word is with, or without, a beginning that undoes; "" where none is."""
    ends = {word.removeprefix(start) for start in known.undoing if word.startswith(start)} | {
        start + word for start in known.undoing
    }
    return next((other for other in ends & asked if min(len(other), len(word)) >= WHOLE), "") if asked else ""


def poles_of(text: str, known: Language) -> Signs:
    """Return which of two poles a text names, whatever turns it round."""
    meaning = _meaning(known)
    return dict(meaning[word] for word, _ in turns(text, known) if word in meaning)


def side_of(asked: str, heading: str, known: Language) -> int:
    """Return OTHER for a heading whose noun is the opposite of what alone is asked for, 1 where that is asked for first.

    "Drawbacks of moss" is the other side of its benefits; 0 for any other heading.
    """
    name, sign = _side(heading, known)
    meaning = _sided(known)
    wanted = [meaning[word] for word in stems(asked) if word in meaning]
    if not sign or (name, -sign) not in wanted:
        return 0
    return OTHER if (name, sign) not in wanted else int(wanted.index((name, -sign)) < wanted.index((name, sign)))


def has_opposite(name: str, known: Language) -> bool:
    """Whether what words of one sense are called has an opposite."""
    return (name, -1) in _meaning(known).values()


def is_side(heading: str, known: Language) -> bool:
    """Whether the noun of a heading has an opposite."""
    name, sign = _side(heading, known)
    return (name, -sign) in _sided(known).values()


def speaks_of_side(heading: str, asked: str, known: Language) -> bool:
    """Whether the noun of a heading has an opposite, and a text asks for neither."""
    name, _ = _side(heading, known)
    return is_side(heading, known) and all(_sided(known).get(word, ("", 0))[0] != name for word in stems(asked))


def _side(heading: str, known: Language) -> tuple[str, int]:
    """The sense of the word with which a heading begins, where that is its noun: "Drawbacks: moss", "Drawbacks of moss"."""
    front = words(heading.partition("(")[0].partition(":")[0])
    is_noun = len(front) == 1 or set(front[1:2]) & known.connectives
    return _sided(known).get(stem(front[0]), ("", 0)) if front and is_noun else ("", 0)


@cache
def _meanings(
    senses: tuple[str, ...], contrasts: tuple[str, ...], poles: tuple[tuple[str, str], ...]
) -> dict[str, tuple[str, int]]:
    meaning: dict[str, tuple[str, int]] = {}
    for group in senses:
        first, *others = group.split()
        meaning |= {stem(word): (first, 1) for word in (first, *others)}
    for first, *others in ([*group.split()] for group in contrasts):
        meaning |= {stem(first): (first, 1)} | {stem(word): (first, -1) for word in others}
    for first, second in poles:
        name, sign = meaning.get(stem(first), (stem(first), 1))
        meaning |= {stem(first): (name, sign), stem(second): (name, -sign)}
    return meaning


def _meaning(known: Language) -> Mapping[str, tuple[str, int]]:
    """The sense of each word that has one of several names, or an opposite."""
    return _meanings(known.senses, known.contrasts + known.opposites, known.poles)


def _sided(known: Language) -> Mapping[str, tuple[str, int]]:
    """The same without opposites that head no side of a thing: "Simple filters" is no other side of hard ones."""
    return _meanings(known.senses, known.contrasts, known.poles)


@cache
def _light(known: Language, code: str) -> frozenset[str]:  # stems differ by language
    return frozenset(map(stem, known.light | STOPWORDS | known.auxiliaries | known.negators))
