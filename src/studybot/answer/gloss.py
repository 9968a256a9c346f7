"""A question in another language than the course's, word for word in English: question words and everyday words from data
files, the course's own names as they stand, words that English shares by their endings.

English words of a broken or mixed question stay; what is left over is for the embedding model, which knows some of it.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from wordfreq import zipf_frequency

from studybot.text import STOPWORDS
from studybot.types import Value

LONGEST = 4  # words of a phrase
LEAST = 2  # words of a language that a text in it has at least
ENGLISH = 5.0  # Zipf frequency from which a word is taken for English, whatever else it may be
SHORTEST = 3  # letters of a part of a compound
_WORD = re.compile(r"[^\W_]+(?:[.\-_/:'’][^\W_]+)*")


class Gloss(Value):
    """One language: phrases with their English ("" for none), endings of shared words, what joins the parts of a compound;
    what is asked last there and first in English is `fronted`.
    """

    words: Mapping[str, str]
    endings: Mapping[str, str]
    joints: Sequence[str]
    fronted: Sequence[str]


@cache
def glosses() -> tuple[Gloss, ...]:
    """The languages in which questions about an English course are understood."""
    folder = files("studybot").joinpath("languages", "gloss")
    named = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return tuple(Gloss.model_validate(json.loads(file.read_text(encoding="utf-8"))) for file in named)


def in_english(text: str, knows: Callable[[str], bool]) -> str:
    """Return a text in English words; as it stands where it is in English. `knows` tells the course's own words."""
    tokens = [(match.group().lower(), match.group()) for match in _WORD.finditer(text)]
    gloss = max(glosses(), key=lambda one: _hits(one, tokens))
    english = sum(lower in STOPWORDS for lower, _ in tokens)
    if _hits(gloss, tokens) < LEAST or _hits(gloss, tokens) <= english:
        return text
    said: list[str] = []
    place = 0
    while place < len(tokens):
        length = next(
            (n for n in range(min(LONGEST, len(tokens) - place), 0, -1) if _phrase(tokens[place : place + n]) in gloss.words), 0
        )
        lower, typed = tokens[place]
        said.append(gloss.words[_phrase(tokens[place : place + length])] if length else _shared(lower, typed, gloss, knows))
        place += length or 1
    said = [word for word in said if word]
    if said[-1] in gloss.fronted:
        said.insert(0, said.pop())
    return " ".join(said) + ("?" if text.rstrip().endswith("?") else "")


def _hits(gloss: Gloss, tokens: Sequence[tuple[str, str]]) -> int:
    return sum(lower in gloss.words and lower not in STOPWORDS and zipf_frequency(lower, "en") < ENGLISH for lower, _ in tokens)


def _phrase(tokens: Sequence[tuple[str, str]]) -> str:
    return " ".join(lower for lower, _ in tokens)


def _shared(lower: str, typed: str, gloss: Gloss, knows: Callable[[str], bool]) -> str:
    """A word that no phrase holds: the course's as typed, a compound in its parts, or with an English ending."""
    if knows(lower):
        return typed
    for end in range(SHORTEST, len(lower) - SHORTEST + 1):
        for joint in gloss.joints:
            head, tail = lower[: end - len(joint)] if joint else lower[:end], lower[end:]
            if lower[:end].endswith(joint) and (head in gloss.words or knows(head)) and (tail in gloss.words or knows(tail)):
                return f"{gloss.words.get(head, head)} {gloss.words.get(tail, tail)}"
    for ending in sorted(gloss.endings, key=len, reverse=True):
        if lower.endswith(ending):
            return lower.removesuffix(ending) + gloss.endings[ending]
    return typed
