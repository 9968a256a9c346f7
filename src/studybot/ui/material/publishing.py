"""A draft read, looked at and published, and an earlier version published again."""

from studybot.errors import StudybotError, UsageError
from studybot.index.encode import Progress
from studybot.publish.preview import preview
from studybot.publish.publication import check, publish, restore
from studybot.ui.frame.actions import Request, action
from studybot.ui.frame.replies import Html
from studybot.ui.frame.templates import fill
from studybot.ui.material.desk import Desk
from studybot.ui.material.job import State


class Publication(Request):
    """The draft as it was looked at, or a version by its number."""

    seen: str = ""
    number: int = 0


class Previewed(Html):
    """What the draft would change, and the digest of the draft that was looked at."""

    seen: str


@action
def begin_check(desk: Desk, _: Request) -> State:
    """Read the draft, to look at it."""

    def work(progress: Progress) -> str:
        check(desk.settings, lambda: desk.server.embedder, progress)
        return "The draft is read."

    desk.job.start("check", work)
    return desk.job.state


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

    def work(_: Progress) -> str:
        version = publish(desk.settings, lambda: desk.server.embedder, "published", seen=given.seen)
        return _opened(desk, f"Version {version.number} is published: learners see it now.")

    desk.job.start("publish", work)
    return desk.job.state


@action
def begin_restore(desk: Desk, asked: Publication) -> State:
    """Publish an earlier version again."""
    number = asked.number
    if desk.draft.exists:
        raise UsageError("There is a draft: publish it or throw it away first, so that nothing of it is lost.")
    desk.versions.version(number)

    def work(_: Progress) -> str:
        restore(desk.settings, number)
        version = publish(desk.settings, lambda: desk.server.embedder, f"as version {number}")
        return _opened(desk, f"The course is as version {number} again (now version {version.number}).")

    desk.job.start("restore", work)
    return desk.job.state


def _opened(desk: Desk, text: str) -> str:
    try:
        desk.studybot.reopen()
    except StudybotError as error:
        return f"{text} It is shown as soon as its index can be opened ({error})."
    desk.server.rescan()
    return text
