"""The files of a draft: handed in, named, ordered, written."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from studybot.errors import NotFound, UsageError
from studybot.publish.receipt import receipt_of
from studybot.ui.frame.actions import Reply, Request
from studybot.ui.html.section import section_html
from studybot.ui.material.desk import Desk
from studybot.ui.material.uploads import finished, take_piece

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
