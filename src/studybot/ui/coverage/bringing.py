"""Syllabi on the Coverage page: brought, read as an outline to correct, kept, named and forgotten."""

from base64 import b64decode
from binascii import Error
from datetime import UTC, datetime

from pydantic import Field

from studybot.coverage.measure import own_syllabus
from studybot.coverage.shelf import TITLE
from studybot.coverage.syllabus import as_outline, parse_syllabus
from studybot.errors import DatasetError
from studybot.types import Value
from studybot.ui.coverage.desk import Desk
from studybot.ui.coverage.objectives import Chosen
from studybot.ui.frame.actions import Html, Request, Said, action
from studybot.ui.frame.templates import fill

LARGEST = 8_000_000  # bytes of a syllabus


class Brought(Request):
    """A syllabus: pasted text, or an uploaded file as base64."""

    text: str = Field(default="", max_length=LARGEST)
    file: str = Field(default="", max_length=2 * LARGEST)
    name: str = Field(default="", max_length=300)


class Renamed(Chosen):
    """What a kept syllabus is to be called."""

    title: str = Field(pattern=r"\S", max_length=TITLE)


class Reading(Html):
    """How a syllabus was read, and how many objectives it has."""

    total: int


class Kept(Value):
    """The key of a kept syllabus, and how many objectives it has."""

    key: str
    total: int


@action
def begin(desk: Desk, _: Request) -> Html:
    """Return the place to bring a syllabus to, with those brought before."""
    own = own_syllabus(desk.studybot.settings.course)
    return Html(html=fill("coverage/begin", kept=desk.shelf.all()[:12], own=own.exists()))


@action
def read(desk: Desk, given: Brought) -> Reading:
    """Return how a syllabus was read, as an outline to correct, with what looks wrong; nothing is kept yet."""
    syllabus = parse_syllabus(_content(given), name=given.name)
    domains = [
        (domain.name, domain.weight, sum(one.domain == domain.name for one in syllabus.objectives))
        for domain in syllabus.domains
    ]
    name = f"{given.name.rpartition('.')[0] or given.name}.md" if given.name else ""
    html = fill("coverage/reading", syllabus=syllabus, domains=domains, outline=as_outline(syllabus), name=name)
    return Reading(html=html, total=len(syllabus.objectives))


def _content(given: Brought) -> bytes:
    try:
        return b64decode(given.file, validate=True) if given.file else given.text.encode("utf-8", "replace")
    except Error as error:
        raise DatasetError("the file did not arrive whole: upload it again") from error


@action
def bring(desk: Desk, given: Brought) -> Kept:
    """Keep a syllabus and return the key that it is known by."""
    content = _content(given)
    kept, syllabus = desk.bring(content, given.name, datetime.now(UTC))
    return Kept(key=kept.key, total=len(syllabus.objectives))


@action
def bring_own(desk: Desk, _: Request) -> Kept:
    """Keep the syllabus that comes with the course."""
    path = own_syllabus(desk.studybot.settings.course)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"the course's syllabus {path.name!r} cannot be read: paste or upload one") from error
    kept, syllabus = desk.bring(content, path.name, datetime.now(UTC))
    return Kept(key=kept.key, total=len(syllabus.objectives))


@action
def rename(desk: Desk, wanted: Renamed) -> Said:
    """Call a syllabus by another name."""
    title = " ".join(wanted.title.split())
    desk.rename(wanted.key, title)
    return Said(said=f"It is called “{title}” now.")


@action
def drop(desk: Desk, asked: Chosen) -> Html:
    """Forget a syllabus."""
    desk.shelf.drop(asked.key)
    return begin.function(desk, asked)
