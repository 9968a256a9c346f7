"""The People page, for instructors: who is in a course, its join code, and what was changed by whom."""

from datetime import UTC, datetime
from functools import partial
from typing import Literal, NamedTuple

from pydantic import Field

from studybot.access.codes import new_code
from studybot.access.passwords import LONGEST, NAME_LIMIT, SHORTEST, add_person
from studybot.errors import UsageError
from studybot.library import course_name
from studybot.served import Served
from studybot.shown import csv_text
from studybot.store import EVERY_COURSE, Accounts, Store
from studybot.store.audit import ADDED, TAKEN_OUT
from studybot.types import Value
from studybot.ui.frame.actions import Action, Actions, Changes, Download, Html, Request, Said, action, bound, line
from studybot.ui.frame.paging import leaf
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill

LINES = 25  # of the audit log on a page
MOST = 10_000  # lines of the audit log in a file
CHANGES: Changes = {
    "code": line("Made a new join code"),
    "revoke": line("Took the join code back"),
    "add": line(ADDED),
    "leave": line(TAKEN_OUT),
}


class Added(Request):
    """Somebody new, with a first password."""

    name: str = Field(max_length=NAME_LIMIT)
    password: str = Field(max_length=LONGEST)
    role: Literal["learner", "instructor"]


class Named(Request):
    """Somebody in the list, and who asks."""

    name: str = Field(min_length=1, max_length=NAME_LIMIT)
    by: str = ""


class Paged(Request):
    """A page of the audit log."""

    page: int = 1


class Desk(NamedTuple):
    """A course, and the store in which people are kept."""

    studybot: Served
    store: Store

    @property
    def course(self) -> str:
        """The name of the course."""
        return course_name(self.studybot.settings)

    @property
    def accounts(self) -> Accounts:
        """The people."""
        return self.store.accounts


class Lines(Value):
    """A page of what was changed, as HTML."""

    lines: str


class People(Html):
    """The people of a course and its join code, with the first page of what was changed."""

    lines: str
    code: str


def page(frame: Frame) -> None:
    """Build the page inside a route."""

    def table(studybot: Served) -> dict[str, Action]:
        return bound(ACTIONS, Desk(studybot, frame.server.accounts.store))

    rule = frame.server.settings.learners
    html = partial(fill, "people/page", rule=rule, shortest=SHORTEST)
    frame.surface("people", lambda _: html(), "people/people.js", table, changes=CHANGES)


@action
def show(desk: Desk, asked: Paged) -> People:
    """Return the join code, the people of the course, and the first page of what was changed."""
    created = {user.name: user.created for user in desk.accounts.all()}
    rule = desk.studybot.settings.learners
    code = desk.accounts.code_of(desk.course)
    seats = [(seat, created[seat.user], seat.course == EVERY_COURSE) for seat in desk.accounts.seats(course=desk.course)]
    names = desk.studybot.store.learners.names() if rule == "named" else []
    html = fill("people/people", code=code, seats=seats, rule=rule, names=names)
    return People(html=html, lines=_lines(desk, asked), code=code.code if code else "")


def _lines(desk: Desk, asked: Paged) -> str:
    changes = desk.store.audit.rows(course=desk.course, limit=MOST)
    return fill("people/lines", leaf=leaf(changes, asked.page, LINES))


@action
def lines(desk: Desk, asked: Paged) -> Lines:
    """Return a page of what was changed."""
    return Lines(lines=_lines(desk, asked))


@action
def make_code(desk: Desk, _: Request) -> Said:
    """Make the course's join code anew."""
    code = new_code(desk.accounts, desk.course, at=datetime.now(UTC))
    return Said(said=f"{code.code} is the join code now. The one before lets nobody in any more.")


@action
def revoke(desk: Desk, _: Request) -> Said:
    """Take the join code back."""
    if not desk.accounts.drop_code(desk.course):
        raise UsageError("There is no join code (any more).")
    return Said(said="The join code is taken back: nobody joins by it any more. Who joined already stays.")


@action
def add(desk: Desk, given: Added) -> Said:
    """Add somebody to the course."""
    user = add_person(desk.accounts, given.name, given.password, {desk.course: given.role}, at=datetime.now(UTC))
    return Said(said=f"{user.name} can log in now, as {given.role} of this course.")


@action
def leave(desk: Desk, given: Named) -> Said:
    """Take somebody's seat in the course away; what they did stays theirs."""
    if given.name == given.by:
        raise UsageError("You would lock yourself out: let another instructor take you out of this course.")
    desk.accounts.unseat(given.name, desk.course)
    return Said(said=f"{given.name} is no longer in this course. What they did is kept: “studybot learners delete” deletes it.")


@action
def take(desk: Desk, _: Request) -> Download:
    """Return what was changed as CSV."""
    rows = ((one.at.isoformat(), one.user, one.change) for one in desk.store.audit.rows(course=desk.course, limit=MOST))
    return Download(name=f"changes-{datetime.now(UTC):%Y-%m-%d}.csv", text=csv_text(("at", "who", "what"), rows))


ACTIONS: Actions[Desk] = {
    "show": show,
    "code": make_code,
    "revoke": revoke,
    "add": add,
    "leave": leave,
    "lines": lines,
    "log": take,
}
