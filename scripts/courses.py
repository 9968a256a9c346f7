"""Fetch the courses of other people that the judge is learned on: `python scripts/courses.py [--base URL]`.

`scripts/courses/courses.yaml` names each course's repository, commit, licence and files; the texts go below data/courses, are
not part of this repository, and are read for learning alone. The questions beside it were written from the texts.
"""

import argparse
import subprocess
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "courses"
TEXTS = Path("data/courses")


def described() -> dict[str, dict[str, Any]]:
    """Return the courses by name."""
    return dict(yaml.safe_load((FOLDER / "courses.yaml").read_text(encoding="utf-8")))


def fetched(texts: Path = TEXTS) -> list[str]:
    """Return the names of the courses whose texts are here, whole."""
    return [name for name, course in described().items() if len(list((texts / name).glob("*.md"))) == len(course["files"])]


def datasets(name: str) -> list[Path]:
    """Return the questions on a course: of its text, and beside it (`-beside`: what the text neighbours, other words)."""
    return sorted(FOLDER.glob(f"{name}*.jsonl"))


def fetch(name: str, course: dict[str, Any], base: str, texts: Path) -> None:
    """Copy the files of one course at its commit into its folder."""
    repository, target = texts / f".{name}.git", texts / name
    target.mkdir(parents=True, exist_ok=True)
    if not repository.exists():
        git("clone", "--quiet", "--bare", "--filter=blob:none", f"{base}{course['repository']}", str(repository))
    for number, file in enumerate(course["files"], start=1):
        text = git("-C", str(repository), "show", f"{course['commit']}:{file}")
        (target / f"{number:02}-{Path(file).stem}.md").write_text(text, encoding="utf-8")


def git(*arguments: str) -> str:
    """Run git and return what it prints."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Fetch what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="https://github.com/", help="what stands before a repository's name")
    base, here = parser.parse_args().base, fetched()
    for name, course in described().items():
        try:
            if name not in here:
                fetch(name, course, base, TEXTS)
        except subprocess.CalledProcessError as error:
            print(f"{name}: cannot be fetched from {base}{course['repository']}: {error.stderr.strip()}")
            continue
        print(f"{name}: {len(course['files'])} files of {course['repository']}, {course['licence']}")


if __name__ == "__main__":
    main()
