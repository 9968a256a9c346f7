"""Whether a text holds a quote (markup, tables and spacing aside) or states a key fact (as whole words and numbers)."""

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from studybot.text import Squashed, squash

# A dot between digits belongs to the number, so that "15" does not stand in "1.5"; "%", "$" and "€" are words of their own,
# and so is the dash of a flag or a negative number.
_TOKEN = re.compile(r"(?:[^\W_]|(?<=\d)\.(?=\d))+|[%$€]|(?<![\w.)\]])-{1,2}(?=\w)")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")
_DASH = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def stands_in(quote: str, text: str) -> bool:
    """Whether the letters and digits of `quote` stand in `text` in a row, not cutting a number at either end."""
    wanted = _squash(quote)
    if not wanted or wanted not in _squash(text):
        return False
    if not (wanted[0].isdigit() or wanted[-1].isdigit()):
        return True
    return bool(places(quote, squashed(text), text))


def places(quote: str, reduced: Squashed, text: str) -> list[tuple[int, int]]:
    """Return every (start, end) in `text` at which `quote` stands, not cutting a number at either end."""
    wanted = _squash(quote)
    found: list[tuple[int, int]] = []
    at = reduced.text.find(wanted) if wanted else -1
    while at >= 0:
        span = reduced.find(quote, at)
        if span is not None and not _cuts_number(text, *span):
            found.append(span)
        at = reduced.text.find(wanted, at + 1)
    return found


def _cuts_number(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start + 1]
    behind = text[end - 1 : end + 1]
    return (start > 0 and len(before) == 2 and before.isdigit()) or (len(behind) == 2 and behind.isdigit())


def any_stands_in(alternatives: Sequence[str], text: str) -> bool:
    """Whether one of the alternatives of an evidence item stands in `text`."""
    return any(stands_in(quote, text) for quote in alternatives)


def says(text: str, variant: str) -> bool:
    """Whether `text` states a key fact as whole words and numbers; case, spacing, markup and kind of dash do not matter."""
    wanted = _reduce(variant)[0]
    if not wanted:
        return _bare(variant) in _bare(text)
    joined, starts, ends = _reduce(text)
    at = joined.find(wanted)
    while at >= 0:
        if at in starts and at + len(wanted) in ends:
            return True
        at = joined.find(wanted, at + 1)
    return False


def says_any(text: str, variants: Sequence[str]) -> bool:
    """Whether `text` states a key fact in one of its accepted variants."""
    return any(says(text, variant) for variant in variants)


@lru_cache(maxsize=4096)
def _reduce(text: str) -> tuple[str, frozenset[int], frozenset[int]]:
    """The tokens of a text in a row, with the offsets at which one may start and end."""
    plain = _LINK_TARGET.sub("]", html.unescape(unicodedata.normalize("NFKC", text)).translate(_DASH))
    plain = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), plain)
    pieces: list[str] = []
    starts, ends, length = set(), set(), 0
    for match in _TOKEN.finditer(plain.replace("\\", "")):
        token = "-" if match.group().startswith("-") else match.group().lower()
        if pieces and pieces[-1][-1].isdigit() and token[0].isdigit():
            pieces.append(" ")  # "1 5" is not "15"
            length += 1
        pieces.append(token)
        starts.add(length)
        length += len(token)
        ends.add(length)
    return "".join(pieces), frozenset(starts), frozenset(ends)


def _bare(text: str) -> str:
    return "".join(text.lower().split())


# The passages of a course and the quotes of a dataset are asked for again and again.
_squash = lru_cache(maxsize=8192)(squash)
squashed = lru_cache(maxsize=512)(Squashed)
