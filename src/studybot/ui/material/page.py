"""The Material page, for instructors: hand in files, read what was made of them, look at the course, publish, undo."""

import base64
import io
import zipfile
from functools import partial
from typing import Any

from pydantic import Field

from studybot.errors import UsageError
from studybot.files import write_whole
from studybot.publish.receipt import receipt_of
from studybot.served import Served
from studybot.server import Server
from studybot.types import Value
from studybot.ui.frame.actions import Action, Actions, Changes, Html, Reply, Request, Text, action, bound, dispatcher, line
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill
from studybot.ui.material.desk import Desk, State
from studybot.ui.material.files import edit, leave_out, look, move, piece, remove, rename, save
from studybot.ui.material.publishing import begin_check, begin_publish, begin_restore, learn, previewed
from studybot.ui.study.page import Read, read

PIECE = 600_000  # bytes of a download's piece


class Title(Request):
    """The title of a course."""

    title: str = Field(max_length=500)


class Create(Title):
    """The title of a new course; `of_all` is whether who asks may make one, which the server knows."""

    of_all: bool = False


class Place(Request):
    """A topic of the draft, or where a download goes on."""

    topic: str = ""
    offset: int = Field(default=0, ge=0)


CHANGES: Changes = {
    "create": line("Made the course “{title}”"),
    "piece": line("Put the file {name} into the draft", when="last"),
    "remove": line("Took {name} out of the draft"),
    "rename": line("Renamed {name} to {new} in the draft"),
    "leave": line("Left {name} out of the course, or took it back in"),
    "move": line("Moved {name} in the order of the course"),
    "save": line("Wrote {name} in the draft"),
    "title": line("Gave the course the title “{title}” in the draft"),
    "drop": line("Threw the draft away"),
    "publish": line("Began to publish the draft"),
    "restore": line("Began to bring version {number} back"),
}


class Shown(State):
    """The files of the draft and the versions as HTML, and how far the work is; `empty` in a library without courses."""

    files: str
    versions: str
    title: str
    drafted: bool
    published: bool
    empty: bool = False


class Created(Value):
    """The address of a new course's material."""

    address: str


class Packed(Value):
    """A piece of the course's folder as a zip; `end` with the last one."""

    name: str
    content: str
    end: bool


def page(frame: Frame) -> None:
    """Build the page inside a route."""
    server = frame.server
    blank = dispatcher({"show": partial(nothing, server), "create": partial(create, server)})
    tables: dict[int, Action] = {}

    def call(data: Any) -> Reply:
        if not server.names:
            return blank(data)
        studybot = server.asked_for
        if id(studybot) not in tables:
            tables[id(studybot)] = dispatcher(actions(Desk(server, studybot)))
        return tables[id(studybot)](data)

    def html(_: Served) -> str:
        return fill("material/page", can_create=bool(server.settings.shelves), exists=bool(server.names))

    frame.draw("material", html, "material/page.js", call, changes=CHANGES)


def actions(desk: Desk) -> dict[str, Action]:
    """Return what the page's script may call."""
    learn(desk)
    return bound(ACTIONS, desk) | {"create": partial(create, desk.server)}


@action
def nothing(server: Server, _: Request) -> Shown:
    """Return the page of an empty library."""
    return Shown(files="", versions="", title="", drafted=False, published=False, empty=True)


@action
def create(server: Server, asked: Create) -> Created:
    """Make a course and return the address of its material."""
    if not asked.of_all:
        raise UsageError("Only who instructs all courses can make new ones: ask whoever runs this server.")
    name = server.create(asked.title)
    return Created(address=f"/c/{name}/material")


@action
def show(desk: Desk, _: Request) -> Shown:
    """Return the files with their receipt, the versions, and how far the work is."""
    receipt = receipt_of(desk.draft)
    read_rows = [row for row in receipt.rows if not row.problem and not row.left_out]
    return Shown(
        files=fill("material/files", receipt=receipt, read=len(read_rows), drafted=desk.draft.exists),
        versions=fill("material/versions", versions=desk.versions.all()),
        title=str(desk.draft.described().get("title") or ""),
        drafted=desk.draft.exists,
        published=(desk.settings.index / "manifest.json").exists(),
        **desk.job.state.model_dump(),
    )


@action
def state(desk: Desk, _: Request) -> State:
    """Return how far the work is."""
    return desk.job.state


@action
def entitle(desk: Desk, asked: Title) -> Text:
    """Give the course a title."""
    desk.draft.entitle(asked.title)
    return Text(text="The title is kept in the draft.")


@action
def drop(desk: Desk, _: Request) -> Text:
    """Throw the draft away."""
    desk.draft.drop()
    return Text(text="The draft is gone; the page shows the published course.")


@action
def read_draft(desk: Desk, asked: Place) -> Html:
    """Return a topic of the draft as learners will read it."""
    return Html(html=read.function(desk.drafted, Read(topic=asked.topic)).html)


@action
def download(desk: Desk, asked: Place) -> Packed:
    """Return a piece of the course's folder as a zip, which lies beside the draft until the next one is asked for."""
    offset = asked.offset
    path = desk.draft.home / "download.zip"
    if offset == 0:
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in desk.draft.files():
                packed.write(desk.draft.seen / name, name)
        write_whole(path, memory.getvalue())
    with path.open("rb") as file:
        file.seek(offset)
        part = file.read(PIECE)
    end = offset + len(part) >= path.stat().st_size
    return Packed(content=base64.b64encode(part).decode(), end=end, name=f"{desk.draft.folder.name}.zip")


ACTIONS: Actions[Desk] = {
    "show": show,
    "state": state,
    "piece": piece,
    "remove": remove,
    "rename": rename,
    "leave": leave_out,
    "move": move,
    "edit": edit,
    "save": save,
    "look": look,
    "title": entitle,
    "drop": drop,
    "check": begin_check,
    "preview": previewed,
    "read": read_draft,
    "publish": begin_publish,
    "restore": begin_restore,
    "download": download,
}
