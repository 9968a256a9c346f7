"""All that a data folder holds, in one file and back: databases through SQLite's own online copy, all else as it stands."""

import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from studybot.errors import StoreError
from studybot.store.check import damage, sentence

_HEAD = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps next to a database; its copy holds what is in them
_MARK = "studybot-backup"  # the comment of the archive, and the first letters of folders that are no data
CHECK = 60.0  # seconds that a copied database is looked at


def backup(folder: Path, target: Path) -> int:
    """Write everything of `folder` to the archive `target`, while others read and write; return how many files.

    Each database is one state of itself. `target` appears when it is whole, and was not damaged when it was written.
    """
    if not folder.is_dir():
        raise StoreError(f"there is no data folder {str(folder)!r} to back up: name it with --data")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{_MARK}-", dir=target.absolute().parent) as work:
            archive = Path(work) / "archive"
            archive.touch(mode=0o600)
            count = _pack(folder, archive, Path(work) / "copy", target.absolute())
            archive.replace(target)
    except OSError as error:
        raise StoreError(f"{str(target)!r} cannot be written ({error.strerror or error}): name another file") from error
    except sqlite3.Error as error:
        raise StoreError(f"a database in {str(folder)!r} cannot be copied ({error}): nothing was written") from error
    return count


def _pack(folder: Path, archive: Path, copy: Path, target: Path) -> int:
    count = 0
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:
        packed.comment = _MARK.encode()
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            if path.absolute() == target:
                continue
            if _is_database(path):
                _copy(path, copy)
                packed.write(copy, name)
                copy.unlink()
            else:
                with suppress(FileNotFoundError):  # somebody's temporary file is gone meanwhile
                    packed.write(path, name)
            count += 1
    return count


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        aside = any(part.startswith(f".{_MARK}") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not aside and not path.name.endswith(_BESIDE):
            yield path


def _is_database(path: Path) -> bool:
    with suppress(FileNotFoundError), path.open("rb") as file:
        return file.read(len(_HEAD)) == _HEAD
    return False


def _copy(path: Path, copy: Path) -> None:
    """Copy a database at one moment, what is still in its log included."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as written:
        source.backup(written)
        written.execute("PRAGMA journal_mode = DELETE")  # one file, whole without a log beside it
    if found := damage(copy, CHECK):
        raise StoreError(sentence(found.model_copy(update={"file": str(path)})))


def restore(archive: Path, folder: Path, at: datetime) -> Path | None:
    """Put the data of a backup in the place of what `folder` holds; return where that is kept, None when there was nothing.

    StoreError, and nothing is changed, for a file that is no whole backup and while another program has the data open.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{_MARK}-new-", dir=folder) as work:
            _unpack(archive, Path(work))
            for path in _files(folder):
                refuse_used(path)
            kept = folder / f".{_MARK}-before-{at:%Y%m%d-%H%M%S}"
            old = [path for path in folder.iterdir() if not path.name.startswith(f".{_MARK}")]
            if old:
                kept.mkdir(mode=0o700)
            for path in old:
                path.rename(kept / path.name)
            for path in Path(work).iterdir():
                path.rename(folder / path.name)
    except OSError as error:
        raise StoreError(f"{str(folder)!r} cannot be written ({error.strerror or error}): make it writable") from error
    return kept if old else None


def _unpack(archive: Path, work: Path) -> None:
    wrong = f"{str(archive)!r} is no whole backup of studybot: name a file that 'studybot backup' wrote"
    try:
        with zipfile.ZipFile(archive) as packed:
            if packed.comment != _MARK.encode():
                raise StoreError(wrong)
            for member in packed.infolist():
                place = PurePosixPath(member.filename)
                if place.is_absolute() or ".." in place.parts:
                    raise StoreError(wrong)
                path = work / place
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with packed.open(member) as source, path.open("wb") as written:
                    shutil.copyfileobj(source, written)
                path.chmod(0o600)
                if _is_database(path) and (found := damage(path, CHECK)):
                    raise StoreError(sentence(found))
    except FileNotFoundError as error:
        raise StoreError(f"there is no backup {str(archive)!r}: name the file that 'studybot backup' wrote") from error
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise StoreError(wrong) from error


def refuse_used(path: Path) -> None:
    """Refuse a database that another program has open: it would go on writing into the file that was moved away."""
    if not _is_database(path):
        return
    try:
        with closing(sqlite3.connect(path, timeout=0.2)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # only the last one who has it open may leave the log
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(f"{str(path)!r} is in use: end the server (and other studybot commands) and try again") from error
    except sqlite3.DatabaseError:
        return  # damaged: that is why it is replaced
