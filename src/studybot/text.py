"""Words, stems and sentences: the one tokenizer that everybody shares."""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

# A word may carry inner dots, hyphens, slashes, colons or underscores: t2.micro, us-east-1, 10.0.0.0/16, aws:s3, user_data.
_WORD = re.compile(r"[^\W_]+(?:[.\-_/:'’][^\W_]+)*\+*")
_INNER = re.compile(r"[.\-_/:'’]")
_PLURAL_ABBREVIATION = re.compile(r"\b([A-Z][A-Z0-9]+)s$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')\]*`]*\s+(?=[\"“'(\[*`]*[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|incl|max|min|no|fig|Mr|Dr|St)|\b[A-Z])\.[\"”')\]*`]*\s+$")

LONGEST_ABBREVIATION = 8  # characters before the white space, and one of the word before

STOPWORDS = frozenset(
    "a about above after again all am an and any are as at be because been before being below between both but by can could "
    "did do does doing down during each few for from further had has have having he her here hers him his how i if in into is "
    "it its itself just let me more most my myself no nor not now of off on once only or other our ours out over own please s "
    "same she should so some such t than that the their theirs them then there these they this those through to too under "
    "until up very was we were what when where which while who whom why will with would you your yours yourself d ll m re ve "
    "im ive id dont doesnt cant wont isnt whats hows got get gets getting want wants wanna need needs tell explain give show "
    "also like make makes way thing things something anything someone somebody anyone us".split()
)

_stemmer = snowballstemmer.stemmer("english")


def tokens(text: str) -> list[tuple[int, str]]:
    """Return the words of `text` as they are written, each with its place."""
    return [(match.start(), match.group()) for match in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case; a compound such as `t2.micro` gives itself joined (`t2micro`) and its parts."""
    return [word for token in _WORD.findall(text) for word in _token_words(token)]


def stems(text: str) -> list[str]:
    """Return the stems (Snowball English) of the words of `text` that are no stop words, in order, repeats kept."""
    return [found for token in _WORD.findall(text) for found in _token_stems(token)]


# A course repeats its tokens: 13,000 entries hold 180,000 of them and 9,000 different ones.
@lru_cache(maxsize=65536)
def _token_words(token: str) -> tuple[str, ...]:
    found: list[str] = []
    token = _PLURAL_ABBREVIATION.sub(r"\1", token)  # Snowball takes the s of "GPUs" for a part of the word
    parts = [part for part in _INNER.split(token) if part]
    if len(parts) > 1:
        found.append("".join(parts).lower())
    found.extend(part.lower() for part in parts if len(parts) == 1 or len(part) > 1 or part.isdigit())
    for part in parts:
        humps = _CAMEL.split(part)
        if len(humps) > 1:
            found.extend(hump.lower() for hump in humps if len(hump) > 1)
    return tuple(found)


@lru_cache(maxsize=65536)
def _token_stems(token: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _token_words(token) if word not in STOPWORDS)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Snowball stem of one lower-case word; words with a digit stay as they are."""
    if any(character.isdigit() for character in word):
        return word
    return str(_stemmer.stemWord(word))


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the sentences of `text`, without the white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        # Only what stands right before: a look at the whole sentence so far takes minutes on "A. A. A. ...".
        if _ABBREVIATION.search(text, max(start, match.start() - LONGEST_ABBREVIATION), match.end()):
            continue
        spans.append((start, match.start() + len(match.group().rstrip())))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for trimmed in (_trim(text, *span) for span in spans) if trimmed[0] < trimmed[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class Squashed:
    """A text reduced to its letters and digits in lower case, with the way back: markup, tables and spacing do not matter."""

    def __init__(self, text: str) -> None:
        kept = [(position, character) for position, character in enumerate(text) if character.isalnum()]
        # A few capitals fold to two characters; the first keeps the offset right.
        self.text = "".join(character.lower()[0] for _, character in kept)
        self._places = [position for position, _ in kept]

    def find(self, quote: str, after: int = 0) -> tuple[int, int] | None:
        """Return the (start, end) offsets in the original text at which `quote` stands, or None."""
        wanted = squash(quote)
        if not wanted:
            return None
        at = self.text.find(wanted, after)
        if at < 0:
            return None
        return self._places[at], self._places[at + len(wanted) - 1] + 1


def squash(text: str) -> str:
    """Return the letters and digits of `text` in lower case."""
    return "".join(character.lower()[0] for character in text if character.isalnum())


def slug(text: str) -> str:
    """Return a lower-case name of letters, digits and single hyphens that is never empty."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "untitled"


def any_word(text: str) -> bool:
    """Whether `text` holds at least one letter or digit."""
    return any(character.isalnum() for character in text)


def join(items: Iterable[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    listed = list(items)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"
