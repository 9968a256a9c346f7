"""The draft of a course: a copy of its folder that instructors change while learners go on with the published one."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from studybot.errors import Conflict, CorpusError, NotFound, UsageError
from studybot.files import write_whole
from studybot.plain_yaml import parse_yaml
from studybot.publish.files import Files, alone, files_of, safe_path
from studybot.settings import Settings

FILE_LIMIT = 200_000_000  # bytes of one file that is handed in
ZIP_LIMIT = 500_000_000  # bytes that a zip may hold unpacked
ZIP_FILES = 3_000
COURSE = "course.yaml"


class Draft:
    """The files of a course as they will be; nothing that learners see changes until it is published."""

    def __init__(self, settings: Settings) -> None:
        self.course = settings.course
        self.home = settings.data / "material"
        # The folder has the course's own name: a course without a title is called by it.
        self.folder = self.home / "draft" / settings.course.resolve().name
        self.place = settings.model_copy(
            update={"course": self.folder, "index": self.home / "index", "data": self.home / "preview", "database": ""}
        )

    @property
    def exists(self) -> bool:
        """Whether something was changed since the course was published."""
        return self.folder.is_dir()

    @property
    def seen(self) -> Path:
        """The folder that is shown: the draft, or the course while there is none."""
        return self.folder if self.exists else self.course

    def files(self) -> Files:
        """Return the files of the draft, or of the course while there is none."""
        return files_of(self.seen)

    def put(self, name: str, content: bytes) -> list[str]:
        """Add or replace a file, or all files of a zip; return their paths."""
        if name.lower().endswith(".zip"):
            return self._unpack(name, content)
        path = safe_path(name)
        with alone(self.home):
            write_whole(self.begun() / path, content)
        return [path]

    def _unpack(self, name: str, content: bytes) -> list[str]:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                entries = [entry for entry in packed.infolist() if _is_material(entry)]
                if len(entries) > ZIP_FILES or sum(entry.file_size for entry in entries) > ZIP_LIMIT:
                    raise UsageError(
                        f"{name!r} holds more than {ZIP_FILES:,} files or {ZIP_LIMIT / 1e6:.0f} MB: hand it in as several."
                    )
                unpacked = {safe_path(entry.filename): packed.read(entry) for entry in entries}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise CorpusError(f"{name!r} cannot be unpacked ({error}): pack it again, without a password.") from error
        if not unpacked:
            raise CorpusError(f"{name!r} holds no files: pack the files of the course.")
        with alone(self.home):
            folder = self.begun()
            for path, data in unpacked.items():
                write_whole(folder / path, data)
        return list(unpacked)

    def remove(self, name: str) -> None:
        """Take a file out of the draft."""
        with alone(self.home):
            path = self._file(name)
            path.unlink()
            self._listed(lambda path: None if path == name else path)

    def rename(self, name: str, new: str) -> str:
        """Give a file another path; Conflict when there is one already."""
        target = safe_path(new)
        if Path(target).suffix.lower() != Path(name).suffix.lower():
            raise UsageError(f"The ending of {name!r} says what kind of file it is: keep it in the new name.")
        with alone(self.home):
            path, free = self._file(name), self.begun() / target
            if free.exists():
                raise Conflict(f"There is a file {target!r} already: choose another name.")
            free.parent.mkdir(parents=True, exist_ok=True)
            path.rename(free)
            self._listed(lambda path: target + path[len(name) :] if path == name or path.startswith(f"{name}#") else path)
        return target

    def leave_out(self, name: str, *, out: bool) -> None:
        """Keep a file, or a section of it ("file.md#Heading"), in the course but out of what is read, or take it back in."""
        with alone(self.home):
            self._file(name if (self.begun() / safe_path(name)).is_file() else name.partition("#")[0])
            ignored = [path for path in self.described().get("ignore") or [] if path != name]
            self._write({**self.described(), "ignore": [*ignored, name] if out else ignored})

    def arrange(self, names: list[str]) -> None:
        """Put the files into an order."""
        with alone(self.home):
            for name in names:
                self._file(name)
            self._write({**self.described(), "order": names})

    def entitle(self, title: str) -> None:
        """Give the course another title."""
        if not title.strip():
            raise UsageError("The course needs a title: type one.")
        with alone(self.home):
            self.begun()
            self._write({**self.described(), "title": title.strip()[:200]})

    def text(self, name: str) -> str:
        """Return the text of a file that can be edited in the page."""
        try:
            return (self.seen / safe_path(name)).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise NotFound(f"There is no file {name!r} any more: reload the page.") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{name!r} is no UTF-8 text: edit it in its own program and hand it in again.") from error

    def drop(self) -> None:
        """Throw the draft away."""
        with alone(self.home):
            self.forget()

    def forget(self) -> None:
        """Remove the draft's folder; for who holds the lock."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def described(self) -> dict[str, Any]:
        """Return what `course.yaml` says."""
        path = self.seen / COURSE
        try:
            said = parse_yaml(path.read_text(encoding="utf-8")) if path.exists() else {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise CorpusError(f"{COURSE!r} is no valid YAML: correct it first.") from error
        return said if isinstance(said, dict) else {}

    def begun(self) -> Path:
        """The draft's folder; the first change copies the course."""
        if not self.exists:
            making = self.home / f"{self.folder.name}.making"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir(parents=True)
            for name in files_of(self.course) if self.course.is_dir() else ():
                target = making / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.course / name, target)
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            making.rename(self.folder)
        return self.folder

    def _file(self, name: str) -> Path:
        path = self.begun() / safe_path(name)
        if not path.is_file():
            raise NotFound(f"There is no file {name!r} any more: reload the page.")
        return path

    def _listed(self, change: Callable[[Any], str | None]) -> None:
        """Change each path that `course.yaml` names, or leave it out where the change says None."""
        said = self.described()
        if said:
            self._write(_mapped(said, change))

    def _write(self, said: dict[str, Any]) -> None:
        text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=120)
        write_whole(self.begun() / COURSE, text.encode("utf-8"))


def _is_material(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.replace("\\", "/").split("/")
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    hidden = any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts)
    return not entry.is_dir() and not is_link and not hidden


def _mapped(course: dict[str, Any], change: Callable[[Any], str | None]) -> dict[str, Any]:
    said = dict(course)
    for key in ("ignore", "order"):
        if key in said:
            said[key] = [changed for path in said[key] or [] if (changed := change(path)) is not None]
    if "topics" in said:
        topics = [{**topic, "file": change(topic.get("file"))} for topic in said["topics"] or []]
        said["topics"] = [topic for topic in topics if topic["file"] is not None]
    return said
