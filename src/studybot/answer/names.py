"""The course's own names: which topic or section an utterance speaks of."""

import re
from collections.abc import Iterable, Sequence

from studybot.text import stems
from studybot.types import Passage, Topic, Value

_PARTS = re.compile(r"\s+[—–-]\s+|\s*[():/&]\s*")  # "DNS — Domain Name System" is called by either
_EDGES = re.compile(r"\A[^\w(]+|[^\w)?]+\Z")


class Subject(Value):
    """What is spoken of: a topic or a section of it, with its passages that teach, in order."""

    name: str
    topic: str
    passages: tuple[Passage, ...]


def heading_stems(passages: Iterable[Passage]) -> frozenset[str]:
    """Return the stems of all headings."""
    return frozenset(stem for passage in passages for heading in passage.path for stem in stems(heading))


def subject_of(text: str, topics: Sequence[Topic], passages: Sequence[Passage]) -> Subject | None:
    """Return the topic or section whose name a text holds, the most exact name first and a topic before its sections."""
    wanted = frozenset(stems(text))
    best: tuple[float, int, int] = (0.0, 0, 0)
    found: tuple[str, tuple[str, ...]] | None = None
    for order, (name, path) in enumerate(_named(topics, passages)):
        own = frozenset(stems(name))
        shared = len(own & wanted)
        if not shared:
            continue
        # A topic may be called by a part of its name ("DNS" of "DNS & Names"); a section by all of it but a word.
        exact = shared / len(own | wanted)
        rank = (exact + (0.25 if len(path) == 1 else 0.0), shared, -order)
        if (own <= wanted or wanted <= own or exact >= 0.5) and rank > best:
            best, found = rank, (name, path)
    if found is None:
        return None
    name, path = found
    own_passages = tuple(one for one in passages if one.path[: len(path)] == path and one.role == "teaching")
    return Subject(name=name, topic=own_passages[0].topic, passages=own_passages) if own_passages else None


def _named(topics: Sequence[Topic], passages: Sequence[Passage]) -> list[tuple[str, tuple[str, ...]]]:
    """Each name with the heading path that it stands for: topics by their titles, whole and in part, then all sections."""
    roots = {passage.topic: passage.path[:1] for passage in reversed(passages)}
    named = [
        (name, roots[topic.id])
        for topic in topics
        if topic.id in roots
        for title in (topic.card_title, topic.title)
        for name in dict.fromkeys((bare(title), *(bare(part) for part in _PARTS.split(title))))
        if name
    ]
    paths = dict.fromkeys(passage.path[:depth] for passage in passages for depth in range(2, len(passage.path) + 1))
    # A question as a heading names nothing: "What is a subnet?" is the first section of Subnets.
    return named + [(bare(path[-1]), path) for path in paths if not path[-1].rstrip().endswith("?")]


def short(title: str) -> str:
    """Return the first name in a title: "DNS" of "DNS — Domain Name System"."""
    return bare(_PARTS.split(title)[0]) or title


def bare(heading: str) -> str:
    """Return a heading without the icon in front and without marks around it."""
    return _EDGES.sub("", heading).strip()
