"""Run all tests, the quick ones with branch coverage; with --unless-passed, only if they have not passed on this very content.

`make test` followed by `make check` thus runs the tests once. The note of a pass names a digest of everything that the
tests depend on: the files of the repository, the interpreter, the installed packages, and the coverage data it left.
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / ".tested"
COVERAGE_DATA = ROOT / ".coverage"
FOLDERS = ("src", "tests", "corpus", "docs", "scripts", ".github")
WORKERS = 4  # at most: each holds a model, and its servers and browsers beside it
SLOWEST = ("--durations=15", "--durations-min=2")  # are named behind each run: where its time goes
BUILT = {"__pycache__", ".pytest_cache", ".hypothesis"}


def content_digest() -> str:
    """Return one hash (hex) over the files, the interpreter and the installed packages that decide how the tests end."""
    found = sha256(sys.version.encode())
    for line in sorted(f"{one.name}=={one.version}" for one in distributions()):
        found.update(line.encode())
    for path in sorted([*_top_level(), *_below_folders()]):
        found.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _top_level() -> list[Path]:
    return [path for path in ROOT.iterdir() if path.is_file() and path not in {NOTE, COVERAGE_DATA}]


def _below_folders() -> list[Path]:
    return [
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not any(part in BUILT or part.endswith(".egg-info") for part in path.parts)
    ]


def passed_before(digest: str) -> str:
    """Return when (ISO 8601) the tests passed on content with this digest; empty when they did not, or nothing is known."""
    try:
        note = json.loads(NOTE.read_text(encoding="utf-8"))
        same = note["content"] == digest and note["coverage"] == sha256(COVERAGE_DATA.read_bytes()).hexdigest()
        return str(note["at"]) if same else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def beside_each_other() -> list[str]:
    """Return the options that share the tests out among the cores: by file, so that what a file's tests share is made once."""
    workers = min(WORKERS, os.cpu_count() or 1)
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"] if workers > 1 else []


def run(digest: str, options: list[str]) -> int:
    """Run pytest, take a note of a pass, and return its exit status."""
    NOTE.unlink(missing_ok=True)
    status = subprocess.run(
        [sys.executable, "-m", "pytest", "--cov", "--cov-report=", *SLOWEST, *beside_each_other(), *options],
        cwd=ROOT,
        # Some 200 servers and commands are started: each would compile 400 files anew.
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        check=False,
    ).returncode
    if status == 0 and not options and content_digest() == digest:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        coverage = sha256(COVERAGE_DATA.read_bytes()).hexdigest()
        NOTE.write_text(json.dumps({"content": digest, "coverage": coverage, "at": at}), encoding="utf-8")
    return status


def main() -> int:
    """Read the options and run the tests; options that are not known here go to pytest."""
    parser = argparse.ArgumentParser(description="Run all tests, the quick ones with branch coverage.")
    parser.add_argument("--unless-passed", action="store_true", help="skip them if they passed on exactly this content")
    options, rest = parser.parse_known_args()
    digest = content_digest()
    if options.unless_passed and (at := passed_before(digest)):
        print(f"tests: passed on exactly this content at {at} (digest {digest[:12]}); not run again")
        return 0
    return run(digest, rest)


if __name__ == "__main__":
    sys.exit(main())
