"""The Material page, for instructors: hand in files, read what was made of them, look at the course, publish, undo."""

import base64
import io
import zipfile
from functools import partial
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from studybot.errors import IndexUnusable, NotFound, StudybotError, UsageError
from studybot.index.encode import Progress
from studybot.index.files import load_manifest
from studybot.publish.draft import Draft
from studybot.publish.preview import preview
from studybot.publish.publication import check, publish, restore
from studybot.publish.receipt import receipt_of
from studybot.publish.versions import Versions
from studybot.server import Server
from studybot.ui.frame.actions import Action, Reply, Request, dispatcher
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill
from studybot.ui.html.section import section_html
from studybot.ui.material.job import Job
from studybot.ui.material.uploads import finished, take_piece
from studybot.ui.study.page import read
from studybot.wiring import Studybot

PIECE = 600_000  # bytes of a download's piece
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Piece(Request):
    """A part of a file; the last one puts it into the draft, `instead` of another file when that is named."""

    name: Name
    upload: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    offset: int = Field(ge=0)
    content: str
    last: bool = False
    instead: str = ""


class File(Request):
    """A file of the draft, with what is to become of it."""

    name: Name
    new: str = ""
    text: str = ""
    out: bool = False
    by: int = Field(default=0, ge=-1, le=1)


class Title(Request):
    """The title of a course."""

    title: str = Field(max_length=500)


class Publication(Request):
    """The draft as it was looked at, or a version by its number."""

    seen: str = ""
    number: int = 0


class Place(Request):
    """A topic of the draft, or where a download goes on."""

    topic: str = ""
    offset: int = Field(default=0, ge=0)


class Desk:
    """The material of one course, as the page works on it."""

    def __init__(self, server: Server, studybot: Studybot) -> None:
        self.server = server
        self.studybot = studybot
        self.settings = studybot.settings
        self.draft = Draft(studybot.settings)
        self.versions = Versions(self.draft.home)
        self.job = Job()
        self.packed = b""

    @property
    def drafted(self) -> Studybot:
        """The course as its draft would be."""
        return Studybot(self.draft.place, lambda: self.server.embedder)

    def seen(self) -> str:
        """The digest of the draft that was read last, "" when there is none."""
        try:
            return load_manifest(self.draft.place.index).digest if self.draft.exists else ""
        except IndexUnusable:
            return ""


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
    frame.draw("material", "material/page.js", call, instructors=True)


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


def piece(desk: Desk, data: Any) -> Reply:
    """Take a piece of a file; with the last one the file is in the draft."""
    given = Piece.model_validate(data)
    size = take_piece(desk.draft.home, given.upload, given.offset, given.content)
    if not given.last:
        return {"size": size}
    content = finished(desk.draft.home, given.upload)
    if given.instead and given.name.rpartition(".")[2].lower() == given.instead.rpartition(".")[2].lower():
        return {"size": size, "names": desk.draft.put(given.instead, content)}
    names = desk.draft.put(given.name, content)
    if given.instead and given.instead not in names:
        desk.draft.remove(given.instead)
    return {"size": size, "names": names}


def remove(desk: Desk, data: Any) -> Reply:
    """Take a file out of the draft."""
    name = File.model_validate(data).name
    desk.draft.remove(name)
    return {"text": f"{name} is taken out of the draft. Learners see it until you publish."}


def rename(desk: Desk, data: Any) -> Reply:
    """Give a file another name."""
    given = File.model_validate(data)
    return {"text": f"The file is called {desk.draft.rename(given.name, given.new)} in the draft."}


def leave_out(desk: Desk, data: Any) -> Reply:
    """Leave a file out of what is read, or take it back in."""
    given = File.model_validate(data)
    desk.draft.leave_out(given.name, out=given.out)
    return {"text": f"{given.name} is {'left out of the course' if given.out else 'read again'}."}


def move(desk: Desk, data: Any) -> Reply:
    """Move a file up or down in the order of the course."""
    given = File.model_validate(data)
    names = [row.name for row in receipt_of(desk.draft).rows if not row.problem and not row.left_out]
    if given.name not in names:
        raise NotFound(f"{given.name!r} is not read, so it has no place in the order.")
    place = names.index(given.name)
    names.insert(max(0, place + given.by), names.pop(place))
    desk.draft.arrange(names)
    return {"text": f"{given.name} is number {names.index(given.name) + 1} of {len(names)}."}


def edit(desk: Desk, data: Any) -> Reply:
    """Return the text of a file."""
    name = File.model_validate(data).name
    return {"name": name, "text": desk.draft.text(name)}


def save(desk: Desk, data: Any) -> Reply:
    """Keep a text as a file of the draft."""
    given = File.model_validate(data)
    if not given.text.strip():
        raise UsageError("There is no text yet: type or paste some.")
    name = given.name if "." in given.name else f"{given.name}.md"
    names = desk.draft.put(name, given.text.encode("utf-8"))
    return {"text": f"{names[0]} is kept in the draft."}


def look(desk: Desk, data: Any) -> Reply:
    """Return a text as learners will see it."""
    return {"html": section_html(File.model_validate(data).text[:200_000])}


def entitle(desk: Desk, data: Any) -> Reply:
    """Give the course a title."""
    desk.draft.entitle(Title.model_validate(data).title)
    return {"text": "The title is kept in the draft."}


def drop(desk: Desk, data: Any) -> Reply:
    """Throw the draft away."""
    Request.model_validate(data)
    desk.draft.drop()
    return {"text": "The draft is gone; the page shows the published course."}


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
    html = fill("material/preview", seen=preview(drafted, published), topics=drafted.course.topics)
    return {"html": html, "seen": desk.seen()}


def read_draft(desk: Desk, data: Any) -> Reply:
    """Return a topic of the draft as learners will read it."""
    return {"html": read(desk.drafted, {"topic": Place.model_validate(data).topic})["html"]}


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
