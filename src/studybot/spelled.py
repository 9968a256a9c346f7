"""Which abbreviations a text writes in full, whatever hyphens and small words it has; British and American spellings."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

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


def initials(words: Iterable[str]) -> str:
    """Return the first letters of words, in lower case."""
    return "".join(word[0] for word in words).lower()


def in_order(letters: Iterable[str], others: Iterable[str]) -> bool:
    """Whether letters stand among others in their order."""
    left = iter(others)
    return all(letter in left for letter in letters)


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


SHORTEST = 6  # letters: "four" is no other spelling of "for"
_WAYS = tuple(
    (re.compile(pattern), way)
    for pattern, way in (
        (r"our", "or"),
        (r"or(?=s?$|al|abl|ed|ing|ful|ite)", "our"),
        (r"is(?=e[drs]?$|ing$|ation)", "iz"),
        (r"iz(?=e[drs]?$|ing$|ation)", "is"),
        (r"ys(?=e[drs]?$|ing$)", "yz"),
        (r"yz(?=e[drs]?$|ing$)", "ys"),
        (r"([bt])re(?=s?$)", r"\1er"),
        (r"([bt])er(?=s?$)", r"\1re"),
        (r"ogue", "og"),
        (r"og(?=s?$)", "ogue"),
        (r"ence(?=s?$)", "ense"),
        (r"ense(?=s?$)", "ence"),
        (r"[ao]e", "e"),
        (r"ll(?=ed$|ing$|er$)", "l"),
        (r"l(?=ed$|ing$|er$)", "ll"),
        (r"mme(?=s?$)", "m"),
    )
)


def spelled_as(word: str, is_known: Callable[[str], bool]) -> str:
    """Return a lower-case word as it is spelled on the other side of the Atlantic, where that alone is known; else ""."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or is_known(word):
        return ""
    return next((other for pattern, way in _WAYS if is_known(other := pattern.sub(way, word, count=1))), "")


def british(word: str) -> str:
    """Return a lower-case word with the ending that both shores have: "summarize" is "summarise"."""
    ending, way = next(pair for pair in _WAYS if pair[1] == "is")
    return ending.sub(way, word, count=1) if len(word) >= SHORTEST else word
