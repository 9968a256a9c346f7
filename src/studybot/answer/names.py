"""The course's own names: which topic or section an utterance speaks of."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import PurePath

from studybot.facts.language import language
from studybot.spelled import names as spells
from studybot.text import STOPWORDS, spoken, stems, words
from studybot.types import Hit, Passage, Topic, Value

PARTS = re.compile(r"\s+[—–-]\s+|\s*[():/&]\s*")  # "DNS — Domain Name System" is called by either
SHARED = 3  # topics of which one heading stands in each: "Glossary", "Chapter review" name a place in any of them, and no thing
TITLE = 6  # words of a text in capitals from which they are no names
SHORT = 5  # letters of what may be an abbreviation
SAYING = 2  # passages of a topic that say what a wish names, where no heading does
_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")  # the words of a file's name: "03.04-Missing-Values"
_NUMBER = re.compile(r"(?P<word>[^\W\d_]*)[\s._#-]*0*(?P<number>\d+)")  # "Lecture 03", "Ch.9"
COUNTED = ("chapter", "module", "unit", "lesson", "lecture", "topic", "kapitel", "capítulo", "tema")  # as in the list of topics
DATED = ("week", "weeks", "woche", "semana")  # no section is one by its number alone: "2. Architecture"
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_EDGES = re.compile(r"\A[^\w(]+|[^\w)?]+\Z")


class Subject(Value):
    """What is spoken of: a topic or a section of it, with its passages that teach, in order."""

    name: str
    topic: str
    passages: tuple[Passage, ...]


def naming(text: str) -> frozenset[str]:
    """Return the stems of what a text names, with everyday words that it writes as names: the LIKE of a query."""
    capitals = () if text.isupper() and len(text.split()) > TITLE else map(str.lower, _CAPITALS.findall(text))
    return frozenset((*stems(text), *(word for word in capitals if word in STOPWORDS)))


def heading_stems(passages: Iterable[Passage]) -> frozenset[str]:
    """Return the stems of all headings that name things of the course."""
    paths = dict.fromkeys((passage.topic, passage.path) for passage in passages)
    anywhere = generic(paths)
    return frozenset(stem for _, path in paths for heading in path if heading not in anywhere for stem in stems(heading))


def generic(paths: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    """Return the headings that stand in several topics, given each topic's heading paths."""
    topics: dict[str, set[str]] = {}
    for topic, path in paths:
        for heading in path[1:]:
            topics.setdefault(heading, set()).add(topic)
    return frozenset(heading for heading, own in topics.items() if len(own) >= SHARED)


def subject_of(text: str, topics: Sequence[Topic], passages: Sequence[Passage]) -> Subject | None:
    """Return the topic or section whose name a text holds, the most exact name first and a topic before its sections."""
    wanted = frozenset(stems(text)) or naming(text)
    named = _named(topics, passages)
    said = {word for name, _ in named if (own := frozenset(stems(name))) <= wanted or wanted <= own for word in own}
    aside = {*said, *language(spoken()).numbers}
    short = [word for word in words(text) if 1 < len(word) <= SHORT and word.isalpha() and word in wanted - aside]
    best: tuple[float, int, int] = (0.0, 0, 0)
    found: tuple[str, tuple[str, ...]] | None = None
    for order, (name, path) in enumerate(named):
        own = _shortened(frozenset(stems(name)), name, short) if stems(text) else naming(name)
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
    name = name if frozenset(stems(name)) <= frozenset(stems(" ".join(path))) else bare(path[-1])  # by its file
    return Subject(name=name, topic=own_passages[0].topic, passages=own_passages) if own_passages else None


def _shortened(own: frozenset[str], name: str, short: Iterable[str]) -> frozenset[str]:
    """The stems of a name with the first abbreviation that its words spell in their place: "ER model"."""
    spelled = next((one for one in short if spells(one.upper(), name)), "")
    return frozenset(stem for stem in own if stem[0] not in spelled) | {spelled} if spelled else own


def subject_found(text: str, hits: Sequence[Hit], passages: Sequence[Passage]) -> Subject | None:
    """Return the topic of most passages found for a text that say all of its words, where two or more do."""
    wanted = frozenset(stems(text))
    saying = [hit.passage for hit in hits if wanted <= frozenset(stems(f"{' '.join(hit.passage.path)} {hit.passage.text}"))]
    topic, times = next(iter(Counter(passage.topic for passage in saying).most_common(1)), ("", 0))
    own = tuple(passage for passage in passages if passage.topic == topic and passage.role == "teaching")
    if not wanted or not own or times < SAYING or 2 * times <= len(saying):
        return None
    return Subject(name=bare(own[0].path[0]), topic=topic, passages=own)


def _place(text: str, places: Iterable[str]) -> re.Match[str] | None:
    """Where a text names a part of a course by its number: "chapter 11"."""
    known = "|".join(map(re.escape, places))
    return re.search(rf"\b(?P<place>{known})\s*(?:no\.?|nr\.?|number|#)?\s*(?P<number>\d+(?:\.\d+)*)\b", text, re.IGNORECASE)


def without_place(text: str, places: Iterable[str], instead: str = "") -> str:
    """Return a text without the number of a part of a course, and the word for such a part."""
    found = _place(text, places)
    return f"{text[: found.start()]}{instead}{text[found.end() :]}" if found else text


def numbered(text: str, places: Iterable[str], topics: Sequence[Topic], passages: Sequence[Passage]) -> Subject | None:
    """Return the part of a course that a text names by its number: the topics whose title or file has it behind that word
    or in front, else the section that begins with it, else the one at that place where no topic is numbered.
    """
    found = _place(text, places)
    if found is None:
        return None
    place, number = found["place"].lower(), found["number"].lstrip("0") or "0"
    roots = {passage.topic: passage for passage in reversed(passages)}
    ranks = {
        topic.id: max(_numbers(place, number, name) for name in (topic.title, topic.card_title, PurePath(root.source).stem))
        for topic in topics
        if (root := roots.get(topic.id))
    }
    best = max(ranks.values(), default=0)
    optional = "" if place in DATED else "?"
    heads = re.compile(rf"\W*(?:{re.escape(place)}\W*){optional}{re.escape(number)}(?![\d.]*\d)", re.IGNORECASE)
    path = next((one.path[: at + 1] for one in passages for at, title in enumerate(one.path) if heads.match(title)), ())
    chosen = [topic for topic, rank in ranks.items() if rank == best > 1]
    if not chosen and not path and not best and place in COUNTED and number.isdecimal():
        chosen = [*ranks][int(number) - 1 : int(number)] if int(number) else []
    own = [
        one for one in passages if one.role == "teaching" and (one.topic in chosen if chosen else path == one.path[: len(path)])
    ]
    if not own or not (chosen or path):
        return None
    name = bare((path or own[0].path)[-1] if not chosen else own[0].path[0])
    return Subject(name=name if len(chosen) < 2 else found[0], topic=own[0].topic, passages=tuple(own))


def _numbers(place: str, number: str, name: str) -> int:
    """Whether a name has a number: 3 behind a word for such a part or what shortens it, 2 in front, 1 where it has another."""
    found = [(one["word"].lower(), one["number"], one.start("number")) for one in _NUMBER.finditer(name)]
    behind = [(word, own) for word, own, _ in found if word and (place.startswith(word) or word.startswith(place))]
    if behind:
        return 3 if number in (own for _, own in behind) else 1
    begins = [own for word, own, start in found if not word and not name[:start].strip(" 0")]
    return 2 if number in begins else int(bool(begins))


def _named(topics: Sequence[Topic], passages: Sequence[Passage]) -> list[tuple[str, tuple[str, ...]]]:
    """Each name with the heading path that it stands for: topics by titles, whole and in part, and files, then all sections."""
    roots = {passage.topic: passage for passage in reversed(passages)}
    named = [
        (name, root.path[:1])
        for topic, root in ((topic, roots[topic.id]) for topic in topics if topic.id in roots)
        for title in (topic.card_title, topic.title, " ".join(_LETTERS.findall(PurePath(root.source).stem)))
        for name in dict.fromkeys((bare(title), *(bare(part) for part in PARTS.split(title))))
        if name
    ]
    paths = dict.fromkeys(passage.path[:depth] for passage in passages for depth in range(2, len(passage.path) + 1))
    anywhere = generic((passage.topic, passage.path) for passage in passages)
    # A question as a heading names nothing: "What is a subnet?" is the first section of Subnets.
    return named + [
        (bare(path[-1]), path) for path in paths if not path[-1].rstrip().endswith("?") and path[-1] not in anywhere
    ]


def is_topic(subject: Subject, passages: Iterable[Passage]) -> bool:
    """Whether a subject is all that a topic teaches."""
    own = {one.id for one in subject.passages}
    return own == {one.id for one in passages if one.topic == subject.topic and one.role == "teaching"}


def widened(subject: Subject, text: str, passages: Sequence[Passage]) -> Subject:
    """Return a section with all others whose headings say what a text names, called as there; a whole topic as it is."""
    wanted = frozenset(stems(text))
    if is_topic(subject, passages):
        return subject
    own = {one.id for one in subject.passages}
    every = [
        one
        for one in passages
        if one.role == "teaching" and (one.id in own or (wanted and wanted <= frozenset(stems(" ".join(one.path)))))
    ]
    named = frozenset(stems(subject.name)) == wanted or len(every) == len(own)
    return Subject(name=subject.name if named else text, topic=subject.topic, passages=tuple(every))


def sections_below(subject: Subject, passages: Sequence[Passage]) -> list[tuple[int, str]]:
    """Return the headings below a part of a course with their depth there, but such as stand in many topics."""
    ends = [edge(passage.path for passage in subject.passages) for edge in (min, max)]
    top = len([*takewhile(lambda pair: pair[0] == pair[1], zip(*ends, strict=False))])
    anywhere = generic((passage.topic, passage.path) for passage in passages)
    own = [passage.path for passage in subject.passages if not anywhere.intersection(passage.path)]
    paths = dict.fromkeys(path[:end] for path in own for end in range(top + 1, len(path) + 1))
    return [(len(path) - top - 1, bare(path[-1])) for path in paths]


def short(title: str) -> str:
    """Return the first name in a title: "DNS" of "DNS — Domain Name System"."""
    return bare(PARTS.split(title)[0]) or title


def bare(heading: str) -> str:
    """Return a heading without the icon in front and without marks around it."""
    return _EDGES.sub("", heading).strip()
