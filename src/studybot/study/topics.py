"""The landing grid and the way to a place: progress by topic, filters, broken links; and the map of the course."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice

from studybot.corpus.plain import plain
from studybot.facts.written import heading, section_key, where
from studybot.store import Reading
from studybot.study.history import Due
from studybot.study.mastery import Mastery
from studybot.text import any_word, stems, words
from studybot.types import Citation, Passage, Topic, Value

PACE = 200  # words a minute, of somebody who learns
READ = 0.9  # of a section, which then counts as read
LONG = 6  # letters of a word that may be written in two
_APART = r"[\s\-–_/]"


class TopicCard(Value):
    """One card of the grid: the topic as the course shows it, and the learner's progress (`read` and `mastered` 0 to 1)."""

    topic: Topic
    icon: str
    title: str
    category: str
    sections: int
    minutes: int = 1
    read: float = 0.0
    mastered: float = 0.0
    level: str = "new"
    due: int = 0

    @property
    def stage(self) -> str:
        """How far a learner is, as the map colours it: who has read something has begun."""
        return "started" if self.level == "new" and self.read else self.level


class Match(Value):
    """One place where a searched text stands, with its heading path."""

    where: str
    proof: Citation


def grid(
    topics: Sequence[Topic],
    passages: Sequence[Passage],
    *,
    reading: Sequence[Reading] = (),
    mastery: Mapping[str, Mastery] | None = None,
    queue: Sequence[Due] = (),
) -> tuple[TopicCard, ...]:
    """Return a card for each topic in course order; `queue` are the learner's cards to review, new ones not counted."""
    known = mastery or {}
    sections: dict[str, set[str]] = {topic.id: set() for topic in topics}
    said: Counter[str] = Counter()
    for passage in passages:
        sections.setdefault(passage.topic, set()).add(section_key(passage))
        said[passage.topic] += len(words(passage.text))
    done = {(place.topic, place.section) for place in reading if place.position >= READ}
    due = [entry.card.topic for entry in queue if entry.why != "new"]
    return tuple(
        _card(topic, sections[topic.id], done, known.get(topic.id), due).model_copy(update={"minutes": minutes(said[topic.id])})
        for topic in sorted(topics, key=lambda one: one.order)
    )


def minutes(count: int) -> int:
    """Return how many minutes so many words take to read, at least one."""
    return max(1, round(count / PACE))


def _card(topic: Topic, sections: set[str], done: set[tuple[str, str]], known: Mastery | None, due: Sequence[str]) -> TopicCard:
    read = sum((topic.id, section) in done for section in sections)
    return TopicCard(
        topic=topic,
        icon=topic.icon,
        title=topic.name,
        category=topic.card_category or topic.category,
        sections=len(sections),
        read=read / len(sections) if sections else 0.0,
        mastered=known.score if known else 0.0,
        level=known.level if known else "new",
        due=due.count(topic.id),
    )


def filtered(cards: Sequence[TopicCard], *, text: str = "", category: str = "") -> tuple[TopicCard, ...]:
    """Return the cards of a category whose title, category or id holds every word of `text` (its beginning is enough)."""
    wanted = [loose(word) for word in text.split()]
    return tuple(
        card
        for card in cards
        if (not category or card.category == category)
        and all(word.search(f"{card.title} {card.category} {card.topic.title} {card.topic.id}") for word in wanted)
    )


def loose(text: str) -> re.Pattern[str]:
    """Return what finds words whatever their case, and whether written in one, in two or with a hyphen ("autoscaling")."""
    words = [f"{_APART}?".join(word) if len(word) >= LONG and word.isalnum() else re.escape(word) for word in text.split()]
    return re.compile(f"{_APART}*".join(words), re.IGNORECASE)


def nearest_topic(topics: Sequence[Topic], wanted: str) -> Topic | None:
    """Return the topic whose id or title is most like `wanted`, None when none is alike."""
    names = {
        name: topic for topic in topics for name in (topic.id.lower(), topic.title.lower(), topic.card_title.lower()) if name
    }
    near = get_close_matches(wanted.lower()[:120], names, n=1, cutoff=0.6)
    if near:
        return names[near[0]]
    asked = set(stems(wanted.replace("-", " ")))
    shared = [(len(asked & set(stems(topic.title))), topic) for topic in topics]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None


def nearest_passage(passages: Sequence[Passage], wanted: str) -> Passage | None:
    """Return the passage of the same section, else the one with the most similar id, None when none is alike."""
    section = wanted.rpartition("/")[0]
    same = next((passage for passage in passages if section and section_key(passage) == section), None)
    if same is not None:
        return same
    by_id = {passage.id: passage for passage in passages}
    near = get_close_matches(wanted[:200], by_id, n=1, cutoff=0.6)
    if near:
        return by_id[near[0]]
    topic = wanted.partition("/")[0]
    return next((passage for passage in passages if passage.topic == topic), None)


def search(passages: Sequence[Passage], text: str, *, limit: int = 50, apart: bool = True) -> tuple[Match, ...]:
    """Return where the words of `text` stand in the course, each with its span.

    Case, white space, hyphens and endings make no difference. Words that stand nowhere together are looked for in any order
    within a passage (`apart`).
    """
    if not text.strip():
        return ()
    found = list(islice(_matches(passages, loose(text)), limit))
    is_prose = re.fullmatch(r"[\w\s'’-]+", text) and stems(text)  # signs are looked for as they are typed
    return tuple(found) if found or not (is_prose and apart) else tuple(islice(_apart(passages, set(stems(text))), limit))


def _matches(passages: Sequence[Passage], pattern: re.Pattern[str]) -> Iterator[Match]:
    for passage in passages:
        for match in pattern.finditer(passage.text):
            if match.end() > match.start():
                yield _match(passage, match)


def _match(passage: Passage, match: re.Match[str]) -> Match:
    proof = Citation(passage=passage, start=passage.start + match.start(), end=passage.start + match.end())
    return Match(where=where(passage.path), proof=proof)


def _apart(passages: Sequence[Passage], wanted: set[str]) -> Iterator[Match]:
    """Passages that hold every stem, at the first word with one of them."""
    for passage in passages:
        if wanted <= set(stems(f"{passage.text} {' '.join(passage.path)}")):
            found = re.finditer(r"[\w'-]+", passage.text)
            first = next((match for match in found if wanted & set(stems(match.group()))), None)
            if first is not None:
                yield _match(passage, first)


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
