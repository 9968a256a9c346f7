"""A question in another language than the course's, word for word in English: question words and everyday words from data
files, whatever their ending, the course's own names as they stand, words that English shares by their endings.

English words of a broken or mixed question stay; what is left over is for the embedding model, which knows some of it, but for
the commonest words of the language, which name nothing.
"""

import json
import re
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from studybot.frequency import zipf_frequency
from studybot.text import ENGLISH as STOPWORDS
from studybot.types import Value

LONGEST = 4  # words of a phrase
LEAST = 2  # words of a language that a text in it has at least
ENGLISH = 5.0  # Zipf frequency from which a word is taken for English, whatever else it may be
STRANGE = 3.5  # the same for a word that is one of the language's by its root alone
COMMON = 5.5  # Zipf frequency in its language from which a word that no phrase holds names nothing
SHORTEST = 3  # letters of a part of a compound, and of a root
NAME = 4  # letters from which a word that the course writes as a name is no word of another language
LONG = 6  # letters of a known part of a compound from which the other may be unknown
REMEMBERED = 16384  # words, in one language each, of which it is kept whether they are its own
_NAME = re.compile(r"[^\W\d_a-z]{2,}")
_WORD = re.compile(r"[^\W_]+(?:[.\-_/:'’][^\W_]+)*")


class Gloss(Value):
    """One language: phrases with their English ("" for none), endings of shared words, what joins the parts of a compound;
    what is asked last there and first in English is `fronted`. Words are told by their root too: spelled by `folds`, without
    a prefix and one of the inflections. `ranked` is the name of the language where the frequency of its words is known.
    """

    words: Mapping[str, str]
    endings: Mapping[str, str]
    joints: Sequence[str]
    fronted: Sequence[str]
    folds: Mapping[str, str]
    prefixes: Sequence[str]
    inflections: Sequence[str]
    ranked: str = ""

    def folded(self, word: str) -> str:
        """A word as it is compared, however it is spelled."""
        for spelling, folded in self.folds.items():
            word = word.replace(spelling, folded)
        return word

    def root(self, word: str) -> str:
        """What all forms of a word share."""
        word = self.folded(word)
        for prefix in self.prefixes:
            if len(word) - len(prefix) > SHORTEST + 1:
                word = word.removeprefix(prefix)
        endings = (end for end in self.inflections if word.endswith(end) and len(word) - len(end) >= SHORTEST)
        return word.removesuffix(max(endings, key=len, default=""))

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """The English of single words by their root, the shortest of those with one root first, and by how they are spelled."""
        single = sorted((word for word, said in self.words.items() if said and len(word) > SHORTEST), key=len, reverse=True)
        rooted = {self.root(word): self.words[word] for word in single}
        return rooted | {self.folded(word): self.words[word] for word in single}

    def english(self, lower: str) -> str | None:
        """The English of one word, None when the language does not have it."""
        if lower in self.words or len(lower) <= SHORTEST:
            return self.words.get(lower)
        return self.roots.get(self.folded(lower), self.roots.get(self.root(lower)))


@cache
def glosses() -> tuple[Gloss, ...]:
    """The languages in which questions about an English course are understood."""
    folder = files("studybot").joinpath("languages", "gloss")
    named = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return tuple(Gloss.model_validate(json.loads(file.read_text(encoding="utf-8"))) for file in named)


def in_english(text: str, knows: Callable[[str], bool], names: Container[str] = ()) -> str:
    """Return a text in English words; as it stands where it is in English.

    `knows` tells the course's own words, `names` those that it writes as names: these are no words of any language.
    """
    shouts = text == text.upper()
    # A name in capitals is no word of any language, and one word said twice is one.
    tokens = [(word if not shouts and _NAME.fullmatch(word) else word.lower(), word) for word in _WORD.findall(text)]
    hits = [
        sum(_is_of(place, lower) for lower in dict(tokens) if len(lower) < NAME or lower not in names)
        for place in range(len(glosses()))
    ]
    gloss = glosses()[hits.index(max(hits))]
    english = sum(lower in STOPWORDS for lower, _ in tokens)
    if max(hits) < LEAST or max(hits) <= english:
        return text
    said: list[str] = []
    place = 0
    while place < len(tokens):
        named = len(tokens[place][0]) >= NAME and tokens[place][0] in names
        length = not named and next(
            (n for n in range(min(LONGEST, len(tokens) - place), 0, -1) if _phrase(tokens[place : place + n]) in gloss.words), 0
        )
        lower, typed = tokens[place]
        own = typed if named else _shared(lower, typed, gloss, knows)
        said.append(gloss.words[_phrase(tokens[place : place + length])] if length else own)
        place += length or 1
    said = [word for word in said if word]
    if not said:
        return text
    if said[-1] in gloss.fronted:
        said.insert(0, said.pop())
    return " ".join(said) + ("?" if text.rstrip().endswith("?") else "")


@lru_cache(maxsize=REMEMBERED)
def _is_of(place: int, lower: str) -> bool:
    """Whether a word is one of a language's, given by its place among all, and hardly an English one."""
    gloss = glosses()[place]
    if lower in STOPWORDS or gloss.english(lower) is None:
        return False
    return zipf_frequency(lower, "en") < (ENGLISH if lower in gloss.words else STRANGE)


def _phrase(tokens: Sequence[tuple[str, str]]) -> str:
    return " ".join(lower for lower, _ in tokens)


def _shared(lower: str, typed: str, gloss: Gloss, knows: Callable[[str], bool]) -> str:
    """A word that no phrase holds: the course's as typed, by its root, in its parts, or with an English ending."""
    if knows(lower) or _NAME.fullmatch(lower):
        return typed
    if (said := gloss.english(lower)) is not None:
        return said
    if "-" in typed:
        return " ".join(_shared(part.lower(), part, gloss, knows) for part in typed.split("-"))
    if (parts := _parts(lower, gloss, knows)) is not None:
        return " ".join(gloss.english(part) or part for part in parts)
    if gloss.ranked and zipf_frequency(lower, gloss.ranked) >= COMMON:
        return ""
    endings = [ending for ending in gloss.endings if lower.endswith(ending)]
    longest = max(endings, key=len, default="")
    return lower.removesuffix(longest) + gloss.endings[longest] if longest else typed


def _parts(lower: str, gloss: Gloss, knows: Callable[[str], bool]) -> tuple[str, str] | None:
    """The two words of a compound, both known, or the second one alone where it is a long one."""

    def is_known(part: str) -> bool:
        return gloss.english(part) is not None or knows(part)

    for end in range(SHORTEST, len(lower) - SHORTEST + 1):
        for joint in gloss.joints:
            head, tail = lower[: end - len(joint)], lower[end:]
            if lower[:end].endswith(joint) and is_known(tail) and (is_known(head) or len(tail) >= LONG):
                return head, tail
    return None
