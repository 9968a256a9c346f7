"""Names that a sentence lists: as many as it says ("two types of memory: explicit and implicit memory")."""

import re

from studybot.corpus.plain import plain
from studybot.facts.language import Language
from studybot.text import any_word, words

LONGEST = 8  # words of a name
BEGINS = 3  # words at the beginning of a sentence among which the number of its subject stands
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NUMBERED = re.compile(r"\(?\b(?:\d|[a-h])\)\s*")


def listed(sentence: str, known: Language) -> tuple[str, ...]:
    """Return the names that a sentence lists behind a colon or copula, () unless it announces exactly so many."""
    text = _NUMBERED.sub("", _BRACKETS.sub("", plain(sentence).strip().rstrip(" .")))
    for before, behind in _cuts(text, known):
        counts = {known.numbers.index(word) + 2 for word in before if word in known.numbers}
        names = tuple(name for part in re.split(r"[,;]\s*|\n", behind) for name in _apart(part, known))
        short = all(any_word(name) and len(name.split()) <= LONGEST for name in names)
        if short and len(names) in counts and len({name.lower() for name in names}) == len(names):
            return names
    return ()


def _cuts(text: str, known: Language) -> list[tuple[list[str], str]]:
    """The words that may announce names, and what stands behind them: behind a colon, or else behind the copula."""
    if ":" in text:
        before, _, behind = text.rpartition(":")
        return [(words(before), behind)]
    spoken = text.split()
    if set(words(" ".join(spoken[:1]))) & known.conditions:
        return []
    ends = [at for at, word in enumerate(spoken) if word in known.copulas]
    return [(words(" ".join(spoken[:BEGINS])), " ".join(spoken[at + 1 :])) for at in ends[:1] if at >= BEGINS]


def _apart(part: str, known: Language) -> list[str]:
    """A part between commas, cut at the words that join the last two names."""
    names: list[list[str]] = [[]]
    for word in part.split():
        if word.lower() in known.joining:
            names.append([])
        else:
            names[-1].append(word)
    return [" ".join(name) for name in names if name]
