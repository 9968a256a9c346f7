"""Wrong options that are wrong, of the same make as the key, and that neither they nor the key give away."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import floor, log10
from random import Random

from studybot.text import squash, stems

FEWEST = 2  # wrong options that an item needs; fewer is a guess
MOST = 3
_NUMBER = re.compile(r"\d[\d,.]*")


@lru_cache(maxsize=8192)  # every option is compared with every other
def bag(text: str) -> frozenset[str]:
    """Return the stems of a text as a set."""
    return frozenset(stems(text))


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return squash(text)


def choose(
    key: str, candidates: Iterable[str], *, prompt: str, random: Random, most: int = MOST, alike: float = 0.4
) -> tuple[str, ...] | None:
    """Return two to `most` wrong options for `key`, or None when there are no fair ones.

    A candidate that equals, contains or resembles the key (or another chosen one) is left out, for it might be right too.
    """
    clue = bag(prompt)
    fair = [option for option in dict.fromkeys(candidates) if not resembles(option, key, alike) and _same_make(option, key)]
    random.shuffle(fair)
    hinted = len(clue & bag(key))
    # Options that share as many words with the prompt come first, then those of about the key's length.
    fair.sort(key=lambda option: (-min(hinted, len(clue & bag(option))), _length_gap(option, key)))
    chosen: list[str] = []
    for option in fair:
        if len(chosen) < most and not any(resembles(option, other, alike) for other in chosen):
            chosen.append(option)
    if len(chosen) < FEWEST or gives_away(prompt, key, chosen) or stands_out(key, chosen):
        return None
    return tuple(chosen)


def resembles(one: str, other: str, alike: float = 0.4) -> bool:
    """Whether two options could both be right: the same, one within the other, or a share of `alike` words in common."""
    if letters(one) == letters(other):
        return True
    left, right = bag(one), bag(other)
    if not left or not right:
        return letters(one) in letters(other) or letters(other) in letters(one)
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if numbers and others and len(left | right) <= 10 and not (numbers <= others or others <= numbers):
        return False
    return left <= right or right <= left or len(left & right) / len(left | right) >= alike


def gives_away(prompt: str, key: str, wrong: Sequence[str]) -> bool:
    """Whether the prompt holds a word of the key, or spells its abbreviation, that no wrong option shares."""
    shared = bag(prompt) & bag(key)
    rivals = {stem for option in wrong for stem in bag(option)}
    return bool(shared - rivals) or (is_spelled(prompt, key) and not any(is_spelled(prompt, option) for option in wrong))


def is_spelled(prompt: str, option: str) -> bool:
    """Whether an abbreviation in the option is made of the first letters of words in the prompt, or the other way round."""
    return _initials_in(prompt, option) or _initials_in(option, prompt)


def _initials_in(spelled: str, short: str) -> bool:
    initials = "".join(word[0].lower() for word in re.findall(r"[A-Za-z]\w*", spelled))
    return any(known.lower() in initials for known in re.findall(r"\b[A-Z]{3,6}\b", short))


def stands_out(key: str, wrong: Sequence[str]) -> bool:
    """Whether the key is by far the longest or the shortest option."""
    lengths = [len(option) for option in wrong]
    return len(key) > 14 and (len(key) > 1.7 * max(lengths) or 1.9 * len(key) < min(lengths))


def _same_make(option: str, key: str) -> bool:
    """Numbers beside numbers, short beside short, a yes or no only beside its like, list beside list."""
    if bool(re.match(r"(?:yes|no|none)\b", option, re.IGNORECASE)) != bool(re.match(r"(?:yes|no|none)\b", key, re.IGNORECASE)):
        return False
    if _is_figure(option) != _is_figure(key):
        return False
    if ("→" in option) != ("→" in key):
        return False
    ratio = len(option) / max(1, len(key))
    return 0.4 <= ratio <= 2.5 or abs(len(option) - len(key)) <= 12


def _is_figure(text: str) -> bool:
    """Whether a text is little more than a number with its unit."""
    return len(text) <= 24 and bool(re.match(r"[~≥<>$]?(?:up to )?\d", text, re.IGNORECASE))


def _length_gap(option: str, key: str) -> int:
    return abs(len(option) - len(key)) // 6


def near_numbers(
    number: str, *, random: Random, avoid: Iterable[str] = (), percent: bool = False, port: bool = False
) -> tuple[str, ...]:
    """Return up to three wrong numbers near `number`, written as it is written; the right one is not always in the middle."""
    sign, digits = ("$", number[1:]) if number.startswith("$") else ("", number)
    value = float(digits.replace(",", ""))
    places = len(digits.partition(".")[2])
    taken = {value, *(float(text.replace(",", "")) for words in avoid for text in _NUMBER.findall(words) if _is_number(text))}
    ladder = sorted(step for step in _ladder(value, percent=percent, port=port) if step > 0 and step not in taken)
    below, above = [step for step in ladder if step < value][-3:], [step for step in ladder if step > value][:3]
    lower = max(min(len(below), random.randint(0, 3)), 3 - len(above))
    chosen = below[max(0, len(below) - lower) :] + above[: max(0, 3 - lower)]
    return tuple(sign + _written(step, places, grouped="," in digits or value < 1000) for step in chosen)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d[\d,]*(?:\.\d+)?", text))


_PORTS = (21, 22, 25, 53, 80, 110, 143, 389, 443, 1433, 2049, 3306, 3389, 5432, 6379, 8080)
# Small counts, hours and seconds come in steps of their own; the first row that holds the number is taken.
_STEPS = (
    (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20),
    (12, 18, 24, 36, 48, 72, 96),
    (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 365),
)


def _ladder(value: float, *, percent: bool, port: bool) -> set[float]:
    """Plausible values around `value`: well-known ports, shares, counts, times, sizes, else numbers as round as it is."""
    if port or percent:
        shares = (99.0, 99.5, 99.9, 99.95, 99.99, 99.999) if value > 98 else range(5, 96, 5)
        return {float(step) for step in (_PORTS if port else shares)}
    for steps in _STEPS:
        if value in steps:
            return {float(step) for step in steps}
    scale = 10.0 ** floor(log10(value))
    round_ones = {round(part * size, 6) for size in (scale / 10, scale, scale * 10) for part in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)}
    if value not in round_ones:
        binary = value.is_integer() and value % 16 == 0
        factors = {value / 8, value / 4, value / 2, value * 2, value * 4}
        round_ones = factors if binary else {round(value + scale / 2 * times, 6) for times in (-3, -2, -1, 1, 2, 3)}
    return {step for step in round_ones if step.is_integer() or not value.is_integer()}


def _written(value: float, places: int, *, grouped: bool) -> str:
    if value.is_integer():
        whole = f"{int(value):,}" if grouped else str(int(value))
        return f"{whole}.{'0' * places}" if places else whole
    return f"{value:.{max(places, len(f'{value:.6f}'.rstrip('0').partition('.')[2]))}f}"
