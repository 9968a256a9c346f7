"""The Settings page: how things are shown, the daily goal, the exam, and what is kept of a learner."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Literal

from pydantic import Field

from studybot.errors import UsageError
from studybot.served import Served
from studybot.speech import LANGUAGES, phrase, t, tn
from studybot.store import Preferences
from studybot.ui.frame.actions import Actions, Request, Said, action, bound
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill
from studybot.ui.home.home import preferences_of
from studybot.ui.practise.progress import export, merge

GOALS = (0, 10, 20, 30, 50)
SURE = phrase("delete")  # the word that has to be typed before everything is deleted


class Choice(Request):
    """What was changed in the form; what is None stays as it was, so that two choices on the way do not undo each other."""

    text_size: Literal["small", "normal", "large", "huge"] | None = None
    answer_length: Literal["short", "normal"] | None = None
    daily_goal: int | None = Field(default=None, ge=0, le=500)
    exam: str | None = Field(default=None, max_length=10)
    exam_topics: tuple[str, ...] | None = Field(default=None, max_length=2000)
    language: Literal["", "en", "de", "es", "hi"] | None = None


class Farewell(Request):
    """The word that was typed to delete everything."""

    sure: str = Field(max_length=40)


class Emptied(Said):
    """What was deleted, in a sentence and as a number of rows."""

    deleted: int


def page(frame: Frame) -> None:
    """Build the page inside a route."""
    frame.surface("settings", page_html, "settings/settings.js", partial(bound, ACTIONS))


def page_html(studybot: Served) -> str:
    """Return the page before anybody's choices are in it."""
    return fill("settings/page", goals=GOALS, topics=studybot.course.topics, sure=t(SURE), languages=LANGUAGES)


@action
def read(studybot: Served, asked: Request) -> Preferences:
    """Return what a learner chose."""
    return preferences_of(studybot.store, asked.learner)


@action
def choose(studybot: Served, asked: Choice) -> Said:
    """Keep what a learner changed, and say so."""
    changed: dict[str, object] = asked.model_dump(exclude={"learner"}, exclude_none=True)
    if asked.exam is not None:
        changed["exam"] = _day(asked.exam)
    if asked.exam_topics is not None:
        known = {topic.id for topic in studybot.course.topics}
        changed["exam_topics"] = tuple(topic for topic in asked.exam_topics if topic in known)
    studybot.store.preferences.change(asked.learner, changed, at=datetime.now(UTC))
    return Said(said=t("Saved."))


@action
def delete(studybot: Served, asked: Farewell) -> Emptied:
    """Delete everything of a learner once the word is there."""
    if asked.sure.strip().casefold() not in (SURE, t(SURE).casefold()):
        raise UsageError(t("Nothing was deleted: type the word “{word}” to delete everything.", word=t(SURE)))
    counts = studybot.store.learners.remove(asked.learner)
    deleted = sum(counts.values())
    said = tn("Everything is deleted: {n} row of the database.", "Everything is deleted: {n} rows of the database.", deleted)
    return Emptied(said=said, deleted=deleted)


ACTIONS: Actions[Served] = {"read": read, "choose": choose, "export": export, "import": merge, "delete": delete}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(t("“{text}” is no day: choose one, such as 2027-03-31, or leave it empty.", text=text)) from error
