"""The landing of the Study page: topic cards with a learner's progress, filters, search in the course, where to go on."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict, Field

from studybot.answer.vocabulary import Vocabulary
from studybot.facts.written import heading, section_key, where
from studybot.opened import Opened
from studybot.served import Served
from studybot.shown import one_line
from studybot.speech import t, tn
from studybot.store import Reading, Store
from studybot.study.own_cards import material_of
from studybot.study.progress import topic_grid
from studybot.study.topics import TopicCard, filtered, loose, search
from studybot.text import slug, speaking, stems
from studybot.types import Citation, Passage, Topic, Value
from studybot.ui.frame.actions import Identifier, Request, action
from studybot.ui.frame.links import passage_link, reader_link
from studybot.ui.frame.templates import fill
from studybot.ui.study.notes import notes_html

SHOWN = 30  # sections of the course that a search lists
MOST = 2000  # places of the text that are looked at
SHORTEST = 2  # letters that are searched for
_BEFORE, _AFTER = 60, 110  # characters shown around a match


class Look(Request):
    """What a learner looks for: words, and a category of topics."""

    text: str = Field(default="", max_length=200)
    category: str = Field(default="", max_length=200)


class Seen(BaseModel):
    """How far a section was read, 0 to 1."""

    model_config = ConfigDict(frozen=True)

    section: Identifier
    position: float = Field(ge=0, le=1)


class Places(Request):
    """The sections of a topic that were on the screen, the one being read last."""

    topic: Identifier
    places: tuple[Seen, ...] = Field(max_length=200)


class Landing(Value):
    """The cards that fit, the sections that were found, where to go on reading, and what is said of it."""

    html: str
    found: str
    again: str
    notes: str
    said: str


class Kept(Value):
    """How many sections were kept."""

    kept: int


class Found(NamedTuple):
    """One section that a search found: its heading path, the first place with the words, and how many more it has."""

    where: Markup
    link: str
    text: Markup
    others: int = 0


@action
def look(studybot: Served, asked: Look) -> Landing:
    """Return the cards that fit, the places of the course that hold the words, and where to go on reading."""
    course = material_of(studybot.store, asked.learner, studybot.material)
    cards = topic_grid(studybot.store, asked.learner, course, at=datetime.now(UTC))
    topics = {card.topic.id for card in cards if not asked.category or card.category == asked.category}
    passages = [one for one in studybot.passages if one.topic in topics]
    found, wanted = places(studybot.opened, passages, asked.text.strip())
    fitting = filtered(cards, text=wanted, category=asked.category)
    # "No topic is called so" above good places of the text would look like failure.
    only_text = bool(found) and not fitting and not asked.category
    listed = ""
    said = tn("{n} topic", "{n} topics", len(fitting))
    if len(asked.text.strip()) >= SHORTEST:
        more, typed = len(found) > SHOWN, asked.text.strip()
        listed = fill("study/found", places=found[:SHOWN], more=more, wanted=typed, taken=wanted, category=asked.category)
        sections = tn("{n} section", "{n} sections", len(found[:SHOWN]))
        said += ", " + (t("more than {sections}", sections=sections) if more else sections)
    return Landing(
        html="" if only_text else _grid(fitting, asked, started=any(map(_is_started, cards))),
        found=listed,
        again="" if asked.text.strip() else continue_html(studybot.opened, studybot.store, asked.learner, cards),
        notes="" if asked.text.strip() else notes_html(studybot.opened, studybot.store, asked.learner),
        said=f"{said}.",
    )


def places(course: Opened, passages: Sequence[Passage], text: str) -> tuple[list[Found], str]:
    """Return the sections that hold the words and the words taken: those of the course most like what was typed."""
    if len(text) < SHORTEST:
        return [], text
    with speaking(course.course.language):
        taken = spelled(course.vocabulary, text)
    ways = ((text, False), (taken, True), (text, True))
    return next(((found, words) for words, apart in ways if (found := _found(passages, words, apart=apart))), ([], text))


def _grid(fitting: Sequence[TopicCard], asked: Look, *, started: bool) -> str:
    return fill("study/grid", cards=grid_cards(fitting), started=started, wanted=asked.text.strip(), category=asked.category)


def grid_cards(cards: Sequence[TopicCard]) -> list[tuple[TopicCard, str]]:
    """Return the cards with their links."""
    return [(card, reader_link(card.topic.id)) for card in cards]


def _is_started(card: TopicCard) -> bool:
    return bool(card.read or card.due or card.level != "new")


def _found(passages: Sequence[Passage], text: str, *, apart: bool) -> list[Found]:
    """Sections whose heading holds the words first, then those whose text does, in any order if `apart`; each section once."""
    wanted = loose(text)
    said = set(stems(text)) or {text}
    named = {where(one.path): one for one in reversed(passages) if _names(heading(one.path[-1]), wanted, said)}
    matches: dict[str, list[Citation]] = {}
    for match in search(passages, text, limit=MOST, apart=apart and not named):
        matches.setdefault(where(match.proof.passage.path), []).append(match.proof)
    first = sorted(named, key=lambda path: passages.index(named[path]))
    return [_section(path, named.get(path), matches.get(path, []), wanted) for path in dict.fromkeys([*first, *matches])]


def _names(title: str, wanted: re.Pattern[str], said: set[str]) -> bool:
    """Whether a heading holds the words as typed, or all of them in another form (`multi factor`, Multi-Factor)."""
    return bool(wanted.search(title)) or said <= set(stems(title))


def _section(path: str, named: Passage | None, proofs: Sequence[Citation], wanted: re.Pattern[str]) -> Found:
    """A section that was found by its heading (then `named`), by its text, or by both."""
    title = _marked(path, wanted) if named else escape(path)
    if not proofs:
        return Found(where=title, link=passage_link(named) if named else "", text=Markup(""))
    proof = proofs[0]
    return Found(where=title, link=passage_link(proof.passage, proof), text=snippet(proof), others=len(proofs) - 1)


def _marked(title: str, wanted: re.Pattern[str]) -> Markup:
    """Return a heading path with the last place of the wanted words marked."""
    places = [match.span() for match in wanted.finditer(title)]
    if not places:
        return escape(title)
    start, end = places[-1]
    return Markup("{}<mark>{}</mark>{}").format(title[:start], title[start:end], title[end:])


def snippet(proof: Citation) -> Markup:
    """Return the words around a span in one line, the span itself marked."""
    text, start, end = proof.passage.text, proof.start - proof.passage.start, proof.end - proof.passage.start
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if start > _BEFORE:
        before = f"… {before.partition(' ')[2]}"
    if end + _AFTER < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return Markup("{}<mark>{}</mark>{}").format(one_line(before), escape(one_line(proof.quote)), one_line(after))


def continue_html(course: Opened, store: Store, learner: str, cards: Sequence[TopicCard]) -> str:
    """Return the link to where a learner read last, empty when that is nowhere."""
    known = {card.topic.id: card for card in cards}
    for place in store.practice.reading(learner):
        passage = next((one for one in course.passages if section_key(one) == place.section), None)
        if passage is not None and place.topic in known:
            anchor = f"#s-{slug(' '.join(passage.path[1:]))}" if len(passage.path) > 1 else ""
            link = reader_link(place.topic) + anchor
            title = where(passage.path[1:]) or known[place.topic].title
            return fill("study/continue", card=known[place.topic], section=title, link=link)
    return ""


@action
def keep_places(studybot: Served, asked: Places) -> Kept:
    """Keep how far a learner read; a section that was read further before stays read that far."""
    known = {section_key(passage) for passage in studybot.passages if passage.topic == asked.topic}
    before = {one.section: one.position for one in studybot.store.practice.reading(asked.learner, topic=asked.topic)}
    now = datetime.now(UTC)
    seen = [one for one in asked.places if one.section in known]
    for number, one in enumerate(seen):
        # The last one is where the learner is: a moment apart, so that it is found again as the latest.
        at = now - timedelta(milliseconds=len(seen) - number)
        position = max(one.position, before.get(one.section, 0.0))
        studybot.store.practice.set_reading(
            Reading(learner=asked.learner, topic=asked.topic, section=one.section, position=position, read_at=at)
        )
    return Kept(kept=len(seen))


def categories_of(topics: Sequence[Topic]) -> list[str]:
    """Return the categories of the topics' cards in course order."""
    return list(
        dict.fromkeys(topic.card_category or topic.category for topic in topics if topic.card_category or topic.category)
    )


SHORT = 3  # letters of a word that is taken as it is typed


def spelled(vocabulary: Vocabulary, text: str) -> str:
    """Return a text with each word that is none replaced by the course's word that it most likely means."""
    return " ".join(_word(vocabulary, word) for word in text.split())


def _word(vocabulary: Vocabulary, word: str) -> str:
    low = word.casefold()
    # The beginning of a word of the course is a word that is still being typed.
    if len(low) <= SHORT or vocabulary.knows(low) or any(one.startswith(low) for one in vocabulary.counts):
        return word
    return vocabulary.correct(low) or word
