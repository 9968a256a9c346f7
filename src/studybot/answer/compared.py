"""Which of two things is more of something: what a text that compares the same two says to a question that does."""

from studybot.answer.direction import clauses, negated, spoken
from studybot.answer.senses import has_opposite, sense, signs
from studybot.facts.language import Language
from studybot.text import stem

REACH = 3  # words before "than" among which it is said what is compared
Sides = tuple[list[str], list[str]]


def compared(asked: str, said: str, known: Language) -> bool | None:
    """Whether things are as a question compares them, by the first clause that sets the same two against each other.

    "Is clay heavier than sand" is affirmed by "clay is heavier than sand" and "sand is lighter than clay"; None without one.
    """
    question = _sides(asked, known)
    if question is None or negated(asked, known) or set(spoken(asked)) & known.quantifiers:
        return None
    conditional = known.conditions | known.limits | known.narrowing | known.subordinate
    if set(spoken(said)) & conditional - set(spoken(asked)):
        return None
    for clause in clauses(said):
        sides = _sides(clause, known)
        if sides and not negated(clause, known) and (says := _says(question, sides, known)) is not None:
            return says
    return None


def compares(asked: str, known: Language) -> bool:
    """Whether a question asks which of two things is more of something, or whether they are alike."""
    return bool(set(spoken(asked)) & known.comparing) or _sides(asked, known) is not None


def _says(question: Sides, sides: Sides, known: Language) -> bool | None:
    wanted, told = _degrees(question[0], known), _degrees(sides[0], known)
    shared = wanted.keys() & told.keys()
    bounded = (known.bounding | known.least | known.most) & {*question[0], *sides[0]}
    if len(shared) != 1 or wanted.keys() != told.keys() or bounded:
        return None
    one, other, first, second = (_things(side, known) - shared for side in (*question, *sides))
    both = (one & other) | (first & second)
    one, other, first, second = (side - both for side in (one, other, first, second))
    if any(asked & of and asked - of and of - asked for asked in (one, other) for of in (first, second)):
        return None  # dry clay, and wet clay
    same, crossed = bool(one & first) + bool(other & second), bool(one & second) + bool(other & first)
    if not (other & (second | first)) or (same and crossed):
        return None
    degree = next(iter(shared))
    if question[0][-1] == "than" != sides[0][-1]:
        return None  # what is as heavy is not heavier
    equal = question[0][-1] != "than" and sides[0][-1] == "than"
    agrees = wanted[degree] == told[degree]
    if crossed > 1:
        return None if equal and not agrees else not agrees
    return (None if equal and agrees else agrees) if same else None


def _things(side: list[str], known: Language) -> frozenset[str]:
    return frozenset(signs(" ".join(side), known))


def _sides(text: str, known: Language) -> Sides | None:
    """What stands before and behind "than" or the second "as" of "as heavy as", that word with what is before it."""
    said = spoken(text)
    for place in range(2, len(said) - 1):
        if said[place] in known.comparing and said[place - 1] not in known.unlike:
            return said[: place + 1], said[place + 1 :]
        alike = said[place] == said[place - 2] and said[place] in known.alike
        if alike and has_opposite(sense(stem(said[place - 1]), known)[0], known):
            return said[: place + 1], said[place + 1 :]
    return None


def _degrees(side: list[str], known: Language) -> dict[str, int]:
    """What is compared: each word of degree near the end of a side, and which of its two ends is meant."""
    found: dict[str, int] = {}
    for word in side[-1 - REACH : -1]:
        name, sign = sense(stem(word), known)
        if has_opposite(name, known):
            found[name] = sign
    return found
