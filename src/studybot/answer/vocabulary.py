"""The course's own words: what is spelled right, and how it is written."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from studybot.frequency import zipf_frequency
from studybot.shown import capital
from studybot.spelled import short_forms, spelled_as
from studybot.text import STOPWORDS, function_words, spoken, stem, stems, words
from studybot.types import Passage

# Zipf frequency (per billion words, log10) from which a word counts as correct English: "glob" and "sonnet" do, "secuirty" not.
ENGLISH = 2.3
# Languages whose words wordfreq ranks without a tokenizer of their own.
_RANKED = re.compile(r"ar|bg|bn|ca|cs|da|de|el|en|es|fa|fi|fr|he|hi|hu|id|it|lt|lv|mk|ms|nb|nl|pl|pt|ro|ru|sk|sl|sv|tr|uk")
COMMON = 4.0  # Zipf frequency from which a word that the course lacks is ordinary English: "monster" is, "Jenkinsfile" not
PART = 3  # letters that each of two words has at least that others write as one
FORM = 3  # letters by which a word may be longer than its stem
NAME = 4  # letters from which a word may be a name that the course lacks
_ENDING = re.compile(r"(?:es|ed|ing|s|d|r|er)\Z")
_TOKEN = re.compile(r"[^\W_]+")
_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True)
class Vocabulary:
    """Words of the course in lower case with their counts, how rare each stem is, names by their lower case, and its texts."""

    counts: Mapping[str, int]
    rarities: Mapping[str, float]
    spellings: Mapping[str, str]
    texts: Sequence[str] = ()

    @classmethod
    def of(cls, passages: Sequence[Passage], questions: Iterable[str] = ()) -> "Vocabulary":
        """Collect from passages; words of the question bank count as known, not as candidates."""
        counts: Counter[str] = Counter()
        forms: Counter[str] = Counter()
        for passage in passages:
            counts.update(words(" ".join(passage.path)))
            counts.update(words(passage.text))
            forms.update(token for text in (*passage.path, _prose(passage)) for token in _TOKEN.findall(text))
        for question in questions:
            for word in words(question):
                counts.setdefault(word, 0)
        return cls(counts, _rarities(passages), _spellings(forms), [passage.text for passage in passages])

    def rarity(self, term: str) -> float:
        """Return how rare a stem is among the course's passages (inverse document frequency), 0 for one that it lacks."""
        return self.rarities.get(term, 0.0)

    def written(self, question: str) -> str:
        """Return a question of the bank as it is shown: a capital first, names as the course writes them (IPv6, not ipv6)."""
        text = _TOKEN.sub(lambda match: self.spellings.get(match.group(), match.group()), question)
        return capital(text)

    def knows(self, word: str) -> bool:
        """Whether a lower-case word needs no correction: a word of the course, with a digit, or correct English."""
        if not word.isascii() and _RANKED.fullmatch(spoken()) is None:
            return True  # no list of words tells a slip from a word
        return word in self.counts or any(c.isdigit() for c in word) or self._is_function(word) or _is_spelled(word)

    def strangeness(self, text: str) -> float:
        """Return how strange the strangest word of a text is, 0 to 1: 1 for a name that neither the course nor English has.

        A question about a Jenkinsfile is about the Jenkinsfile, however much the course says of build and deploy.
        """
        unknown = [word for word in words(text) if len(word) >= NAME and word.isalpha() and not self._has(word)]
        return max((max(0.0, 1.0 - _frequency(word) / COMMON) for word in unknown), default=0.0)

    def ease(self, text: str) -> float:
        """Return how common the words of a text are in English (mean Zipf frequency): how easy it is to read."""
        own = [zipf_frequency(word, "en") for word in words(text)]
        return sum(own) / len(own) if own else 0.0

    def _has(self, word: str) -> bool:
        return word in self.counts or self._is_function(word) or stem(word) in self.rarities

    @staticmethod
    def _is_function(word: str) -> bool:
        language = spoken()
        return word in (STOPWORDS if language == "en" else function_words(language).stopwords)

    def other_spelling(self, word: str) -> str:
        """Return the course's British or American spelling of an English word that it spells otherwise, "" for none."""
        return spelled_as(word, lambda one: self.counts.get(one, 0) > 0) if spoken() == "en" else ""

    def apart(self, word: str) -> str:
        """Return an unknown lower-case word as the two that the course writes apart: "goose bumps"; "" where it does not."""
        cuts = range(PART, len(word) - PART + 1) if word not in self.counts else ()
        pairs = ((word[:cut], word[cut:]) for cut in cuts)
        return next((f"{one} {other}" for one, other in pairs if one in self.counts and self._are_together(one, other)), "")

    def is_one(self, one: str, other: str) -> bool:
        """Whether the course writes two lower-case words as one, of which it has not both."""
        are_names = min(len(one), len(other)) >= PART and not (self._is_function(one) or self._is_function(other))
        return are_names and self.counts.get(one + other, 0) > 0 and not (one in self.counts and other in self.counts)

    def _are_together(self, one: str, other: str) -> bool:
        """Whether the course writes two words one behind the other, the second in whatever form."""
        pair = re.compile(rf"\b{re.escape(one)}[ -]{re.escape(stem(other))}\w{{0,{FORM}}}\b")
        return stem(other) in self.rarities and any(map(pair.search, self._lower))

    @cached_property
    def _lower(self) -> list[str]:
        return [text.lower() for text in self.texts]

    @cached_property
    def usual(self) -> Mapping[str, str]:
        """What the course mostly calls a thing of which it says what it is in short, by what it calls it seldom."""
        said = " ".join(self._lower).replace("-", " ")
        pairs = (
            (short, long, self.counts[short.lower()] > 2 * said.count(long)) for short, long in short_forms(self.texts).items()
        )
        return {long if is_usual else short: short if is_usual else long for short, long, is_usual in pairs}

    def correct(self, word: str) -> str | None:
        """Return the course's word that a misspelled lower-case word most likely means, or None.

        Another first letter counts as an edit more: slips are rare there, and words that rhyme are other words.
        """
        allowed = 1 if len(word) < 8 else 2
        near = extract(word, self._candidates(word, allowed), scorer=OSA.distance, score_cutoff=allowed, limit=8)
        edits = [(distance + (known[0] != word[0]), -self.counts[known], known) for known, distance, _ in near]
        return min((found for found in edits if found[0] <= allowed), default=(0, 0, None))[2]

    def _candidates(self, word: str, allowed: int) -> list[str]:
        lengths = range(max(3, len(word) - allowed), len(word) + allowed + 1)
        near = sorted(pair for length in lengths for pair in self._by_length.get(length, ()))  # in the order of the course
        return [known for _, known in near if known[0] == word[0] or known[-1] == word[-1]]

    @cached_property
    def _by_length(self) -> dict[int, list[tuple[int, str]]]:
        """The words of the course by their length, each with its place among all."""
        by_length: dict[int, list[tuple[int, str]]] = {}
        for place, (known, count) in enumerate(self.counts.items()):
            if count > 0:
                by_length.setdefault(len(known), []).append((place, known))
        return by_length


def _is_spelled(word: str) -> bool:
    """Whether a word or what is left without its ending is common enough: "invoiced" is rare, "invoice" is not."""
    bases = {word, _ENDING.sub("", word), word.removesuffix("d"), word.removesuffix("s")} if spoken() == "en" else {word}
    return max(_frequency(base) for base in bases if len(base) >= NAME or base == word) >= ENGLISH


def _frequency(word: str) -> float:
    """How common a word is in the language spoken (Zipf); common in any that has no list."""
    language = spoken()
    return float(zipf_frequency(word, language)) if _RANKED.fullmatch(language) else COMMON


def _prose(passage: Passage) -> str:
    """The text of a passage without code, where names are written in lower case."""
    blocks = (block for block in passage.blocks if block.kind != "code")
    text = "\n".join(passage.cut(block) for block in blocks)
    return _CODE.sub(" ", text)


def _spellings(forms: Mapping[str, int]) -> dict[str, str]:
    """Names by their lower case: words that the course mostly writes with more capitals than the first letter; and "I"."""
    total: Counter[str] = Counter()
    for form, count in forms.items():
        total[form.lower()] += count
    names = {  # H2 counts as a title otherwise
        form: count for form, count in forms.items() if (form != form.lower() and not form.istitle()) or form[1:].isdigit()
    }
    return {form.lower(): form for form, count in names.items() if 2 * count > total[form.lower()]} | {"i": "I"}


def _rarities(passages: Sequence[Passage]) -> dict[str, float]:
    """Inverse document frequency with BM25's smoothing that never falls below 0."""
    frequency: Counter[str] = Counter()
    for passage in passages:
        frequency.update(set(stems(" ".join([*passage.path, passage.text]))))
    count = len(passages)
    return {term: math.log(1 + (count - found + 0.5) / (found + 0.5)) for term, found in frequency.items()}
