"""Words above and below a bar, and those under a root -> one word that is a formula of its own."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from studybot.corpus.formats.pdf_formulas import tokens_of
from studybot.corpus.formats.pdf_glyphs import UNKNOWN
from studybot.corpus.formats.pdf_outlines import is_whole
from studybot.corpus.formats.pdf_words import AXIS, Row, Word, rows_of

ANY = 1.05  # times the size of a part of a fraction that its indexes and powers have at most
WIDER = 0.9  # ems that the bar of a fraction is wider than its parts at most
_LETTERS = re.compile(r"[^\W\d_]{2}")


def with_fractions(
    words: Sequence[Word], bars: Iterable[tuple[float, float, float]], roots: Iterable[tuple[float, float, float, float]] = ()
) -> list[Word]:
    """Words in which those above and below a bar (left, right, height) are one, a fraction, and those under a root another."""
    words = list(words)
    for left, right, height, *bottom in sorted([*bars, *roots], key=lambda bar: bar[1] - bar[0]):
        if bottom:
            words = _with_root(words, left, right, height, bottom[0])
            continue
        inside = [word for word in words if left - 2 <= word.left and word.right <= right + 2]
        large = max((word.size for word in inside if abs(word.base - height) < 2 * word.size), default=0.0)
        above = [word for word in inside if -1.15 * large < word.base - height <= 0.1 * word.size]
        below = [word for word in inside if 0.2 * word.size < word.base - height < 1.7 * large]
        if not above or not below or not _centred(above, left, right) or not _centred(below, left, right):
            continue
        if right - left > max(_width(above), _width(below)) + WIDER * large:
            continue  # the rule below a head, or a place to write on
        if any(
            after.left - word.right > 1.5 * word.size
            for row in (above, below)
            for word, after in pairwise(sorted(row, key=lambda word: word.left))
        ):
            continue  # columns of a table
        parts = above + below
        if not any(word.math or word.built for word in parts) and any(_LETTERS.search(word.text) for word in parts):
            continue  # what is only underlined
        size = max(word.size for word in above + below)
        tops, bottoms = (rows_of(part, script=ANY) for part in (above, below))
        if max(word.base for word in above) < height - size or min(word.top for word in below) > height + 0.6 * size:
            continue
        if any(
            word not in inside
            and word.left < right - 1
            and word.right > left + 1
            and abs(word.base - height - 0.7 * size) < 0.4 * size
            for word in words
        ):
            continue  # a line of text goes on below: it is underlined
        shown = [_all(rows) for rows in (tops, bottoms)]
        built = Word(
            f"\\frac{{{shown[0]}}}{{{shown[1]}}}", left, right, height + AXIS * size, size, above[0].font, True, 0, True
        )
        gone = set(map(id, above + below))
        words = [*(word for word in words if id(word) not in gone), built]
    return words


def _all(rows: Sequence[Row]) -> str:
    """What rows say within a formula."""
    ordered = [row.ordered() for row in rows]
    return (
        " ".join(token.tex or token.plain for row in ordered for token in tokens_of(row))
        if all(map(is_whole, ordered))
        else UNKNOWN
    )


def _with_root(words: list[Word], left: float, right: float, top: float, bottom: float) -> list[Word]:
    """Words of which those under a root are one; of several lines under it nobody knows what they say together."""
    inside = [
        word
        for word in words
        if left - 2 <= word.left and word.right <= right + 2 and top < (word.top + word.bottom) / 2 < bottom
    ]
    if not inside:
        return words
    rows = rows_of(inside)
    size = max(word.size for word in inside)
    shown, base = (_all(rows), rows[0].base) if len(rows) == 1 else (UNKNOWN, (top + bottom) / 2 + AXIS * size)
    reach = max(0.0, (bottom - top - size) / 2)
    root = Word(f"\\sqrt{{{shown}}}", left, right, base, size, inside[0].font, True, 0, True, reach)
    gone = set(map(id, inside))
    return [*(word for word in words if id(word) not in gone), root]


def _width(words: Sequence[Word]) -> float:
    return max(word.right for word in words) - min(word.left for word in words)


def _centred(words: Sequence[Word], left: float, right: float) -> bool:
    middle = (min(word.left for word in words) + max(word.right for word in words)) / 2
    return abs(middle - (left + right) / 2) < max(2.0, 0.12 * (right - left))
