"""A topic of the course as a page to read: sections, comparison cards side by side, contents, the way on and back."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from studybot.corpus.course import split_icon
from studybot.facts.written import section_key
from studybot.opened import Opened
from studybot.served import Served
from studybot.speech import t
from studybot.study.topics import minutes, nearest_passage, nearest_topic
from studybot.text import slug, words
from studybot.types import Document, Passage, Section, Span, Topic, Value
from studybot.ui.ask.sources import section_body
from studybot.ui.frame.links import ask_link, reader_link
from studybot.ui.frame.templates import fill
from studybot.ui.html.section import Pictures
from studybot.ui.study.pictures import pictures_of


class Part(Value):
    """One section on the page; `wide` cards take the whole row, `cards` are the sections one level below.

    `section` is the name under which the reading position is kept, empty for a heading without text.
    """

    anchor: str
    icon: str
    title: str
    body: str
    ask: str
    section: str = ""
    wide: bool = False
    minutes: int = 1
    cards: tuple["Part", ...] = ()


class Target(Value):
    """The place that a link leads to: what is highlighted, the section it stands in, and a notice when it is another one."""

    span: Span | None = None
    section: tuple[str, ...] = ()
    notice: str = ""


def topic_html(studybot: Served, document: Document, target: Target, done: Collection[str] = ()) -> str:
    """Return the HTML of a topic's page with the target's span highlighted; `done` are the keys of sections that were read."""
    topics = studybot.course.topics
    place = [topic.id for topic in topics].index(document.topic.id)
    return fill(
        "study/topic",
        topic=document.topic,
        parts=_parts(document, target, _section_keys(studybot.opened, document), pictures_of(studybot.opened, document.source)),
        notice=target.notice,
        previous=_neighbour(topics, place - 1),
        following=_neighbour(topics, place + 1),
        ask=ask_link(document.topic.id),
        here=reader_link(document.topic.id),
        number=place + 1,
        count=len(topics),
        minutes=minutes(len(words(document.text))),
        done=done,
    )


def missing_html(topics: Sequence[Topic], wanted: str) -> str:
    """Return the page for a topic that the course does not have, with the nearest one."""
    near = nearest_topic(topics, wanted)
    return fill("frame/missing", wanted=wanted[:80], near=near, link=reader_link(near.id) if near else "")


def target_of(passages: Sequence[Passage], passage_id: str, start: int | None, end: int | None) -> Target:
    """Return what a link points at: its span, the whole passage without one, or the nearest place with a notice."""
    if not passage_id:
        return Target()
    passage = next((one for one in passages if one.id == passage_id), None)
    if passage is None:
        near = nearest_passage(passages, passage_id)
        notice = t("The place that this link leads to is not in the course any more.")
        if near:
            notice += " " + t("The nearest place is “{name}”.", name=near.path[-1])
        return Target(section=near.path if near else (), notice=notice)
    if start is None or end is None:
        return Target(span=Span(start=passage.start, end=passage.end), section=passage.path)
    if not passage.start <= start < end <= passage.end:
        return Target(section=passage.path, notice=t("The course has changed since this link was made: here is its section."))
    return Target(span=Span(start=start, end=end), section=passage.path)


def _neighbour(topics: Sequence[Topic], place: int) -> tuple[Topic, str] | None:
    return (topics[place], reader_link(topics[place].id)) if 0 <= place < len(topics) else None


def _section_keys(course: Opened, document: Document) -> dict[tuple[int, tuple[str, ...]], str]:
    """Return the keys of the sections that hold text, by where they begin and their path."""
    passages = [passage for passage in course.passages if passage.topic == document.topic.id]
    return {
        (section.start, section.path): section_key(passage)
        for section in document.sections
        for passage in passages
        if passage.path == section.path and section.start <= passage.start < section.end
    }


def _parts(
    document: Document, target: Target, keys: Mapping[tuple[int, tuple[str, ...]], str], pictures: Pictures
) -> list[Part]:
    """The sections in order, those deeper than level 2 as cards of the one above them."""
    parts: list[Part] = []
    seen: Counter[str] = Counter()
    for section in document.sections:
        part = _part(document, section, target, seen, pictures)
        part = part.model_copy(update={"section": keys.get((section.start, section.path), "")})
        if section.level > 2 and parts:
            parts[-1] = parts[-1].model_copy(update={"cards": (*parts[-1].cards, part)})
        else:
            parts.append(part)
    return parts


def _part(document: Document, section: Section, target: Target, seen: Counter[str], pictures: Pictures) -> Part:
    key = slug(" ".join(section.path[1:])) if len(section.path) > 1 else "start"
    seen[key] += 1
    spans = (target.span,) if target.span and section.start <= target.span.start < section.end else ()
    icon, title = split_icon(section.path[-1]) if section.level > 1 else ("", "")
    return Part(
        anchor=f"s-{key}" if seen[key] == 1 else f"s-{key}-{seen[key]}",
        icon=icon,
        title=title,
        body=Markup(section_body(document, section, spans, pictures)),
        ask=ask_link(document.topic.id, section.path[-1]),
        minutes=minutes(len(words(document.text[section.start : section.end]))),
        wide=any(block.kind in ("table", "code") for block in section.blocks) or section.end - section.start > 1200,
    )


def anchor_of(target: Target) -> str:
    """Return the anchor of the target's section, empty when there is none."""
    if not target.section or len(target.section) < 2:
        return ""
    return f"s-{slug(' '.join(target.section[1:]))}"
