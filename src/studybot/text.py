"""Words, stems and sentences: the one tokenizer that everybody shares."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import snowballstemmer

from studybot.spoken import CAPITAL_NOUNS, ENGLISH, STOPWORDS, function_words, in_language, speaking, spoken

__all__ = [
    "CAPITAL_NOUNS",
    "ENGLISH",
    "STOPWORDS",
    "function_words",
    "in_language",
    "speaking",
    "spoken",
]  # beside what is made here

# A mark of a script (a vowel sign of Devanagari, an accent of its own) belongs to its word, though it is no letter.
_MARKS = "".join(chr(code) for code in range(0x300, 0x1B00) if unicodedata.category(chr(code)).startswith("M"))
_RUN = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
# A word may carry inner dots, hyphens, slashes, colons or underscores: v1.2, north-2, 10.0.0.0/16, urn:isbn, user_data.
_WORD = re.compile(rf"{_RUN}(?:[.\-_/:'’]{_RUN})*\+*")
_INNER = re.compile(r"[.\-_/:'’]")
_PLURAL_ABBREVIATION = re.compile(r"\b([A-Z][A-Z0-9]+)s$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters, hangul.
SHORTEST = 5  # letters of a stem without its ending
REMEMBERED, SHORT = 8192, 1000  # texts whose stems are kept (a question reads many units again), characters of the longest
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_SCRIPTS = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_OPENS = "A-Z0-9¿¡À-ÖØ-ÞĀ-ſΆ-ΫЀ-Я\u0590-\u1fff\u3040-\u9fff\uac00-\ud7af"
_SENTENCE_END = re.compile(
    rf"(?<=[.!?])(?!(?<=\b[^\W\d]\.)\s[^\W\d]\.)[\"”»')\]*`]*\s+(?=[\"“«'(\[*`]*[{_OPENS}])|(?<=[।॥。！？؟])[”’」』）\"')\]*`]*\s*(?=\S)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?i:etc|vs|approx|incl|max|min|no|fig|mr|dr|st|et al|bzw|usw|ca|vgl|ggf|evtl|bspw|sog|inkl|nr|prof|sra?|cf|pág|à-d)"
    r"|\b[A-Z]|\b(?![ap]\.m)[^\W\d]\.\s?(?:[^\W\d]|[a-z]{2}))\.[\"”')\]*`]*\s+$"  # the last: z. B., i.d.R., e.g., p. ej.
)
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})  # in an address
_LONGEST_ABBREVIATION = 8  # characters, the full stop and the one before the word included


_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def is_unspaced(text: str) -> bool:
    """Whether a text has letters of a script without spaces between words."""
    return bool(re.search(rf"[{_UNSPACED}]", text))


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_STEMMERS[language]) if language in _STEMMERS else None


def tokens(text: str) -> list[tuple[int, str]]:
    """Return the words of `text` as they are written, each with its place."""
    return [(match.start(), match.group()) for match in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case; a compound such as `t2.micro` gives itself joined (`t2micro`) and its parts."""
    return [word for token in _WORD.findall(text) for word in _token_words(token)]


def stems(text: str) -> list[str]:
    """Return the stems (Snowball, of the language spoken) of the words of `text` that are no stop words, in order."""
    return list((_stems if len(text) <= SHORT else _stems.__wrapped__)(text, spoken()))


@lru_cache(maxsize=REMEMBERED)
def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(found for token in _WORD.findall(text) for found in _token_stems(token, language))


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
    return tuple(found) if token.isascii() else tuple(chain.from_iterable(map(_unspaced, found)))


def _unspaced(word: str) -> list[str]:
    """A word of a script without spaces in pairs of characters, since nothing tells where its words end."""
    found: list[str] = []
    for run in _SCRIPTS.findall(word):
        whole = len(run) < 3 or not re.match(rf"[{_UNSPACED}]", run)
        found += [run] if whole else [run[at : at + 2] for at in range(len(run) - 1)]
    return found


@lru_cache(maxsize=65536)
def _token_stems(token: str, language: str) -> tuple[str, ...]:
    if language == "en":
        return tuple(_stem(word, language) for word in _token_words(token) if word not in ENGLISH)
    ignored = function_words(language).stopwords
    said = (word for part in _parted(token, language) for word in _token_words(part))
    return tuple(_stem(word, language) for word in said if word not in ignored)


def _parted(token: str, language: str) -> list[str]:
    """The words that a language writes together: an elided one with the next (l'eau), all of a script without spaces."""
    known = function_words(language)
    head, sign, rest = token.replace("’", "'").partition("'")
    if sign and rest and head.lower() in known.stopwords:
        return _parted(rest, language)
    asking = known.questions | known.particles
    if asking and is_unspaced(token):
        return [part for part in re.split("|".join(sorted(asking, key=len, reverse=True)), token) if part]
    parts = [part for part in _INNER.split(token) if part]
    return [] if len(parts) > 1 and all(part.lower() in known.stopwords for part in parts) else [token]


def stem(word: str) -> str:
    """Return the Snowball stem of one lower-case word; words with a digit stay as they are."""
    return _stem(word, spoken())


@lru_cache(maxsize=65536)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    if stemmer is None or any(character.isdigit() for character in word):
        return word
    found = str(stemmer.stemWord(word))
    shorter = next((cut for end in function_words(language).endings if (cut := found.removesuffix(end)) != found), "")
    return _stem(shorter, language) if len(shorter) >= SHORTEST else found


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the sentences of `text`, without the white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        # Only what stands right before: a look at the whole sentence so far takes minutes on "A. A. A. ...".
        if _ABBREVIATION.search(text, max(start, match.start() - _LONGEST_ABBREVIATION), match.end()):
            continue
        spans.append((start, match.start() + len(match.group().rstrip())))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for trimmed in (_trim(text, *span) for span in spans) if trimmed[0] < trimmed[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


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
        at = self.text.find(wanted, after) if wanted else -1
        if at < 0:
            return None
        return self._places[at], self._places[at + len(wanted) - 1] + 1


def squash(text: str) -> str:
    """Return the letters and digits of `text` in lower case."""
    return "".join(character.lower()[0] for character in text if character.isalnum())


def slug(text: str) -> str:
    """Return a lower-case name of letters, digits and single hyphens that is never empty; "Übung: C++" is "uebung-cpp"."""
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text.lower().translate(_SPELLED)))
    bare = re.sub(r"\b([a-z])#", r"\1-sharp", re.sub(r"\b([a-z])\+\+", r"\1pp", bare))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "untitled"


def any_word(text: str) -> bool:
    """Whether `text` holds at least one letter or digit."""
    return any(character.isalnum() for character in text)
