"""The files of a draft: handed in, named, ordered, written."""

import base64
import binascii
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from studybot.errors import Conflict, NotFound, UsageError
from studybot.publish.draft import FILE_LIMIT
from studybot.publish.files import alone
from studybot.publish.receipt import receipt_of
from studybot.types import Value
from studybot.ui.frame.actions import Html, OwnId, Request, Text, action
from studybot.ui.html.section import section_html
from studybot.ui.material.desk import Desk

Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Piece(Request):
    """A part of a file; the last one puts it into the draft, `instead` of another file when that is named."""

    name: Name
    upload: OwnId
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
    step: int = Field(default=0, ge=-1, le=1)


class Taken(Value):
    """How much of a file is there, and with the last piece the names that it has in the draft."""

    size: int
    names: tuple[str, ...] | None = None


class Edited(Text):
    """A file of the draft with its text."""

    name: str


@action
def piece(desk: Desk, given: Piece) -> Taken:
    """Take a piece of a file; with the last one the file is in the draft."""
    size = take_piece(desk.draft.home, given.upload, given.offset, given.content)
    if not given.last:
        return Taken(size=size)
    content = finished(desk.draft.home, given.upload)
    if given.instead and given.name.rpartition(".")[2].lower() == given.instead.rpartition(".")[2].lower():
        return Taken(size=size, names=tuple(desk.draft.put(given.instead, content)))
    names = desk.draft.put(given.name, content)
    if given.instead and given.instead not in names:
        desk.draft.remove(given.instead)
    return Taken(size=size, names=tuple(names))


@action
def remove(desk: Desk, asked: File) -> Text:
    """Take a file out of the draft."""
    name = asked.name
    desk.draft.remove(name)
    return Text(text=f"{name} is taken out of the draft. Learners see it until you publish.")


@action
def rename(desk: Desk, given: File) -> Text:
    """Give a file another name."""
    return Text(text=f"The file is called {desk.draft.rename(given.name, given.new)} in the draft.")


@action
def leave_out(desk: Desk, given: File) -> Text:
    """Leave a file out of what is read, or take it back in."""
    desk.draft.leave_out(given.name, out=given.out)
    name, _, section = given.name.partition("#")
    what = f"The section “{section}” of {name}" if section else name
    return Text(text=f"{what} is {'left out of the course' if given.out else 'read again'}.")


@action
def move(desk: Desk, given: File) -> Text:
    """Move a file up or down in the order of the course."""
    names = [row.name for row in receipt_of(desk.draft).rows if not row.problem and not row.left_out]
    if given.name not in names:
        raise NotFound(f"{given.name!r} is not read, so it has no place in the order.")
    place = names.index(given.name)
    names.insert(max(0, place + given.step), names.pop(place))
    desk.draft.arrange(names)
    return Text(text=f"{given.name} is number {names.index(given.name) + 1} of {len(names)}.")


@action
def edit(desk: Desk, asked: File) -> Edited:
    """Return the text of a file."""
    name = asked.name
    return Edited(name=name, text=desk.draft.text(name))


@action
def save(desk: Desk, given: File) -> Text:
    """Keep a text as a file of the draft."""
    if not given.text.strip():
        raise UsageError("There is no text yet: type or paste some.")
    name = given.name if "." in given.name else f"{given.name}.md"
    names = desk.draft.put(name, given.text.encode("utf-8"))
    return Text(text=f"{names[0]} is kept in the draft.")


@action
def look(desk: Desk, asked: File) -> Html:
    """Return a text as learners will see it."""
    return Html(html=section_html(asked.text[:200_000]))


def take_piece(home: Path, upload: str, offset: int, content: str) -> int:
    """Add a piece to an upload and return how many bytes of it are here; Conflict when it does not follow the last one."""
    try:
        piece = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UsageError("A piece of the file did not arrive whole: hand it in again.") from error
    if offset + len(piece) > FILE_LIMIT:
        raise UsageError(f"The file has more than {FILE_LIMIT / 1e6:.0f} MB: split it.")
    with alone(home):
        path = _place(home, upload)
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.stat().st_size if path.exists() else 0
        if offset == 0:
            path.write_bytes(piece)
        elif offset == there:
            with path.open("ab") as file:
                file.write(piece)
        elif offset + len(piece) != there:  # the same piece again is no harm
            raise Conflict("A piece of the file is missing: hand it in again.")
    return offset + len(piece)


def finished(home: Path, upload: str) -> bytes:
    """Return a whole upload and forget it."""
    path = _place(home, upload)
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Conflict("The file did not arrive: hand it in again.") from error
    finally:
        path.unlink(missing_ok=True)


def _place(home: Path, upload: str) -> Path:
    return home / "incoming" / upload  # an id of digits and letters, checked by the request
