"""Plain text, such as a page copied from a web site -> Markdown texts, one a topic.

A copied page keeps its words, blank lines and bullets, and loses its levels, boxes and table cells. Titles, lists, code
and call-outs are found again by their form alone; the rows of a table stay lines of a paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studybot.corpus.codelines import is_icon, is_sentence
from studybot.corpus.emit import blocks, heading, typed
from studybot.corpus.pieces import BULLET, is_title, pieces
from studybot.text import any_word


@dataclass(frozen=True)
class _Head:
    """A topic's head, its icon, title and category on lines of their own: lines `start` to `end` (exclusive)."""

    start: int
    end: int
    icon: str
    title: str
    category: str


def to_markdown(text: str, *, fallback_title: str) -> list[str]:
    """Return the Markdown texts of the topics in a plain text; none when it holds no word.

    A text without topic heads is one topic, named by its first line when that is a title, else `fallback_title`. The
    page's own list of topic cards in front of the first head belongs to no topic and is left out.
    """
    lines = [line.rstrip() for line in re.sub(r"\r\n?", "\n", text).split("\n")]
    heads = list(_heads(lines))
    if not heads:
        return _untitled(lines, fallback_title)
    front = lines[: heads[0].start]
    texts = [] if _is_card_list(front, len(heads)) else _untitled(front, fallback_title)
    ends = [head.start for head in heads[1:]] + [len(lines)]
    for head, end in zip(heads, ends, strict=True):
        title = heading(1, f"{head.icon} {head.title}")
        texts.append(_join([title, f"*{typed(head.category)}*", *blocks(pieces(lines[head.end : end]))]))
    return texts


def _heads(lines: Sequence[str]) -> Iterator[_Head]:
    """Yield each head: an icon, a title and a category, blank lines between and behind them."""
    filled = [number for number, line in enumerate(lines) if line]
    for icon, title, category in zip(filled, filled[1:], filled[2:], strict=False):
        apart = title > icon + 1 and category > title + 1 and not any(lines[category + 1 : category + 2])
        if apart and is_icon(lines[icon].strip()) and _is_name(lines[title]) and _is_name(lines[category], words=6):
            yield _Head(icon, category + 1, lines[icon].strip(), lines[title].strip(), lines[category].strip())


def _is_name(line: str, words: int = 14) -> bool:
    return is_title(line.strip()) and not BULLET.match(line) and len(line.split()) <= words


def _is_card_list(lines: Sequence[str], topics: int) -> bool:
    """Whether lines are a page's list of topic cards ("icon title category") with short lines around it, and no prose."""
    cards = sum(is_icon(line.split()[0]) and any_word(line) for line in lines if line)
    prose = any(is_sentence(line) or len(line) > 120 or BULLET.match(line) for line in lines)
    return not any(map(any_word, lines)) or (cards * 2 >= topics and not prose)


def _untitled(lines: Sequence[str], fallback_title: str) -> list[str]:
    """Return the one text of lines without heads, none when they hold no word."""
    if not any(map(any_word, lines)):
        return []
    found = pieces(lines)
    if found[0].kind in ("section", "card"):
        return [_join([heading(1, found[0].lines[0]), *blocks(found[1:])])]
    return [_join([heading(1, fallback_title.strip() or "Untitled"), *blocks(found)])]


def _join(parts: Sequence[str]) -> str:
    """Markdown blocks, a blank line between them; items of one numbered list stay together."""
    text = parts[0]
    for before, part in pairwise(parts):
        tight = re.match(r"\d+([.)]) ", before) and re.match(r"\d+([.)]) ", part)
        text += ("\n" if tight else "\n\n") + part
    return text + "\n"
