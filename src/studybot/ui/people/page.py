"""The People page, for instructors: who is in a course, its join code, and what was changed by whom."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Literal, NamedTuple

from pydantic import Field

from studybot.access.codes import new_code
from studybot.access.passwords import LONGEST, NAME_LIMIT, SHORTEST, add_person, change_password
from studybot.errors import NotFound, UsageError
from studybot.library import course_name
from studybot.persons import delete_person, hand_over, identity_of
from studybot.served import Served
from studybot.shown import csv_text
from studybot.store import EVERY_COURSE, Accounts, Role, Seat, Store
from studybot.store.audit import ADDED, HANDED, PASSWORD, ROLE, TAKEN_OUT
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
    "role": line(ROLE),
    "password": line(PASSWORD),
    "hand-over": line(HANDED),
    "delete": line("Deleted everything of one person"),
}


class Added(Request):
    """Somebody new, with a first password."""

    name: str = Field(max_length=NAME_LIMIT)
    password: str = Field(max_length=LONGEST)
    role: Literal["learner", "instructor"]


class Named(Request):
    """Somebody by name, who asks, and whether that is an instructor of every course, which the server knows."""

    name: str = Field(min_length=1, max_length=NAME_LIMIT)
    by: str = ""
    of_all: bool = False


class Placed(Named):
    """What somebody in the list is to be."""

    role: Role


class Renewed(Named):
    """Another password for somebody in the list."""

    password: str = Field(max_length=LONGEST)


class Paged(Request):
    """A page of the audit log."""

    page: int = 1


class Desk(NamedTuple):
    """A course, the store in which people are kept, and all courses by name, the one of that store first."""

    studybot: Served
    store: Store
    courses: Callable[[], dict[str, Served]]

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
        return bound(
            ACTIONS, Desk(studybot, server.accounts.store, lambda: {name: server.course(name) for name in server.names})
        )

    server = frame.server
    rule = server.settings.learners
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
    known = sorted({seat.user for seat, _, _ in seats} | set(names))
    html = fill("people/people", code=code, seats=seats, rule=rule, names=names, known=known)
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
    return Said(
        said=f"{given.name} is no longer in this course. What they did is kept: it is deleted under “Everything of one person”."
    )


@action
def place(desk: Desk, given: Placed) -> Said:
    """Make a learner of the course its instructor, or an instructor a learner."""
    if given.name == given.by:
        raise UsageError("You would lock yourself out: let another instructor make you a learner.")
    if not any(seat.course == desk.course for seat in desk.accounts.seats(user=given.name)):
        raise NotFound(f"{given.name} has no seat in this course (any more): reload the page.")
    desk.accounts.seat(Seat(user=given.name, course=desk.course, role=given.role))
    return Said(said=f"{given.name} is {'an instructor' if given.role == 'instructor' else 'a learner'} of this course now.")


@action
def renew(desk: Desk, given: Renewed) -> Said:
    """Give somebody a new password; whoever instructs one course does so for those who only learn there."""
    seats = desk.accounts.seats(user=given.name)
    if not given.of_all and not (seats and all((seat.course, seat.role) == (desk.course, "learner") for seat in seats)):
        raise UsageError(f"{given.name} is more than a learner of this course: ask an instructor of all courses for this.")
    change_password(desk.accounts, given.name, given.password)
    return Said(said=f"{given.name} is logged out everywhere and logs in with the new password from now on.")


@action
def hand(desk: Desk, given: Named) -> Download:
    """Return everything of one person in all courses as a file."""
    _check_all(given)
    courses = desk.courses()
    if any(studybot.settings.question_log != "normal" for studybot in courses.values()):
        raise UsageError(
            "The setting “question_log” hides who asked what: “studybot learners export” on the server hands it over."
        )
    text = json.dumps(hand_over(courses, given.name), ensure_ascii=False, indent=2)
    return Download(name=f"person-{datetime.now(UTC):%Y-%m-%d}.json", text=text)


@action
def erase(desk: Desk, given: Named) -> Said:
    """Delete everything of one person in all courses."""
    _check_all(given)
    courses = desk.courses()
    own = desk.accounts.find(given.by).learner if given.by else ""
    if own and identity_of(courses, given.name) == own:
        raise UsageError("That is you: let another instructor delete what is yours.")
    rows = sum(delete_person(courses, given.name).values())
    return Said(said=f"Everything of that person is deleted, in all courses: {rows:,} {'row' if rows == 1 else 'rows'}.")


def _check_all(given: Named) -> None:
    if not given.of_all:
        raise UsageError("What a person did lies in all courses: only who instructs all of them hands it over or deletes it.")


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
    "role": place,
    "password": renew,
    "hand-over": hand,
    "delete": erase,
    "lines": lines,
    "log": take,
}
