"""Which abbreviations a text writes in full: beside their long form, whatever hyphens, plurals and small words it has."""

import re
from collections.abc import Iterable, Iterator, Sequence

LONGEST = 8  # words of a long form
REACH = 160  # characters before a bracket in which the long form stands
INNER = 1  # letters of an abbreviation that may stand inside a word of its long form: "Internet Gateway (IGW)"
_SMALL = frozenset("a an and as at by for in of on or the to with".split())
_PHRASE = r"(?:[A-Za-z][\w'’]*(?:[ /&-]+|(?=[)\]*_|:;,.]|\n|\Z))){1,8}"
_BEFORE = re.compile(rf"(?P<long>{_PHRASE})[*_]*[ ]?\Z")
_IN_BRACKETS = re.compile(r"[(\[](?P<short>[A-Z][A-Za-z]{1,7}?)s?[)\]:,;/ ]")
_SHORT_FIRST = re.compile(rf"\b(?P<short>[A-Z]{{2,8}})s?[*_]*(?:[ ]?[(\[]|[ ]*[—–:=|-][ *_]+)(?P<long>{_PHRASE})")


def spelled_out(text: str) -> frozenset[str]:
    """Return the abbreviations, in capitals, that a text writes in full."""
    return frozenset(short.upper() for short, long in _pairs(text) if spells(short, long))


def short_forms(texts: Iterable[str]) -> dict[str, str]:
    """Return the abbreviations that texts introduce in brackets behind their long form, with the first such, in lower case."""
    found: dict[str, str] = {}
    for text in texts:
        for short, long in _long_first(text):
            if short.isupper() and spells(short, long):
                found.setdefault(short, " ".join(long))
    return found


def names(short: str, heading: str) -> bool:
    """Whether words of a heading spell an abbreviation: a section "Transit Gateway" may say TGW."""
    words = _words(re.sub(r"[^\w\s/&-]", " ", heading))
    ends = range(2, LONGEST + 1)
    return any(spells(short, words[first : first + count]) for first in range(len(words)) for count in ends)


def _pairs(text: str) -> Iterator[tuple[str, list[str]]]:
    yield from _long_first(text)
    for match in _SHORT_FIRST.finditer(text):
        for words in (_words(match["long"]), match["long"].lower().split()):
            for end in range(2, len(words) + 1):
                yield match["short"], words[:end]


def _long_first(text: str) -> Iterator[tuple[str, list[str]]]:
    for match in _IN_BRACKETS.finditer(text):
        before = _BEFORE.search(text[max(0, match.start() - REACH) : match.start()])
        for words in (_words(before["long"]), before["long"].lower().split()) if before else ():  # "Input/Output" is two or one
            for first in range(max(0, len(words) - LONGEST), len(words)):
                yield match["short"], words[first:]


def _words(phrase: str) -> list[str]:
    return [word.lower() for word in re.split(r"[\s/&-]+", phrase) if word]


def spells(short: str, words: Sequence[str]) -> bool:
    """Whether two words or more spell an abbreviation: each gives its first letter, small ones may, one a further letter."""
    named = len(words) > 1 and words[0][:1] == short[:1].lower() and short.lower() not in words
    return named and _spells(short.lower(), tuple(words), INNER)


def _spells(letters: str, words: tuple[str, ...], inner: int) -> bool:
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    if word in _SMALL and _spells(letters, rest, inner):
        return True
    if len(word) > 1 and letters.startswith(word):
        return _spells(letters[len(word) :], rest, inner)  # "Network ACL (NACL)"
    if not letters or word[0] != letters[0]:
        return False
    if _spells(letters[1:], rest, inner):
        return True
    return inner > 0 and len(letters) > 1 and letters[1] in word[1:] and _spells(letters[2:], rest, inner - 1)
