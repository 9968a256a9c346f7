"""`studybot users`: the people who may open the instructors' pages of a server that others can reach."""

import getpass
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from studybot.cli.options import add
from studybot.cli.terminal import say
from studybot.cli.typed import interactive
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.settings import Settings

NAME = Annotated[str, typer.Argument(metavar="NAME", help="What the person logs in as.", show_default=False)]

program = typer.Typer(name="users", no_args_is_help=True, help="Say who may open the instructors' pages.")


def add_user(
    settings: "Settings",
    name: NAME,
    role: Annotated[Literal["instructor"], typer.Option(help="What the person may do.")] = "instructor",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from the first line of standard input.")
    ] = False,
) -> None:
    """Add a person with a password.

    The password is asked for twice and not shown. Only a hash of it is kept.
    """
    from studybot import wiring
    from studybot.coverage.access import add_instructor

    password = _given() if password_stdin else _asked()
    user = add_instructor(wiring.open_studybot(settings).store.accounts, name, password, at=datetime.now(UTC))
    say(f"{user.name!r} can log in now, as {role}: on the page's address with /login behind it.")


def list_users(settings: "Settings") -> None:
    """List the people with a password.

    A line has the name, the role and the day it was added.
    """
    from studybot import wiring

    users = wiring.open_studybot(settings).store.accounts.all()
    for user in users:
        typer.echo(f"{user.name}\t{user.role}\t{user.created:%Y-%m-%d}")
    if not users:
        say("Nobody yet: 'studybot users add NAME --role instructor' adds the first one.")


def remove_user(settings: "Settings", name: NAME) -> None:
    """Remove a person; who is logged in as that name is logged out."""
    from studybot import wiring

    wiring.open_studybot(settings).store.accounts.remove(name.strip())
    say(f"{name.strip()!r} can log in no longer.")


def _given() -> str:
    return sys.stdin.readline().rstrip("\r\n")


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
printf '%s\\n' "$PASSWORD" | studybot users add ada --password-stdin
"""

add(program, add_user, ADD_EXAMPLES, name="add")
add(program, list_users, "studybot users list", name="list")
add(program, remove_user, "studybot users remove ada", name="remove")
