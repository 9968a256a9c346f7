"""What sections say, asked by their headings: what is left to practise where nothing else of a course asks."""

import re
from collections import defaultdict
from collections.abc import Sequence

from studybot.corpus.plain import plain
from studybot.facts.written import cite, heading, section_key
from studybot.study.frames import SECTION, asked_of_course
from studybot.study.item import Item, fact_key, identity, open_item
from studybot.text import stems
from studybot.types import Passage

SHARED = 3  # topics of which one heading stands in each: it names nothing of any
LEAST = 80  # characters that a section says at least
_NUMBERED = re.compile(r"\W*[^\W\d_]*\W*[\d.]+\W*")  # "Slide 12" is no name


def recalled(passages: Sequence[Passage]) -> dict[str, Item]:
    """Return an open item, by its id, for the first passage below each heading that names something of its own topic."""
    topics: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        topics[passage.path[-1]].add(passage.topic)
    first: dict[tuple[str, ...], Passage] = {}
    for passage in passages:
        if len(topics[passage.path[-1]]) < SHARED and _tells(passage):
            first.setdefault(passage.path, passage)
    return {item.id: item for item in map(_item, first.values())}


def _tells(passage: Passage) -> bool:
    """Whether a passage teaches something below a heading that names what."""
    title = heading(passage.path[-1])
    named = len(passage.path) > 1 and stems(title) and not _NUMBERED.fullmatch(title)
    told = sum(len(plain(passage.cut(block))) for block in passage.blocks if block.role == "teaching")
    return passage.role == "teaching" and bool(named) and told >= LEAST


def _item(passage: Passage) -> Item:
    title = heading(passage.path[-1])
    asks = title if title.endswith("?") else SECTION.format(name=title)
    proof = cite(passage, passage.start, passage.end)
    return open_item(identity("section", passage.id, asks), asked_of_course(asks), proof, fact_key(section_key(passage), asks))
