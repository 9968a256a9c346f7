"""Wrong options that are wrong, of the same make as the key, and that neither they nor the key give away."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random

from studybot.facts.shape import form, measure, quantity, same_measure
from studybot.facts.usage import bag
from studybot.spelled import initials
from studybot.text import squash

FEWEST = 2  # wrong options that an item needs; fewer is a guess
MOST = 3  # and as many as names and commands need, of which one is soon the odd one out
SAME = 1.1  # above all shares: rows have different names, whatever these have in common
NAMES_ALIKE = 0.4  # share of common words from which two names mean the same; values are compared with less
FARTHEST = 1000  # times; a size further from the key than this is no rival: kilobytes of memory
TURNED = 5  # different words of a sentence that another order turns round
_NUMBER = re.compile(r"\d[\d,.]*")
_YES_NO = re.compile(r"(?:yes|no|none)\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return squash(text)


def choose(
    key: str,
    candidates: Iterable[str],
    *,
    prompt: str,
    random: Random | None = None,
    fewest: int = FEWEST,
    alike: float = NAMES_ALIKE,
    prose: bool = True,
) -> tuple[str, ...] | None:
    """Return `fewest` to three wrong options for `key`, or None when there are no fair ones.

    A candidate that equals, contains or resembles the key (or another chosen one) is left out, for it might be right too.
    Where the options are `prose`, all are actions, all clauses or all things. Without `random` the candidates stand in
    the order of how plausible they are.
    """
    clue = bag(prompt)
    fair = [
        option
        for option in dict.fromkeys(candidates)
        if not resembles(option, key, alike) and same_make(option, key) and not (prose and form(option) != form(key))
    ]
    if random is not None:
        random.shuffle(fair)
    hinted = len(clue & bag(key))
    # The key turned round comes first, then options with as many words of the prompt, then those of about the key's length.
    fair.sort(
        key=lambda option: (
            not is_turned(option, key),
            -min(hinted, len(clue & bag(option))),
            abs(len(option) - len(key)) // 6 if random else 0,
        )
    )
    chosen: list[str] = []
    for option in fair:
        if len(chosen) < MOST and not any(resembles(option, other, alike) for other in chosen):
            chosen.append(option)
    if len(chosen) < fewest or gives_away(prompt, key, chosen) or stands_out(key, chosen):
        return None
    return tuple(chosen)


def resembles(one: str, other: str, alike: float = NAMES_ALIKE) -> bool:
    """Whether two options could both be right: the same, one within the other, or a share of `alike` words in common."""
    if letters(one) == letters(other) or alike > 1:
        return letters(one) == letters(other)
    left, right = bag(one), bag(other)
    if not left or not right:
        return letters(one) in letters(other) or letters(other) in letters(one)
    if is_turned(one, other):
        return False
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if numbers and others and len(left | right) <= 10 and not (numbers <= others or others <= numbers):
        return False
    shared = len(left & right)
    # Two words in common are much for a short value, even beside a long one; names are told apart by less.
    most_of_one = alike < NAMES_ALIKE and shared >= 2 and shared / min(len(left), len(right)) >= 0.4
    return left <= right or right <= left or most_of_one or shared / len(left | right) >= alike


def is_turned(one: str, other: str) -> bool:
    """Whether a sentence says the words of another in another order, and so its contrary; a list does not."""
    return bag(one) == bag(other) and len(bag(one)) >= TURNED and not set(",;/") & set(one + other)


def gives_away(prompt: str, key: str, wrong: Sequence[str]) -> bool:
    """Whether the prompt holds a word of the key, or spells its abbreviation, that no wrong option shares."""
    shared = bag(prompt) & bag(key)
    rivals = {stem for option in wrong for stem in bag(option)}
    return bool(shared - rivals) or (is_spelled(prompt, key) and not any(is_spelled(prompt, option) for option in wrong))


def is_spelled(prompt: str, option: str) -> bool:
    """Whether an abbreviation in the option is made of the first letters of words in the prompt, or the other way round."""
    return _initials_in(prompt, option) or _initials_in(option, prompt)


def _initials_in(spelled: str, short: str) -> bool:
    first = initials(re.findall(r"[A-Za-z]\w*", spelled))
    return any(known.lower() in first for known in re.findall(r"\b[A-Z]{3,6}\b", short))


def stands_out(key: str, wrong: Sequence[str]) -> bool:
    """Whether the key is by far the longest or the shortest option."""
    lengths = [len(option) for option in wrong]
    return len(key) > 14 and (len(key) > 1.7 * max(lengths) or 1.9 * len(key) < min(lengths))


def same_make(option: str, key: str) -> bool:
    """Figures of one measure, short beside short, a yes or no only beside its like, list beside list."""
    if bool(_YES_NO.match(option)) != bool(_YES_NO.match(key)) or not same_measure(option, key):
        return False
    if measure(key) == "size" and not 1 / FARTHEST <= quantity(option) / max(1.0, quantity(key)) <= FARTHEST:
        return False
    if ("→" in option) != ("→" in key):
        return False
    ratio = len(option) / max(1, len(key))
    return 0.4 <= ratio <= 2.5 or abs(len(option) - len(key)) <= 12
