"""The health of the material: numbers by topic, sections of an awkward length, near-duplicates, references, abbreviations."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field

from studybot.coverage.contradictions import Contradiction, contradictions
from studybot.frequency import zipf_frequency
from studybot.spelled import names, spelled_out
from studybot.text import slug, squash, stems
from studybot.types import Document, Passage, Receipt, Topic, UtcTime, Value

SHORT, LONG = 15, 350  # words of a section that is too short or too long to answer from
SAME = 0.8  # share of word stems (Jaccard) from which two passages say the same
RAREST = 10  # stems of a passage by which its twins are looked for
SHARED = 4  # of them that two passages must have in common to be compared
USED = 3  # times that an abbreviation stands in the text before its expansion is missed
KNOWN = 4.2  # Zipf frequency of an abbreviation that everybody knows (USA, TV)
_ABBREVIATION = re.compile(r"(?<![\w/.-])[A-Z]{2,6}(?:s\b|\b)(?![\w/-])")
_UNITS = frozenset("GB MB KB TB PB GHZ MHZ OK YES NO AND OR NOT ALL ONLY NEVER ALWAYS MUST GET PUT POST HEAD DELETE".split())
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?!https?:|mailto:|//)([^()\s]+)\)")
_SEE = re.compile(r"\b[Ss]ee (?:the )?(?:section|topic|chapter)(?: on)? [\"“'*]+([^\"”'*\n]{3,80})[\"”'*]")


class TopicHealth(Value):
    """The numbers of one topic; `changed` is None when it is not known."""

    topic: str
    title: str
    passages: int
    words: int
    tables: int
    code: int
    bank: int = 0
    cards: int = 0
    quiz: int = 0
    asked: int = 0
    changed: UtcTime | None = None


class SectionLength(Value):
    """A section that is too short or too long to answer from."""

    topic: str
    section: str
    words: int
    problem: Literal["short", "long"]


class Twins(Value):
    """Two passages (ids) that say nearly the same; `share` of their word stems is common."""

    first: str
    second: str
    share: float


class DeadReference(Value):
    """A reference inside the material that leads nowhere."""

    topic: str
    source: str
    target: str
    line: int


class Abbreviation(Value):
    """An abbreviation that is used and never spelled out."""

    short: str
    count: int
    topics: tuple[str, ...]


class Counts(Value):
    """What other parts of studybot know of each topic (id): questions of the bank, cards, quiz items, questions asked."""

    bank: Mapping[str, int] = Field(default_factory=dict)
    cards: Mapping[str, int] = Field(default_factory=dict)
    quiz: Mapping[str, int] = Field(default_factory=dict)
    asked: Mapping[str, int] = Field(default_factory=dict)
    changed: Mapping[str, datetime] = Field(default_factory=dict)


class Health(Value):
    """Everything that an author may want to look at; nothing of it is a verdict."""

    topics: tuple[TopicHealth, ...]
    lengths: tuple[SectionLength, ...]
    twins: tuple[Twins, ...]
    contradictions: tuple[Contradiction, ...]
    references: tuple[DeadReference, ...]
    abbreviations: tuple[Abbreviation, ...]
    receipt: Receipt | None = None


def health(
    documents: Sequence[Document], passages: Sequence[Passage], counts: Counts, *, receipt: Receipt | None = None
) -> Health:
    """Return the health of the material as indexed; `receipt` is that of the last index, passed on with its warnings."""
    topics = [document.topic for document in documents]
    return Health(
        topics=tuple(topic_numbers(topics, passages, counts)),
        lengths=tuple(awkward_lengths(passages)),
        twins=tuple(twins(passages)),
        contradictions=contradictions(passages),
        references=tuple(dead_references(documents)),
        abbreviations=tuple(unexpanded(passages)),
        receipt=receipt,
    )


def topic_numbers(topics: Sequence[Topic], passages: Sequence[Passage], counts: Counts) -> Iterator[TopicHealth]:
    """Yield the numbers of each topic in order."""
    own: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        own[passage.topic].append(passage)
    for topic in topics:
        kinds = Counter(block.kind for passage in own[topic.id] for block in passage.blocks)
        yield TopicHealth(
            topic=topic.id,
            title=topic.title,
            passages=len(own[topic.id]),
            words=sum(len(passage.text.split()) for passage in own[topic.id]),
            tables=kinds["table"],
            code=kinds["code"],
            bank=counts.bank.get(topic.id, 0),
            cards=counts.cards.get(topic.id, 0),
            quiz=counts.quiz.get(topic.id, 0),
            asked=counts.asked.get(topic.id, 0),
            changed=counts.changed.get(topic.id),
        )


def awkward_lengths(passages: Sequence[Passage]) -> Iterator[SectionLength]:
    """Yield the sections with fewer than SHORT or more than LONG words, in course order."""
    words: dict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
    for passage in passages:
        words[passage.topic, passage.path] += len(passage.text.split())
    for (topic, path), count in words.items():
        if not SHORT <= count <= LONG:
            problem: Literal["short", "long"] = "short" if count < SHORT else "long"
            yield SectionLength(topic=topic, section=" > ".join(path), words=count, problem=problem)


def twins(passages: Sequence[Passage]) -> Iterator[Twins]:
    """Yield the pairs of passages that share SAME of their word stems, the most alike first."""
    said = [frozenset(stems(passage.text)) for passage in passages]
    frequency = Counter(stem for own in said for stem in own)
    by_stem: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(said):
        for stem in sorted(own, key=lambda one: (frequency[one] == 1, frequency[one], one))[:RAREST]:
            by_stem[stem].append(place)
    together: Counter[tuple[int, int]] = Counter()
    for places in by_stem.values():
        if len(places) <= 50:  # a word of more passages than this tells none of them apart
            together.update((one, other) for number, one in enumerate(places) for other in places[number + 1 :])
    found = []
    for (one, other), count in together.items():
        share = len(said[one] & said[other]) / len(said[one] | said[other])
        if share >= SAME and count >= min(SHARED, len(said[one])):
            found.append(Twins(first=passages[one].id, second=passages[other].id, share=round(share, 3)))
    yield from sorted(found, key=lambda pair: (-pair.share, pair.first))


def dead_references(documents: Sequence[Document]) -> Iterator[DeadReference]:
    """Yield links to files or headings that do not exist, and "see section ..." of a title that no section has."""
    sources = {document.source for document in documents}
    anchors = {document.source: {slug(section.path[-1]) for section in document.sections} for document in documents}
    titles = {squash(title) for document in documents for section in document.sections for title in section.path}
    for document in documents:
        for match in _LINK.finditer(document.text):
            if not _leads(match.group(1), document.source, sources, anchors):
                yield _dead(document, match)
        for match in _SEE.finditer(document.text):
            if not any(squash(match.group(1)) in title for title in titles):
                yield _dead(document, match)


def _leads(target: str, source: str, sources: set[str], anchors: Mapping[str, set[str]]) -> bool:
    file, _, anchor = target.partition("#")
    folder = source.rpartition("/")[0]
    named = source if not file else next((name for name in (f"{folder}/{file}".lstrip("/"), file) if name in sources), None)
    return named is not None and (not anchor or slug(anchor) in anchors[named])


def _dead(document: Document, match: re.Match[str]) -> DeadReference:
    line = document.text.count("\n", 0, match.start()) + 1
    return DeadReference(topic=document.topic.id, source=document.source, target=match.group(1), line=line)


def unexpanded(passages: Sequence[Passage]) -> Iterator[Abbreviation]:
    """Yield the abbreviations used USED times or more outside code and never spelled out, the most used first."""
    counts: Counter[str] = Counter()
    topics: dict[str, dict[str, None]] = defaultdict(dict)
    expanded: set[str] = set()
    for passage in passages:
        whole = f"{passage.heading}\n{passage.text}"
        expanded |= spelled_out(whole)
        for block in passage.blocks:
            text = passage.cut(block)
            for short in _ABBREVIATION.findall(re.sub(r"`[^`\n]*`", " ", text)) if block.kind != "code" else ():
                counts[short.removesuffix("s")] += 1
                topics[short.removesuffix("s")][passage.topic] = None
        used = [short for short in counts if short not in expanded and short in passage.text]
        expanded |= {short for short in used if any(names(short, heading) for heading in passage.path)}
    for short, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        common = short in _UNITS or zipf_frequency(short.lower(), "en") >= KNOWN
        if count >= USED and not common and short not in expanded:
            yield Abbreviation(short=short, count=count, topics=tuple(topics[short]))
