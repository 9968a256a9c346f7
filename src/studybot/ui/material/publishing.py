"""A draft read, looked at and published, and an earlier version published again."""

from functools import partial

from pydantic import JsonValue

from studybot.errors import StudybotError, UsageError
from studybot.jobs import Hands
from studybot.publish.preview import preview
from studybot.publish.publication import check, publish, recover, restore
from studybot.ui.frame.actions import Html, Request, action
from studybot.ui.frame.templates import fill
from studybot.ui.material.desk import Desk, State


class Publication(Request):
    """The draft as it was looked at, or a version by its number."""

    seen: str = ""
    number: int = 0


class Previewed(Html):
    """What the draft would change, and the digest of the draft that was looked at."""

    seen: str


def learn(desk: Desk) -> None:
    """Let this server do what the page asks for."""
    for kind, work in (("check", _check), ("publish", _publish), ("restore", _restore)):
        desk.studybot.jobs.learn(kind, partial(work, desk))


@action
def begin_check(desk: Desk, _: Request) -> State:
    """Read the draft, to look at it."""
    return desk.job.start("check", {})


@action
def previewed(desk: Desk, _: Request) -> Previewed:
    """Return what the draft would change, questions that it answers, and its topics to read."""
    drafted = desk.drafted
    published = desk.studybot if (desk.settings.index / "manifest.json").exists() else None
    html = fill("material/preview", seen=preview(drafted.opened, published), topics=drafted.course.topics)
    return Previewed(html=html, seen=desk.seen())


@action
def begin_publish(desk: Desk, given: Publication) -> State:
    """Publish the draft as it was looked at."""
    return desk.job.start("publish", {"seen": given.seen, "newest": _newest(desk)})


@action
def begin_restore(desk: Desk, asked: Publication) -> State:
    """Publish an earlier version again."""
    if desk.draft.exists:
        raise UsageError("There is a draft: publish it or throw it away first, so that nothing of it is lost.")
    desk.versions.version(asked.number)
    return desk.job.start("restore", {"number": asked.number, "newest": _newest(desk)})


def _check(desk: Desk, _: dict[str, JsonValue], hands: Hands) -> str:
    check(desk.settings, lambda: desk.server.embedder, hands.progress)
    return "The draft is read."


def _publish(desk: Desk, given: dict[str, JsonValue], _: Hands) -> str:
    if not _is_done(desk, given):
        publish(desk.settings, lambda: desk.server.embedder, "published", seen=str(given["seen"]))
    return _opened(desk, f"Version {_newest(desk)} is published: learners see it now.")


def _restore(desk: Desk, given: dict[str, JsonValue], _: Hands) -> str:
    number = int(str(given["number"]))
    if not _is_done(desk, given):
        restore(desk.settings, number)
        publish(desk.settings, lambda: desk.server.embedder, f"as version {number}")
    return _opened(desk, f"The course is as version {number} again (now version {_newest(desk)}).")


def _is_done(desk: Desk, given: dict[str, JsonValue]) -> bool:
    """Whether a server that died had done it already, or so far that what is left was done now."""
    return recover(desk.settings) or (not desk.draft.exists and _newest(desk) > int(str(given["newest"])))


def _newest(desk: Desk) -> int:
    versions = desk.versions.all()
    return versions[0].number if versions else 0


def _opened(desk: Desk, text: str) -> str:
    try:
        desk.studybot.reopen()
    except StudybotError as error:
        return f"{text} It is shown as soon as its index can be opened ({error})."
    desk.server.rescan()
    return text
