"""The Ask page: a chat whose every sentence leads to its place in the course."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Literal

from pydantic import Field

from studybot.errors import NotFound
from studybot.served import Served
from studybot.speech import phrase, t
from studybot.types import Course, Thumb, Topic, Value
from studybot.ui.ask import coach, conversations, shelves
from studybot.ui.ask.coach import solve
from studybot.ui.ask.shelves import export, listed, rename
from studybot.ui.ask.sources import has_changed, source_html
from studybot.ui.ask.starters import Starter, about_section, first_starters
from studybot.ui.ask.turns import TurnShown, answered_since, turn_reply
from studybot.ui.frame.actions import Actions, Html, Identifier, Request, action, bound, sentence
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill
from studybot.ui.home.home import home_html
from studybot.ui.practise.clock import zone_of

TURNS = 30  # of a conversation that are shown at once
RETURNING = 3  # questions to begin with for whoever knows how to ask
LOG_NOTICES: dict[str, str] = {
    "normal": phrase("Your instructor can read the questions asked here, to improve the course."),
    "anonymous": phrase("Your instructor can read the questions asked here, without knowing who asked."),
    "off": phrase("Nobody but you sees the questions asked here."),
}


class Open(Request):
    """A page that was opened: with a conversation, or empty and about a topic or section."""

    conversation: str = Field(default="", max_length=200)
    topic: str = Field(default="", max_length=200)
    about: str = Field(default="", max_length=300)
    zone: str = Field(default="UTC", max_length=80)


class Say(Request):
    """A question as typed."""

    text: str
    conversation: str = Field(default="", max_length=200)
    topic: str = Field(default="", max_length=200)
    tutor: bool = False


class Show(Request):
    """A citation that was followed."""

    turn: Identifier
    number: int


class Rate(Request):
    """A thumb on a turn; `none` takes it back."""

    turn: Identifier
    thumb: Literal["up", "down", "none"]
    reason: str = ""


class Earlier(Request):
    """A conversation whose first `left` turns are not shown yet."""

    conversation: Identifier
    left: int = Field(ge=0)


class Turns(Value):
    """Turns of a conversation, and how many stand before them."""

    turns: tuple[TurnShown, ...]
    left: int
    marks: shelves.Marks


class Opened(Value):
    """The list of conversations, and either the last turns of one or what an empty page begins with."""

    list: str
    error: str | None = None
    welcome: str | None = None
    title: str | None = None
    topic: str | None = None
    turns: tuple[TurnShown, ...] | None = None
    left: int | None = None
    marks: shelves.Marks | None = None


class Answered(Value):
    """A new turn, and the conversation that it belongs to."""

    turn: TurnShown
    conversation: str
    title: str
    list: str


class Rated(Value):
    """The thumb that a turn has now."""

    thumb: Literal["up", "down", ""]


def page(frame: Frame) -> None:
    """Build the page inside a route."""
    frame.surface("ask", page_html, "ask/begin.js", partial(bound, ACTIONS))


def page_html(studybot: Served) -> str:
    """Return the page with the questions to begin with."""
    return fill(
        "ask/page",
        course=studybot.course,
        groups=by_category(studybot.course),
        welcome=_welcome(studybot.course, first_starters(studybot.opened)),
        tutor=studybot.settings.tutor,
        notice=t(LOG_NOTICES[studybot.settings.question_log]),
    )


def by_category(course: Course) -> list[tuple[str, list[Topic]]]:
    """Return the topics by the category of their cards, both in course order."""
    groups: dict[str, list[Topic]] = {}
    for topic in course.topics:
        groups.setdefault(topic.card_category or topic.category or t("Topics"), []).append(topic)
    return list(groups.items())


@action
def open_page(studybot: Served, asked: Open) -> Opened:
    """Return what the page shows first: the turns of a conversation, or the questions to begin with."""
    talks = conversations.list_html(studybot.store.conversations, asked.learner, asked.conversation)
    if asked.conversation:
        try:
            found = conversations.owned(studybot.store.conversations, asked.conversation, asked.learner)
        except NotFound as error:
            return Opened(list=talks, error=sentence(error))
        shown = _turns(studybot, found.id, None)
        return Opened(list=talks, title=found.title, topic=found.topic or "", **dict(shown))
    topic = studybot.course.topic(asked.topic)
    if topic is not None:
        begin = about_section(studybot.backend, topic, asked.about)
        return Opened(list=talks, welcome=_welcome(studybot.course, begin, topic=topic, about=asked.about))
    home = home_html(studybot.opened, studybot.store, asked.learner, at=datetime.now(UTC), zone=zone_of(asked.zone))
    welcome = home + _welcome(studybot.course, first_starters(studybot.opened)[:RETURNING]) if home else None
    return Opened(list=talks, welcome=welcome)


@action
def earlier(studybot: Served, asked: Earlier) -> Turns:
    """Return the turns of a conversation before those that are shown."""
    found = conversations.owned(studybot.store.conversations, asked.conversation, asked.learner)
    return _turns(studybot, found.id, asked.left)


def _turns(studybot: Served, conversation: str, end: int | None) -> Turns:
    """The last turns of a conversation (of its first `end` ones), and how many stand before them."""
    store, course = studybot.store, studybot.opened
    turns = store.conversations.turns(conversation)[:end]
    left = max(0, len(turns) - TURNS)
    given = store.conversations.ratings(conversation)
    marks = store.work.marks()
    shown = tuple(
        turn_reply(turn, given.get(turn.id), changed=has_changed(course, turn), now=answered_since(course, marks, turn))
        for turn in turns[left:]
    )
    return Turns(turns=shown, left=left, marks=shelves.marks(store, conversation))


@action
def say(studybot: Served, asked: Say) -> Answered:
    """Answer a question and return the stored turn with the conversation it belongs to."""
    if asked.conversation:
        conversations.owned(studybot.store.conversations, asked.conversation, asked.learner)
    turn = studybot.chat.say(
        asked.text, learner=asked.learner, conversation=asked.conversation or None, topic=asked.topic or None
    )
    found = studybot.store.conversations.find(turn.conversation)
    return Answered(
        turn=turn_reply(turn, hint=coach.hint_html(studybot.opened, turn) if asked.tutor else ""),
        conversation=found.id,
        title=found.title,
        list=conversations.list_html(studybot.store.conversations, asked.learner, found.id),
    )


@action
def source(studybot: Served, asked: Show) -> Html:
    """Return the panel of a citation."""
    turn = conversations.owned_turn(studybot.store.conversations, asked.turn, asked.learner)
    return Html(html=source_html(studybot.opened, turn, asked.number))


@action
def rate(studybot: Served, asked: Rate) -> Rated:
    """Keep a thumb on a turn with its reason, or take it back."""
    conversations.owned_turn(studybot.store.conversations, asked.turn, asked.learner)
    if asked.thumb == "none":
        studybot.store.conversations.clear_rating(asked.turn)
        return Rated(thumb="")
    thumb: Thumb = asked.thumb
    studybot.chat.rate(asked.turn, thumb, asked.reason.strip())
    return Rated(thumb=thumb)


def _welcome(course: Course, begin: Sequence[Starter], *, topic: Topic | None = None, about: str = "") -> str:
    return fill("ask/welcome", course=course, starters=begin, topic=topic, about=about)


ACTIONS: Actions[Served] = {
    "open": open_page,
    "say": say,
    "source": source,
    "rate": rate,
    "solve": solve,
    "explain": coach.explain,
    "card": coach.make_card,
    "list": listed,
    "rename": rename,
    "delete": shelves.put_away,
    "back": shelves.bring_back,
    "forget": shelves.forget,
    "mark": shelves.mark,
    "share": shelves.share,
    "unshare": shelves.unshare,
    "earlier": earlier,
    "export": export,
}
