"""Publishing: the draft takes the place of the course, files and index together, and an interrupted one is finished later."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from studybot.errors import Conflict, IndexUnusable, UsageError
from studybot.files import write_whole
from studybot.index.encode import Progress
from studybot.index.files import adopt
from studybot.index.manifest import load_manifest
from studybot.ports import Embedder
from studybot.publish.draft import Draft
from studybot.publish.files import alone, bring
from studybot.publish.versions import Version, Versions, checked
from studybot.settings import Settings
from studybot.wiring import build_index, is_current

JOURNAL = "publishing"  # holds the number of the version that is being put in place


def check(settings: Settings, embedder: Callable[[], Embedder], progress: Progress | None = None) -> None:
    """Build the index of the draft beside the published one; what the course holds already is not encoded again."""
    draft = Draft(settings)
    if not draft.exists:
        raise UsageError("Nothing was changed since the course was published: there is nothing to check.")
    if not (draft.place.index / "manifest.json").exists():
        with suppress(IndexUnusable):  # of a new course everything is encoded
            adopt(draft.place.index, settings.index)
    build_index(draft.place, embedder=embedder, progress=progress)


def publish(settings: Settings, embedder: Callable[[], Embedder], note: str, *, seen: str = "") -> Version:
    """Put the draft in place of the course and return its version.

    `seen` is the digest of the index that was looked at; Conflict when the draft changed since.
    """
    draft, versions = Draft(settings), Versions(settings.data / "material")
    check(settings, embedder)
    with alone(draft.home):
        if not is_current(draft.place):
            raise Conflict("The draft changed while it was being read: look at it again, then publish.")
        if seen and load_manifest(draft.place.index).digest != seen:
            raise Conflict("Somebody changed the draft since you looked at it: look at it again, then publish.")
        if (settings.index / "manifest.json").exists():
            versions.keep(settings.course, "as it was before", datetime.now(UTC))
        version = versions.keep(draft.folder, note, datetime.now(UTC))
        write_whole(draft.home / JOURNAL, str(version.number).encode())
        _put_in_place(settings, draft, versions, version)
    return version


def recover(settings: Settings) -> bool:
    """Finish a publication that was interrupted; False when there is none."""
    draft, versions = Draft(settings), Versions(settings.data / "material")
    if not (draft.home / JOURNAL).exists():
        return False
    with alone(draft.home):
        journal = draft.home / JOURNAL
        if not journal.exists():
            return False
        version = versions.version(int(journal.read_text(encoding="utf-8")))
        _put_in_place(settings, draft, versions, version)
    return True


def _put_in_place(settings: Settings, draft: Draft, versions: Versions, version: Version) -> None:
    """Every step can be done again: until the journal is gone, `recover` begins anew."""
    bring(settings.course, checked(version, versions.blobs).files, versions.blobs)
    if not is_current(settings):
        # Built from the same files in a folder of the same name: it is the index of the course as well.
        with suppress(IndexUnusable):  # then it is built anew when the course is opened
            adopt(settings.index, draft.place.index)
    (draft.home / JOURNAL).unlink()
    draft.forget()


def restore(settings: Settings, number: int) -> None:
    """Make the draft hold what a version held."""
    draft, versions = Draft(settings), Versions(settings.data / "material")
    with alone(draft.home):
        bring(draft.begun(), checked(versions.version(number), versions.blobs).files, versions.blobs)
