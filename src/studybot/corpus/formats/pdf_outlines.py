"""Brackets and roots that a page draws as outlines, as Office does around something high: found by their form."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from studybot.corpus.formats.pdf_words import AXIS, Word

HIGHEST = 4.0  # ems; what is higher stands around lines, not in one
_NARROW, _FEWEST = 0.5, 8  # times its height that one may be wide; points of its outline
LEAST_REACH = 0.01  # by which a bracket that is drawn is told from a letter
_LEAST, _BAR = 8, 2.5  # points that a root is high at least, and its bar at most
_NEAR = 1.5  # points by which the ends of a pair may differ
_SIGNS = {"round": ("(", ")"), "square": ("[", "]"), "curly": ("{", "}")}


def with_brackets(words: Sequence[Word], page: Any) -> list[Word]:
    """Return the words of a page with the brackets that are drawn around some of them, each beside its partner alone."""
    opened: list[tuple[str, Any]] = []
    found = list(words)
    for kind, opens, shape in sorted(_drawn(page), key=lambda drawn: float(drawn[2]["x0"])):
        if opens:
            opened.append((kind, shape))
            continue
        partner = next((one for one in reversed(opened) if one[0] == kind and _level(one[1], shape)), None)
        if partner is None:
            continue
        opened.remove(partner)
        left, right = partner[1], shape
        within = [word for word in words if left["x0"] < word.left and word.right < right["x1"] and _beside(word, left)]
        middle, high = (left["top"] + left["bottom"]) / 2, left["bottom"] - left["top"]
        line = [
            word
            for word in words
            if word.top < middle < word.bottom and left["x0"] - 2 * high < word.right and word.left < right["x1"] + 2 * high
        ]
        size = max((word.size for word in line or within), default=0.0)
        if within and high < HIGHEST * size:
            base = middle + AXIS * size
            more = max(LEAST_REACH, (high - size) / 2)
            found += [
                Word(sign, box["x0"], box["x1"], base, size, within[0].font, True, reach=more)
                for sign, box in zip(_SIGNS[kind], (left, right), strict=True)
            ]
    return found


def is_whole(words: Sequence[Word]) -> bool:
    """Whether each bracket that is drawn around some of these words has its partner, and something in it."""
    opened: list[int] = []
    for place, word in enumerate(words):
        if not word.reach or word.text not in "()[]{}":
            continue
        if word.text in "([{":
            opened.append(place)
        elif not opened or opened.pop() == place - 1:
            return False
    return not opened


def roots_of(page: Any) -> list[tuple[float, float, float, float]]:
    """What stands under the roots of a page: left, right, top and bottom of each."""
    found = []
    for shape in page.curves:
        wide, high = shape["x1"] - shape["x0"], shape["bottom"] - shape["top"]
        if not shape["fill"] or shape["stroke"] or high < _LEAST or len(shape["pts"]) < _FEWEST or wide < _NARROW * high:
            continue
        below = [(x, y) for x, y in shape["pts"] if y - shape["top"] > _BAR]
        foot = [x for x, y in below if shape["bottom"] - y < _BAR]
        hook = max((x for x, _ in below), default=shape["x1"])
        barred = shape["x1"] - hook > max(_BAR, wide / 4) and sum(x > hook for x, _ in shape["pts"]) > 1
        if barred and foot and min(foot) > shape["x0"] + _NEAR and min(y for _, y in below) > shape["top"] + high / 4:
            found.append((hook, shape["x1"], shape["top"], shape["bottom"]))
    return found


def _level(left: Any, right: Any) -> bool:
    return bool(abs(left["top"] - right["top"]) < _NEAR and abs(left["bottom"] - right["bottom"]) < _NEAR)


def _beside(word: Word, shape: Any) -> bool:
    return bool(shape["top"] < (word.top + word.bottom) / 2 < shape["bottom"])


def _drawn(page: Any) -> Iterator[tuple[str, bool, Any]]:
    """The outlines that have the form of a bracket: which one, and whether it opens."""
    for shape in page.curves:
        wide, high = shape["x1"] - shape["x0"], shape["bottom"] - shape["top"]
        if shape["fill"] and not shape["stroke"] and 0 < wide < _NARROW * high and len(shape["pts"]) >= _FEWEST:
            outline = [((x - shape["x0"]) / wide, (y - shape["top"]) / high) for x, y in shape["pts"]]
            for opens in (True, False):
                kind = _kind(outline if opens else [(1 - x, y) for x, y in outline])
                if kind:
                    yield kind, opens, shape


def _kind(outline: Sequence[tuple[float, float]]) -> str:
    """Which opening bracket an outline is, "" for none: it reaches right at its ends alone and left in its middle."""
    middle, quarters = _crossed(outline, 0.5), [*_crossed(outline, 0.25), *_crossed(outline, 0.75)]
    ends = [x for x, y in outline if y < 0.1 or y > 0.9]
    if len(middle) != 2 or len(quarters) != 4 or max(ends) < 0.95 or middle[0] > 0.05 or middle[1] > 0.6:
        return ""
    if any(x > 0.9 for x, y in outline if 0.2 < y < 0.8):
        return ""
    far = (quarters[0] + quarters[2]) / 2
    if abs(quarters[0] - quarters[2]) > 0.1:
        return ""
    return "square" if far < 0.03 else "round" if far < 0.4 else "curly"


def _crossed(outline: Sequence[tuple[float, float]], height: float) -> list[float]:
    """Where an outline crosses a height, from left to right."""
    height += 1e-4  # between its points
    return sorted(
        x + (height - y) / (below - y) * (right - x)
        for (x, y), (right, below) in pairwise([*outline, outline[0]])
        if (y < height) != (below < height)
    )
