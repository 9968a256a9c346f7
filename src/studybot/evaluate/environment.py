"""Under what a run is made: versions of what it computes with, and the commit of the code."""

import platform
import subprocess
from collections.abc import Iterable
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from pydantic import JsonValue

from studybot.evaluate.folder import Circumstances

PACKAGES = ("studybot", "faiss-cpu", "numpy", "rank-bm25", "sentence-transformers", "snowballstemmer", "torch", "transformers")


CODE = ("answer", "corpus", "evaluate", "index", "text.py")  # what decides an answer and its measures


def circumstances(index_digest: str, settings: dict[str, JsonValue]) -> Circumstances:
    """Return under what this installation answers: an index, the settings that decide answers, versions and code."""
    package = Path(__file__).parents[1]
    known = versions() | {"code": code_digest(package)}
    return Circumstances(index_digest=index_digest, settings=settings, versions=known, commit=commit(package))


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide what is answered; one not installed is left out."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def code_digest(package: Path) -> str:
    """Return a hash of the code and learned weights that decide answers and measures, 16 hexadecimal digits."""
    hashed = sha256()
    for path in _code(package):
        hashed.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes())
    return hashed.hexdigest()[:16]


def _code(package: Path) -> Iterable[Path]:
    for name in CODE:
        path = package / name
        yield from [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.suffix in (".py", ".json"))


def commit(folder: Path) -> str:
    """Return the git commit of a folder, with "+" when tracked files differ from it, "" outside a repository."""
    head = _git(folder, "rev-parse", "--short=12", "HEAD")
    if not head:
        return ""
    return head + ("+" if _git(folder, "status", "--porcelain", "--untracked-files=no") else "")


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
