"""`studybot users`: people with a password, the join code of a course, and what instructors changed."""

import getpass
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from studybot.cli.changes import keep_change
from studybot.cli.options import add
from studybot.cli.terminal import interactive, say
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.settings import Settings

NAME = Annotated[str, typer.Argument(metavar="NAME", help="What the person logs in as.")]

FOR = typer.Option("--for", metavar="COURSE", help="The course's name; again for another one.")
program = typer.Typer(name="users", no_args_is_help=True, help="Say who may learn, who instructs, and see what they changed.")


def add_user(
    settings: "Settings",
    name: NAME,
    role: Annotated[Literal["instructor", "learner"], typer.Option(help="What the person may do.")] = "instructor",
    courses: Annotated[list[str] | None, FOR] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from the first line of standard input.")
    ] = False,
) -> None:
    """Add a person with a password.

    The password is asked for twice and not shown. Only a hash of it is kept. Without --for it opens every course.
    """
    from studybot import wiring
    from studybot.access.passwords import add_person
    from studybot.store import EVERY_COURSE
    from studybot.store.audit import ADDED

    places = [_course(settings, one) for one in courses or ()] or [EVERY_COURSE]
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked()
    store = wiring.open_studybot(settings).store
    user = add_person(store.accounts, name, password, dict.fromkeys(places, role), at=datetime.now(UTC))
    for place in places:
        keep_change(store, place, ADDED.format(name=user.name, role=role))
    where = "" if places == [EVERY_COURSE] else f" of {', '.join(places)}"
    say(f"{user.name!r} can log in now, as {role}{where}: on the page's address with /login behind it.")


def list_users(settings: "Settings") -> None:
    """List the people with a password.

    A line has the name, the role, the day it was added and the course, "*" for every one.
    """
    from studybot import wiring

    accounts = wiring.open_studybot(settings).store.accounts
    users = accounts.all()
    for user in users:
        held = [f"{seat.role}\t{user.created:%Y-%m-%d}\t{seat.course}" for seat in accounts.seats(user=user.name)]
        for seat in held or [f"\t{user.created:%Y-%m-%d}\t"]:
            typer.echo(f"{user.name}\t{seat}")
    if not users:
        say("Nobody yet: 'studybot users add NAME --role instructor' adds the first one.")


def remove_user(settings: "Settings", name: NAME, courses: Annotated[list[str] | None, FOR] = None) -> None:
    """Remove a person, or take them out of a course; who is logged in as that name is logged out."""
    from studybot import wiring
    from studybot.store import EVERY_COURSE
    from studybot.store.audit import REMOVED, TAKEN_OUT

    store, name = wiring.open_studybot(settings).store, name.strip()
    places = [_course(settings, one) for one in courses or ()]
    for place in places:
        store.accounts.unseat(name, place)
        keep_change(store, place, TAKEN_OUT.format(name=name))
    if places:
        say(f"{name!r} is no longer in {', '.join(places)}.")
        return
    store.accounts.remove(name)
    keep_change(store, EVERY_COURSE, REMOVED.format(name=name))
    say(f"{name!r} can log in no longer.")


def code(
    settings: "Settings",
    of_course: Annotated[str | None, FOR] = None,
    new: Annotated[bool, typer.Option("--new", help="Make a code; one that there is lets nobody in any more.")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the code back.")] = False,
) -> None:
    """Show, make or take back the code with which learners join a course.

    It counts where the setting 'learners' is 'closed'. Who joined already stays.
    """
    from studybot import wiring
    from studybot.access.codes import new_code

    if new and revoke:
        raise UsageError("--new and --revoke do not go together: choose one")
    store, place = wiring.open_studybot(settings).store, _course(settings, of_course or "")
    if revoke:
        if not store.accounts.drop_code(place):
            raise UsageError(f"{place!r} has no join code")
        keep_change(store, place, "Took the join code back")
        say(f"The join code of {place!r} is taken back.")
        return
    if new:
        new_code(store.accounts, place, at=datetime.now(UTC))
        keep_change(store, place, "Made a new join code")
    kept = store.accounts.code_of(place)
    if kept is None:
        raise UsageError(f"{place!r} has no join code: make one with --new")
    typer.echo(kept.code)


def changes(settings: "Settings", of_course: Annotated[str | None, FOR] = None) -> None:
    """List what instructors changed, on their pages and by commands, the last first.

    A line has the time, who (nothing where no login was needed), the course ("*" for every one) and what.
    """
    from studybot import wiring

    place = _course(settings, of_course) if of_course else None
    lines = wiring.open_studybot(settings).store.audit.rows(course=place, limit=1_000_000)
    for one in lines:
        typer.echo(f"{one.at:%Y-%m-%d %H:%M:%S}\t{one.user}\t{one.course}\t{' '.join(one.change.split())}")
    if not lines:
        say("Nothing was changed yet.")


def _course(settings: "Settings", name: str) -> str:
    """Return the name of a course of the server that these settings start; the first one without a name."""
    from studybot.library import courses

    listed = courses(settings)
    if name and name not in listed:
        raise UsageError(f"there is no course {name!r}: the courses are {', '.join(map(repr, listed)) or 'none'}")
    return name or next(iter(listed), "")


def _asked() -> str:
    if not interactive():
        raise UsageError("there is no terminal to ask for the password: give it on standard input with --password-stdin")
    try:
        password = getpass.getpass("Password: ")
        if getpass.getpass("The same again: ") != password:
            raise UsageError("the two passwords differ: nothing was added, try again")
    except EOFError:
        raise UsageError("no password was given: nothing was added") from None
    return password


ADD_EXAMPLES = """
studybot users add ada --role instructor
studybot users add ben --role instructor --for my-course
printf '%s\\n' "$PASSWORD" | studybot users add eve --role learner --for my-course --password-stdin
"""

add(program, add_user, ADD_EXAMPLES, name="add")
add(program, list_users, "studybot users list", name="list")
add(program, remove_user, "studybot users remove ada\nstudybot users remove ben --for my-course", name="remove")
add(program, code, "studybot users code --new\nstudybot users code --for my-course --revoke", name="code")
add(program, changes, "studybot users changes\nstudybot users changes --for my-course", name="changes")
