"""Versions of a course: what each publication held, kept by content so that a file that did not change is kept once."""

from datetime import datetime
from pathlib import Path

from studybot.errors import NotFound, StoreError
from studybot.files import write_whole
from studybot.publish.files import Files, files_of
from studybot.types import UtcTime, Value

KEPT = 50  # versions


class Version(Value):
    """One publication: its number from 1, when and why it was made, and its files by digest."""

    number: int
    at: UtcTime
    note: str
    files: Files


class Versions:
    """The versions of one course below a folder."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "versions"
        self.blobs = home / "blobs"

    def all(self) -> list[Version]:
        """Return every version, the newest first; one that cannot be read is passed over."""
        read = [version for path in self._folder.glob("*.json") if (version := _read(path)) is not None]
        return sorted(read, key=lambda version: -version.number)

    def version(self, number: int) -> Version:
        """Return one version; NotFound when it is not kept any more."""
        for version in self.all():
            if version.number == number:
                return version
        raise NotFound(f"Version {number} is not kept any more: choose another one.")

    def keep(self, folder: Path, note: str, at: datetime) -> Version:
        """Keep what a folder holds as the newest version; one that is the same as the newest is not kept twice."""
        versions = self.all()
        files = files_of(folder)
        if versions and versions[0].files == files:
            return versions[0]
        for name, digest in files.items():
            if not (self.blobs / digest).is_file():
                write_whole(self.blobs / digest, (folder / name).read_bytes())
        version = Version(number=versions[0].number + 1 if versions else 1, at=at, note=note, files=files)
        write_whole(self._folder / f"{version.number:06}.json", version.model_dump_json().encode())
        self._forget_old([version, *versions])
        return version

    def _forget_old(self, versions: list[Version]) -> None:
        needed = {digest for version in versions[:KEPT] for digest in version.files.values()}
        for version in versions[KEPT:]:
            (self._folder / f"{version.number:06}.json").unlink(missing_ok=True)
            for digest in set(version.files.values()) - needed:
                (self.blobs / digest).unlink(missing_ok=True)


def _read(path: Path) -> Version | None:
    try:
        return Version.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def checked(version: Version, blobs: Path) -> Version:
    """Return the version when all its files are there; StoreError names one that is not."""
    for name, digest in version.files.items():
        if not (blobs / digest).is_file():
            raise StoreError(f"{name!r} of version {version.number} is lost: restore {str(blobs)!r} from a backup.")
    return version
