"""The map of a course: its topics with their sections, and which topics speak of which other ones."""

import re
from collections import defaultdict
from collections.abc import Sequence

from studybot.corpus.plain import plain
from studybot.facts.written import heading, section_key
from studybot.study.topics import TopicCard
from studybot.text import any_word
from studybot.types import Passage, Topic, Value

FEWEST = 2  # sections that speak of another topic before it is a cross-reference
MOST = 4  # cross-references of one topic that are shown
SHORT = 4  # letters; a shorter name is one only as it is written


class Place(Value):
    """A section on the map: the passage that it begins with, and its key under which reading is kept."""

    title: str
    passage: str
    key: str


class Node(Value):
    """A topic on the map: its card with the learner's progress, its sections, and the topics that it speaks of, most first."""

    card: TopicCard
    sections: tuple[Place, ...]
    refers: tuple[tuple[str, int], ...]


def course_map(cards: Sequence[TopicCard], passages: Sequence[Passage]) -> tuple[Node, ...]:
    """Return the topics in the order of their cards; a reference holds a topic's id and the number of sections that name it."""
    of_topic: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        of_topic[passage.topic].append(passage)
    named = {card.topic.id: _named(card.topic) for card in cards}
    return tuple(
        Node(card=card, sections=_sections(of_topic[card.topic.id]), refers=_refers(card.topic.id, of_topic, named))
        for card in cards
    )


def _sections(passages: Sequence[Passage]) -> tuple[Place, ...]:
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(section_key(passage), passage)
    return tuple(Place(title=heading(one.path[-1]), passage=one.id, key=key) for key, one in first.items())


def _refers(
    topic: str, passages: dict[str, list[Passage]], named: dict[str, re.Pattern[str] | None]
) -> tuple[tuple[str, int], ...]:
    texts = [(section_key(passage), plain(passage.text)) for passage in passages[topic]]
    counts = {
        other: len({key for key, text in texts if name.search(text)})
        for other, name in named.items()
        if name is not None and other != topic
    }
    often = [(other, count) for other, count in counts.items() if count >= FEWEST]
    return tuple(sorted(often, key=lambda pair: -pair[1])[:MOST])


def _named(topic: Topic) -> re.Pattern[str] | None:
    """What a topic is called in a sentence: its title, the parts beside a dash, and what stands in brackets."""
    title = heading(topic.title)
    names = {part.strip() for part in re.split(r"\s+[—–-]\s+|[()]", title) if any_word(part)}
    spelled = [re.escape(name) if len(name) <= SHORT else f"(?i:{re.escape(name)})" for name in sorted(names)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spelled)})(?![\w-])") if spelled else None
