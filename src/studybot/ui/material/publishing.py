"""A draft read, looked at and published, and an earlier version published again."""

from typing import Any

from studybot.errors import StudybotError, UsageError
from studybot.index.encode import Progress
from studybot.publish.preview import preview
from studybot.publish.publication import check, publish, restore
from studybot.ui.frame.actions import Reply, Request
from studybot.ui.frame.templates import fill
from studybot.ui.material.desk import Desk


class Publication(Request):
    """The draft as it was looked at, or a version by its number."""

    seen: str = ""
    number: int = 0


def begin_check(desk: Desk, data: Any) -> Reply:
    """Read the draft, to look at it."""
    Request.model_validate(data)

    def work(progress: Progress) -> str:
        check(desk.settings, lambda: desk.server.embedder, progress)
        return "The draft is read."

    desk.job.start("check", work)
    return dict(desk.job.state.model_dump())


def previewed(desk: Desk, data: Any) -> Reply:
    """Return what the draft would change, questions that it answers, and its topics to read."""
    Request.model_validate(data)
    drafted = desk.drafted
    published = desk.studybot if (desk.settings.index / "manifest.json").exists() else None
    html = fill("material/preview", seen=preview(drafted.opened, published), topics=drafted.course.topics)
    return {"html": html, "seen": desk.seen()}


def begin_publish(desk: Desk, data: Any) -> Reply:
    """Publish the draft as it was looked at."""
    given = Publication.model_validate(data)

    def work(_: Progress) -> str:
        version = publish(desk.settings, lambda: desk.server.embedder, "published", seen=given.seen)
        return _opened(desk, f"Version {version.number} is published: learners see it now.")

    desk.job.start("publish", work)
    return dict(desk.job.state.model_dump())


def begin_restore(desk: Desk, data: Any) -> Reply:
    """Publish an earlier version again."""
    number = Publication.model_validate(data).number
    if desk.draft.exists:
        raise UsageError("There is a draft: publish it or throw it away first, so that nothing of it is lost.")
    desk.versions.version(number)

    def work(_: Progress) -> str:
        restore(desk.settings, number)
        version = publish(desk.settings, lambda: desk.server.embedder, f"as version {number}")
        return _opened(desk, f"The course is as version {number} again (now version {version.number}).")

    desk.job.start("restore", work)
    return dict(desk.job.state.model_dump())


def _opened(desk: Desk, text: str) -> str:
    try:
        desk.studybot.reopen()
    except StudybotError as error:
        return f"{text} It is shown as soon as its index can be opened ({error})."
    desk.server.rescan()
    return text
