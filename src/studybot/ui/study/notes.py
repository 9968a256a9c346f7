"""A learner's notes in the reader: marked words, notes, bookmarks and cards of their own, kept by the words they stand at."""

from datetime import UTC, datetime
from typing import Literal, NamedTuple

from pydantic import Field

from studybot.errors import UsageError
from studybot.facts.written import heading, section_key
from studybot.opened import Opened
from studybot.served import Served
from studybot.shown import cut
from studybot.speech import phrase, t
from studybot.store import Note, Store
from studybot.study import progress
from studybot.study.own_cards import own_card, own_id
from studybot.types import Value
from studybot.ui.frame.actions import Identifier, OwnId, Request, Said, action
from studybot.ui.frame.links import note_link
from studybot.ui.frame.templates import fill

Kind = Literal["highlight", "note", "bookmark", "card"]
NAMES: dict[str, str] = {
    "highlight": phrase("Marked"),
    "note": phrase("Note"),
    "bookmark": phrase("Bookmark"),
    "card": phrase("Card"),
}
SHOWN = 200  # characters of a note in a list


class OfTopic(Request):
    """The topic whose notes are shown."""

    topic: Identifier


class Kept(OfTopic):
    """A note as it is written: `exact` are the words it stands at, none for a bookmark or a note on a whole section."""

    id: OwnId
    section: str = Field(max_length=1000)
    kind: Kind
    exact: str = Field(default="", max_length=4000)
    prefix: str = Field(default="", max_length=100)
    suffix: str = Field(default="", max_length=100)
    text: str = Field(default="", max_length=4000)


class Dropped(Request):
    """A note to delete."""

    id: OwnId


class Written(Value):
    """A note as its script keeps it."""

    id: str
    topic: str
    section: str
    kind: Kind
    exact: str
    prefix: str
    suffix: str
    text: str


class Notes(Value):
    """The notes of a topic."""

    notes: tuple[Written, ...]


class Noted(Value):
    """A note that was kept."""

    note: Written


class Shown(NamedTuple):
    """A note in a list: what kind it is, the section and topic it stands in, its words and its address."""

    kind: str
    where: str
    text: str
    quote: str
    link: str


@action
def of_topic(studybot: Served, asked: OfTopic) -> Notes:
    """Return the notes of a topic."""
    found = [note for note in studybot.store.notes.of_learner(asked.learner) if note.topic == asked.topic]
    return Notes(notes=tuple(map(_written, found)))


@action
def keep(studybot: Served, asked: Kept) -> Noted:
    """Keep a note; one of the kind `card` becomes a flashcard, with the note as its front and the words as its back."""
    if all(topic.id != asked.topic for topic in studybot.course.topics):
        raise UsageError(t("This topic is not in the course any more, so that nothing can be noted in it."))
    if asked.kind == "card" and not (asked.text.strip() and asked.exact.strip()):
        raise UsageError(t("A card needs a question, and words of the course that answer it: select them first."))
    now = datetime.now(UTC)
    before = {note.id: note for note in studybot.store.notes.of_learner(asked.learner)}.get(asked.id)
    fields = asked.model_dump() | {"created": before.created if before else now, "updated": now}
    note = Note.model_validate(fields)
    studybot.store.notes.keep(note)
    if note.kind == "card" and (card := own_card(note, studybot.passages)) is not None:
        progress.take(studybot.store.cards, asked.learner, card, at=now)
    elif before is not None and before.kind == "card":
        studybot.store.cards.suspend(asked.learner, own_id(note.id), now)
    return Noted(note=_written(note))


@action
def drop(studybot: Served, asked: Dropped) -> Said:
    """Delete a note; what it taught as a card is not asked any more."""
    studybot.store.notes.remove(asked.id, asked.learner)
    return Said(said=t("Deleted."))


def notes_html(course: Opened, store: Store, learner: str) -> str:
    """Return the list of all notes of a learner, the newest first; empty without any."""
    found = store.notes.of_learner(learner)[::-1]
    titles = {topic.id: topic.name for topic in course.course.topics}
    sections = {section_key(passage): heading(passage.path[-1]) for passage in course.passages}
    shown = [_shown(note, titles, sections) for note in found if note.topic in titles]
    return fill("study/notes", notes=shown) if shown else ""


def _written(note: Note) -> Written:
    return Written.model_validate(note.model_dump(exclude={"learner", "created", "updated"}))


def _shown(note: Note, titles: dict[str, str], sections: dict[str, str]) -> Shown:
    title = titles[note.topic]
    section = sections.get(note.section, "")
    place = f"{title} › {section}" if section and section != title else title
    return Shown(t(NAMES[note.kind]), place, note.text[: 2 * SHOWN], cut(note.exact, SHOWN), note_link(note.topic, note.id))
