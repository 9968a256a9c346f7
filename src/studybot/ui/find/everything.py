"""What a few typed words may lead to: commands, topics, places in the course, conversations, notes, flashcards."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import quote

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field

from studybot.opened import Opened
from studybot.speech import day_text, phrase, t
from studybot.store import Store
from studybot.study.frames import asked_in
from studybot.study.topics import loose
from studybot.text import speaking, stems
from studybot.types import Topic
from studybot.ui.frame.links import note_link, passage_link, reader_link
from studybot.ui.frame.shell import Frame
from studybot.ui.study.landing import places, spelled
from studybot.web.identity import learner_of

PLACES, TOPICS, TALKS, CARDS, NOTES = 6, 4, 5, 3, 3  # rows of each group
SHORTEST = 2  # letters of a word that begins a command


class Row(NamedTuple):
    """One thing to go to."""

    title: str
    link: str
    text: str = ""
    icon: str = ""


class Group(NamedTuple):
    """Rows of one kind."""

    name: str
    rows: list[Row]


class Command(NamedTuple):
    """What can be done: the words that call it, its name, where it is done, and where for one topic ("" for no such place)."""

    words: tuple[str, ...]
    label: str
    link: str
    topic: str


ELSEWHERE = (phrase("Read"),)  # labels of commands that no page says


@cache
def commands() -> tuple[Command, ...]:
    """Return the commands in the order in which they are offered."""
    rows = json.loads(files("studybot.ui").joinpath("find", "commands.json").read_text(encoding="utf-8"))
    return tuple(Command(tuple(row["words"]), row["label"], row["link"], row.get("topic", "")) for row in rows)


def everything(course: Opened, store: Store, learner: str, typed: str) -> tuple[list[Group], str]:
    """Return what the words lead to, group by group without empty ones, and the words as they were understood."""
    if not typed.strip():
        return _filled([Group(t("Go to"), [Row(t(one.label), one.link) for one in commands()]), _talks(store, learner, "")]), ""
    with speaking(course.course.language):
        text = spelled(course.vocabulary, typed.strip())
        called = list(_called(course.course.topics, text))
        named = [
            Row(_name(topic), reader_link(topic.id), topic.category, topic.icon)
            for topic in _fitting(course.course.topics, text)
        ]
        groups = [
            Group(t("Do"), called),
            Group(t("Topics"), named[:TOPICS]),
            _places(course, text),
            _talks(store, learner, typed.strip()),
            _notes(store, learner, text),
            _cards(course, text),
        ]
    return _filled(groups), text if text != typed.strip() else ""


def _filled(groups: Sequence[Group]) -> list[Group]:
    return [group for group in groups if group.rows]


def _called(topics: Sequence[Topic], text: str) -> Iterator[Row]:
    """The commands that the first word begins; what follows it names the topics that it is done with."""
    first, _, rest = text.casefold().partition(" ")
    for command in commands():
        if len(first) < SHORTEST or not any(word.startswith(first) for word in command.words):
            continue
        if not rest.strip():
            yield Row(t(command.label), command.link)
        elif command.topic:
            for topic in _fitting(topics, rest)[:TOPICS]:
                yield Row(f"{t(command.label)}: {_name(topic)}", command.topic.format(topic=quote(topic.id)), icon=topic.icon)


def _fitting(topics: Sequence[Topic], text: str) -> list[Topic]:
    """The topics with a word that each of the words begins, those first whose name begins so."""
    wanted = text.casefold().split()
    fitting = []
    for topic in topics:
        words = f"{topic.title} {topic.card_title} {topic.id.replace('-', ' ')}".casefold().replace("/", " ").split()
        begun = all(any(word.strip("()").startswith(one) for word in words) for one in wanted)
        if wanted and (begun or loose(text).match(_name(topic))):
            fitting.append(topic)
    return sorted(fitting, key=lambda topic: not _name(topic).casefold().startswith(wanted[0]))


def _name(topic: Topic) -> str:
    return topic.name


def _places(course: Opened, text: str) -> Group:
    found, _ = places(course, course.passages, text)
    rows = [Row(place.where.striptags(), place.link, place.text.striptags()) for place in found[:PLACES]]
    return Group(t("In the course"), rows)


def _talks(store: Store, learner: str, text: str) -> Group:
    if not learner:
        return Group(t("Your conversations"), [])
    found = store.conversations.of_learner(learner, search=text, limit=TALKS)
    return Group(t("Your conversations"), [Row(talk.title, f"/?c={talk.id}", day_text(talk.updated)) for talk in found])


def _notes(store: Store, learner: str, text: str) -> Group:
    wanted = text.casefold()
    notes = store.notes.of_learner(learner) if learner else []
    found = [note for note in notes if wanted in f"{note.text} {note.exact}".casefold()]
    return Group(
        t("Your notes"), [Row(note.text or note.exact, note_link(note.topic, note.id), note.section) for note in found[:NOTES]]
    )


def _cards(course: Opened, text: str) -> Group:
    """Flashcards with all of the words; each leads to where its answer stands."""
    wanted = set(stems(text))
    rows: list[Row] = []
    for card in course.material.cards.values() if wanted else ():
        if wanted <= set(stems(f"{card.front} {card.back}")):
            rows.append(Row(asked_in(card.front), passage_link(card.proof.passage, card.proof), card.back))
            if len(rows) == CARDS:
                break
    return Group(t("Flashcards"), rows)


class Typed(BaseModel):
    """What stands in the field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(max_length=200)


def add_find(api: FastAPI, frame: Frame) -> None:
    """Add the address."""

    def find(typed: Typed, request: Request) -> dict[str, object]:
        groups, understood = everything(
            frame.server.asked_for.opened, frame.server.asked_for.store, learner_of(request), typed.text
        )
        return {
            "groups": [{"name": group.name, "rows": [row._asdict() for row in group.rows]} for group in groups],
            "understood": understood,
        }

    api.add_api_route("/find", find, methods=["POST"], include_in_schema=False)
