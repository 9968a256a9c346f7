"""Hints: what lets anybody match a text with its label who has never opened the course."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache

from studybot.facts.language import language
from studybot.spelled import in_order, initials
from studybot.text import STOPWORDS, squash, stem, stems, words

NEW = 2  # words of a text that its label does not say


@lru_cache(maxsize=65536)
def tells(text: str, label: str) -> bool:
    """Whether a text gives its label away or the label the text: a name, a beginning, or initials."""
    return (
        bool(names(text) & names(label))
        or any(_alike(one, other) for one in _tokens(text) for other in _tokens(label))
        or (3 <= len(squash(label)) <= 5 and squash(text).startswith(squash(label)))
        or _spells(text, label)
        or _spells(label, text)
        or _is_lettered(text, label)
        or (label.isupper() and label.lower() in words(text))
    )


def is_said(text: str, label: str) -> bool:
    """Whether hardly a word of a text is new beside its label: `% of CPU used by an instance` beside `CPUUtilization`."""
    new = [
        word for word in _tokens(text) if word not in names(label) and not any(_alike(word, other) for other in _tokens(label))
    ]
    return len(new) <= NEW and tells(text, label)


def is_counted(text: str, label: str) -> bool:
    """Whether a text is a number that the label says in a word: 1 beside One Zone."""
    numbers = {**dict(enumerate(language().numbers, start=2)), 1: "one"}
    return text.isdigit() and numbers.get(int(text)) in words(label)


def _is_lettered(text: str, label: str) -> bool:
    """Whether names that are letters with numbers all begin as a word of the label does: `c5, c6g` for computing."""
    first = {name[0].lower() for name in re.findall(r"\b[A-Za-z]\d\w*", text)}
    return len(first) == 1 and len(re.findall(r"\b[A-Za-z]\d\w*", text)) > 1 and first <= {word[0] for word in _tokens(label)}


@lru_cache(maxsize=8192)
def names(text: str) -> frozenset[str]:
    """Return the abbreviations and numbered names of a text in lower case: `cpu` of `CPUUtilization`, `io` of `io1` and I/O."""
    capitals = re.findall(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]{2,}", text) + [
        squash(pair) for pair in re.findall(r"\b[A-Z]/[A-Z]\b", text)
    ]
    numbered = re.findall(r"\b[A-Za-z]+\d\w*", text)
    series = [letters for name in numbered for letters in re.findall(r"^[A-Za-z]{2,}", name)]
    return frozenset(name.lower() for name in (*capitals, *numbered, *series)) - STOPWORDS


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[str, ...]:
    humps = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", " ", text)
    return tuple(dict.fromkeys(word for word in words(humps) if word not in STOPWORDS and not word.isdigit()))


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> bool:
    """Whether two words are one, begin alike, hold one another, or are a word and its short form (`mnt` and mount)."""
    short, long = sorted((one, other), key=len)
    if stem(one) == stem(other):
        return len(short) > 1
    if min(len(stem(one)), len(stem(other))) > 3 and stem(short).startswith(stem(long)):  # dealer and dealing
        return True
    short = stem(short) if len(short) > 3 else short
    if len(short) < 4 and not _is_short(short):
        return False
    held = short in long if len(short) >= 4 else long.startswith(short) or (len(long) <= 5 and long.endswith(short))
    begins = len(short) >= 6 and long.startswith(short[:5])
    return held or begins or (_is_short(short) and is_within(short, long))


def own_part(label: str, others: Collection[str]) -> str:
    """Return a label without the words that at least half of `others` have too: they are no hint at this one."""
    shared = Counter(known for other in others for known in set(stems(other)))
    common = {known for known, times in shared.items() if 2 * times >= len(others)}
    return " ".join(word for word in label.split() if not set(stems(word)) or not set(stems(word)) <= common)


def _is_short(word: str) -> bool:
    """Whether a word has hardly a vowel, as short forms have: `mnt`, `usr`, `ops`."""
    return bool(re.fullmatch(r"[a-z][b-df-hj-np-tv-xz]{2,3}", word))


def is_within(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in this order, beginning with the first."""
    return bool(short) and long.startswith(short[0]) and in_order(short, long)


def _spells(text: str, label: str) -> bool:
    """Whether words of a text that follow one another spell an abbreviation of the label, or two of its three letters."""
    first = initials(re.findall(r"[A-Za-z]\w*", text))
    ends = (end for known in _abbreviations(label) for end in (known, known[-2:] if len(known) == 3 else known))
    spelled = any(is_spelled_by(known, words(text)) for known in _abbreviations(label) if len(known) > 2)
    return spelled or any(end in first for end in ends) or _is_compound(text, label)


def is_spelled_by(short: str, said: list[str]) -> bool:
    """Whether words that follow one another hold the letters of an abbreviation in order: `Secure Shell` those of ssh."""
    return any(len(said) > at + 1 and _holds(short, said[at:], len(short) - 1) for at in range(len(said)))


def _holds(short: str, said: list[str], most: int) -> bool:
    """Whether each word takes its first letter, and some of the next ones (`most` in all) that it holds, till none is left."""
    return not short or any(
        _holds(short[taken:], said[1:], len(short))
        for taken in range(1, most + 1)
        if said and is_within(short[:taken], said[0])
    )


def _abbreviations(label: str) -> Iterator[str]:
    for known in re.findall(r"[A-Z]{2,6}", label):
        if known.lower() not in STOPWORDS:
            yield known.lower()


def _is_compound(text: str, label: str) -> bool:
    """Whether a label of two letters shortens one long word, as `NS` does nameserver."""
    short = label.lower()
    return label.isupper() and len(label) == 2 and any(len(word) >= 8 and is_within(short, word) for word in words(text))
