"""What exam guides wrap around a subject: verbs of instruction and set words that say nothing of what is asked about."""

from functools import lru_cache
from importlib.resources import files

from wordfreq import zipf_frequency

from studybot.text import stem

# Stems, so that "determining" and "determine" are one.
FRAME = frozenset(stem(word) for word in files("studybot.coverage").joinpath("frame.txt").read_text(encoding="utf-8").split())
USED = 2.5  # Zipf frequency from which a past form is one that people use
RARER = 1.6  # by how much a verb's past form is rarer than the word, at most: "networked" is far rarer than "network"


@lru_cache(maxsize=4096)
def is_instruction(word: str) -> bool:
    """Whether a word tells what to do: one of the frame, or a regular verb, known by how often its past form is used."""
    bare = word.lower()
    return stem(bare) in FRAME or _is_verb(bare)


def _is_verb(word: str) -> bool:
    if not word.isalpha():
        return False
    past = max(zipf_frequency(form, "en") for form in _past_forms(word))
    return past >= USED and zipf_frequency(word, "en") - past <= RARER


def _past_forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (f"{verb[:-1]}ied",)
    return f"{verb}ed", f"{verb}{verb[-1]}ed"
