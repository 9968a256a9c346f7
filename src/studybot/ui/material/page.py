"""The Material page, for instructors: hand in files, read what was made of them, look at the course, publish, undo."""

import base64
import io
import zipfile
from functools import partial
from typing import Any

from pydantic import Field

from studybot.errors import UsageError
from studybot.publish.receipt import receipt_of
from studybot.server import Server
from studybot.ui.frame.actions import Action, Reply, Request, dispatcher
from studybot.ui.frame.changes import Changes, line
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill
from studybot.ui.material.desk import Desk
from studybot.ui.material.files import edit, leave_out, look, move, piece, remove, rename, save
from studybot.ui.material.publishing import begin_check, begin_publish, begin_restore, previewed
from studybot.ui.study.page import read

PIECE = 600_000  # bytes of a download's piece


class Title(Request):
    """The title of a course."""

    title: str = Field(max_length=500)


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

    frame.draws(
        "material", lambda _: fill("material/page", can_create=bool(server.settings.shelves), exists=bool(server.names))
    )
    frame.draw("material", "material/page.js", call, changes=CHANGES)


def actions(desk: Desk) -> dict[str, Action]:
    """Return what the page's script may call."""
    named = {
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
    table: dict[str, Action] = {name: partial(action, desk) for name, action in named.items()}
    return table | {"create": partial(create, desk.server)}


def nothing(server: Server, data: Any) -> Reply:
    """Return the page of an empty library."""
    Request.model_validate(data)
    return {"files": "", "versions": "", "title": "", "drafted": False, "published": False, "stage": "idle", "empty": True}


def create(server: Server, data: Any) -> Reply:
    """Make a course and return the address of its material."""
    if not data.get("of_all"):
        raise UsageError("Only who instructs all courses can make new ones: ask whoever runs this server.")
    name = server.create(Title.model_validate(data).title)
    return {"address": f"/c/{name}/material"}


def show(desk: Desk, data: Any) -> Reply:
    """Return the files with their receipt, the versions, and how far the work is."""
    Request.model_validate(data)
    receipt = receipt_of(desk.draft)
    read_rows = [row for row in receipt.rows if not row.problem and not row.left_out]
    return {
        "files": fill("material/files", receipt=receipt, read=len(read_rows), drafted=desk.draft.exists),
        "versions": fill("material/versions", versions=desk.versions.all()),
        "title": str(desk.draft.described().get("title") or ""),
        "drafted": desk.draft.exists,
        "published": (desk.settings.index / "manifest.json").exists(),
        **desk.job.state.model_dump(),
    }


def state(desk: Desk, data: Any) -> Reply:
    """Return how far the work is."""
    Request.model_validate(data)
    return dict(desk.job.state.model_dump())


def entitle(desk: Desk, data: Any) -> Reply:
    """Give the course a title."""
    desk.draft.entitle(Title.model_validate(data).title)
    return {"text": "The title is kept in the draft."}


def drop(desk: Desk, data: Any) -> Reply:
    """Throw the draft away."""
    Request.model_validate(data)
    desk.draft.drop()
    return {"text": "The draft is gone; the page shows the published course."}


def read_draft(desk: Desk, data: Any) -> Reply:
    """Return a topic of the draft as learners will read it."""
    return {"html": read(desk.drafted, {"topic": Place.model_validate(data).topic})["html"]}


def download(desk: Desk, data: Any) -> Reply:
    """Return a piece of the course's folder as a zip."""
    offset = Place.model_validate(data).offset
    if offset == 0:
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in desk.draft.files():
                packed.write(desk.draft.seen / name, name)
        desk.packed = memory.getvalue()
    part = desk.packed[offset : offset + PIECE]
    end = offset + len(part) >= len(desk.packed)
    return {"content": base64.b64encode(part).decode(), "end": end, "name": f"{desk.draft.folder.name}.zip"}
