"""Pictures of a course: files of its folder, or parts of a document, as its Markdown names them."""

import posixpath
import zipfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from studybot.errors import NotFound

KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".svg": "image/svg+xml",
}
LARGEST = 20_000_000  # bytes of one picture
_ARCHIVES = (".docx", ".pptx", ".odt", ".epub")


class Picture(NamedTuple):
    """Where a picture lies: a file, or the part of that name in an archive; and its media type."""

    path: Path
    part: str
    kind: str


def find_picture(folder: Path, source: str, address: str) -> Picture | None:
    """Return the picture that a file of the course (`source`) shows at `address`; None when there is none that can be shown."""
    if ":" in address or address.startswith(("//", "#")):
        return None
    address = unquote(address.partition("?")[0].partition("#")[0])
    kind = KINDS.get(posixpath.splitext(address)[1].lower())
    if kind is None or "\0" in address:
        return None
    if source.lower().endswith(_ARCHIVES):
        return _part(folder / source, address, kind)
    above = "" if address.startswith("/") else posixpath.dirname(source)
    place = posixpath.normpath(posixpath.join(above, address.lstrip("/")))
    path = folder / place
    inside = not place.startswith("..") and path.is_file() and path.resolve().is_relative_to(folder.resolve())
    return Picture(path, "", kind) if inside else None


def _part(archive: Path, address: str, kind: str) -> Picture | None:
    """The part of an archive: converters name it from the document's own folder or from the root."""
    try:
        with zipfile.ZipFile(archive) as packed:
            names = packed.namelist()
    except (OSError, zipfile.BadZipFile):
        return None
    wanted = posixpath.normpath(address.lstrip("/"))
    part = next((name for name in names if name == wanted or name.endswith("/" + wanted)), None)
    return Picture(archive, part, kind) if part else None


def picture_bytes(picture: Picture) -> bytes:
    """Return a picture. Raises NotFound for one that cannot be read or is too large."""
    try:
        if not picture.part:
            raw = picture.path.read_bytes() if picture.path.stat().st_size <= LARGEST else b""
        else:
            with zipfile.ZipFile(picture.path) as packed:
                small = packed.getinfo(picture.part).file_size <= LARGEST
                raw = packed.read(picture.part) if small else b""
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError) as error:
        raise NotFound("this picture cannot be read") from error
    if not raw:
        raise NotFound(f"this picture has more than {LARGEST // 1_000_000} MB")
    return raw
