"""What of an objective the material does not say: whole parts rather than words, and only words that carry content."""

import re
from collections.abc import Mapping, Sequence
from itertools import dropwhile

from studybot.coverage.evidence import Material
from studybot.coverage.wording import FRAME, is_instruction
from studybot.frequency import zipf_frequency
from studybot.spelled import initials
from studybot.text import STOPWORDS, stem
from studybot.types import Hit

EVERYDAY = 3.9  # Zipf frequency from which a word that is no name says nothing of a subject ("fall", "exposed")
SAID = 0.6  # share of a part's weight from which it is found
ASKED = 0.72  # cosine to a question of the course's bank from which the two ask the same
FEWEST = 3  # letters of an abbreviation that stands for a part
_TOKEN = re.compile(r"[^\W\d_]+")
_SHOUTED = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z]{3,8}\b")


def lacks(text: str, hits: Sequence[Hit], evidence: Mapping[str, float], material: Material) -> bool:
    """Whether a part is missing: neither its words, nor an abbreviation of it, nor a question like it is found."""
    if evidence["dense_bank"] >= ASKED or _abbreviated(text, hits):
        return False
    terms = material.terms(text)
    return not terms or material.said(text, hits) < SAID * sum(term.weight for term in terms)


def _abbreviated(text: str, hits: Sequence[Hit]) -> bool:
    """Whether a passage says the initials of a part, alone or behind one more letter: "denial of service" is in "DDoS"."""
    first = initials(_TOKEN.findall(subject(text)))
    if len(first) < FEWEST:
        return False
    shorts = {short.lower() for hit in hits for short in _SHOUTED.findall(f"{' '.join(hit.passage.path)} {hit.passage.text}")}
    return any(short == first or short[1:] == first for short in shorts)


def missing_words(text: str, hits: Sequence[Hit], material: Material) -> tuple[str, ...]:
    """Return the names and rare words of a text that none of the passages says; no verbs of instruction, no everyday words."""
    names = {term.word for term in material.terms(text) if term.name}
    return tuple(word for word in material.missing(text, hits) if word in names or _has_content(word))


def _has_content(word: str) -> bool:
    return not is_instruction(word) and zipf_frequency(word, "en") < EVERYDAY


def is_thing(text: str, *, opens: bool = False) -> bool:
    """Whether a part names anything beside verbs of instruction: the "Branch" of "Branch, review and merge" names nothing.

    A capital within an objective is a name's, one that `opens` it is a sentence's.
    """
    return any(
        word.lower() not in STOPWORDS and not (is_instruction(word) and (opens or word.islower()))
        for word in _TOKEN.findall(text)
    )


def subject(text: str) -> str:
    """Return a part without the verb of instruction and the filler in front.

    "Extend storage with LVM" is about "storage with LVM", "understanding the role of fixed costs" about "fixed costs".
    """
    left = _past_small_words(text.split())
    if len(left) > 1 and left[1] != "of" and is_instruction(left[0]) and not left[0].isupper():
        left = _past_small_words(left[1:])
    while len(left) > 2 and left[1] == "of" and stem(left[0].lower()) in FRAME:
        left = _past_small_words(left[2:])
    return " ".join(left) or text


def _past_small_words(left: list[str]) -> list[str]:
    return list(dropwhile(lambda word: word.lower() in STOPWORDS, left))
