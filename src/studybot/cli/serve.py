"""`studybot serve`: the page and the HTTP interface."""

from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.ready import opened
from studybot.cli.terminal import say

if TYPE_CHECKING:
    from studybot.served import Served
    from studybot.settings import Settings

EXAMPLES = """
studybot serve
studybot serve --port 8080
studybot serve --host 0.0.0.0 --mcp
curl -s localhost:7860/api/ask -H 'content-type: application/json' -d '{"question": "what is a fraction?"}'
"""


def serve(
    settings: "Settings",
    host: Annotated[str | None, typer.Option(help="Address to serve on (127.0.0.1 is this machine only).")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port (7860; 0 takes a free one).")] = None,
    mcp: Annotated[bool | None, typer.Option("--mcp/--no-mcp", help="Serve MCP clients too.")] = None,
) -> None:
    """Serve the page and the HTTP interface.

    The interface is described at /docs. Ctrl-C ends the server. The index is built first when there is none
    or the course changed; a first one answers before its question bank is in it.
    """
    from studybot.serve import listen, serve_forever, share_memory
    from studybot.settings import is_local

    chosen = {"host": host, "port": port, "mcp": mcp}
    settings = settings.model_copy(update={name: value for name, value in chosen.items() if value is not None})
    share_memory()
    listening = listen(settings.host, settings.port)
    with listening:
        _check(settings)
        studybot = _first(settings)
        if not is_local(settings.host):
            say(
                f"studybot: whoever can reach {settings.host}:{listening.getsockname()[1]} can use the page and ask questions; "
                "put it behind a firewall or a proxy with a login, or serve on 127.0.0.1. The instructors' pages need a login"
                + (
                    "."
                    if studybot.store.accounts.all()
                    else ": 'studybot users add NAME --role instructor' gives the first one."
                )
            )
        if settings.instructors == "everybody":
            say("studybot: the instructors' pages are open to everybody who can reach this server (setting 'instructors').")
        serve_forever(studybot, listening, ready=lambda address: say(f"studybot is ready: {address} (Ctrl-C ends it)"))


def _check(settings: "Settings") -> None:
    """Name what is broken in the databases: the first course's ends the start, another's costs only that course."""
    from studybot import library
    from studybot.errors import StoreError
    from studybot.store.check import look, sentence

    first = settings.database_url
    for url, found in look(dict.fromkeys([first, *(course.database_url for course in library.courses(settings).values())])):
        if url == first:
            raise StoreError(sentence(found))
        say(f"studybot: {sentence(found)}")


def _first(settings: "Settings") -> "Served":
    """Return the first course, ready to answer; of a library that lacks it nothing is opened but the model."""
    from studybot import library, wiring

    if settings.course.is_dir() or not any(shelf.is_dir() for shelf in settings.shelves):
        studybot = opened(settings, soon=True)
        say("Loading the model ...")
        studybot.warm()
        return studybot
    names = ", ".join(library.courses(settings)) or "none yet: make one on the Material page"
    say(f"Courses: {names}. Loading the model ...")
    studybot = wiring.open_studybot(settings)
    studybot.preload()
    return studybot
