"""Items of a list that others stand below: an item says what those are about, and they say what it is."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from studybot.facts.written import leads_in
from studybot.text import STOPWORDS
from studybot.types import Block, Passage, Span

ENTITLED = 2  # words of an item that entitles those behind it at least
FOLLOWING = 2  # items behind it at least
OF = " of "  # in what may entitle others though it is not the first: "Problems of the Old Way"
LABEL = 100  # characters of an item that is shown with one below it

_MARK = re.compile(r"[^\w\s'’&()/-]|\s-")

Place = tuple[int, int]


def branches(passage: Passage, block: Block) -> Iterator[tuple[Place, list[Place]]]:
    """Yield each item that others stand below, with all of those: deeper ones, or beside it what it leads in to as a title."""
    items = [(indent(passage.front(unit.start)), unit) for unit in block.units] if block.kind in ("list", "steps") else []
    for place, (column, unit) in enumerate(items):
        end = next((at for at in range(place + 1, len(items)) if items[at][0] <= column), len(items))
        below = items[place + 1 : end]
        text = passage.cut(unit)
        if not below and (leads_in(text) or ((not place or OF in text) and _entitles(text))):
            below = _beside(passage, column, items[place + 1 :])
            below = [] if not leads_in(text) and any(_entitles(passage.cut(other)) for _, other in below) else below
        if below:
            yield (unit.start, unit.end), [(other.start, other.end) for _, other in below]


def _beside(passage: Passage, column: int, behind: Sequence[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """The items that follow one in its column and below them, up to the next one that leads in; none for one alone."""
    beside = list(takewhile(lambda item: item[0] >= column and not leads_in(passage.cut(item[1])), behind))
    return beside if len(beside) >= FOLLOWING else []


def above(passage: Passage, start: int) -> list[Place]:
    """Return the short items that one stands below, the outermost first."""
    around = (branch for block in passage.blocks if block.start <= start < block.end for branch in branches(passage, block))
    return [item for item, below in around if item[1] - item[0] <= LABEL and any(one == start for one, _ in below)]


def indent(line: str) -> int:
    """Return how far a line is set in, in characters."""
    return len(line) - len(line.lstrip())


def _entitles(text: str) -> bool:
    """Whether a first item is a title of those beside it: a few words, all in capitals at the beginning, and no mark."""
    said = [word for word in text.split() if any(map(str.isalpha, word))]
    own = [word for word in said if word.lower() not in STOPWORDS]
    return len(own) >= ENTITLED and all(word[:1].isupper() for word in own) and not _MARK.search(text)
