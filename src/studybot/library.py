"""The library: the courses that one studybot serves, each a folder with an index and a place for what its learners did."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from studybot.corpus.course import has_material
from studybot.errors import UsageError
from studybot.settings import Settings
from studybot.text import slug

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def courses(settings: Settings) -> dict[str, Settings]:
    """Return the settings of each course by its name, the course that the settings name first.

    A course that lies in no folder of the library is served alone. The first course keeps the places that the settings give;
    each other one has its own below `courses/` in them.
    """
    first = settings.course
    shelves = [shelf for shelf in settings.shelves if shelf.is_dir()]
    listed = {course_name(settings): settings} if first.is_dir() else {}
    if first.resolve().parent not in {shelf.resolve() for shelf in settings.shelves}:
        return listed
    for folder in _folders(shelves):
        listed.setdefault(slug(folder.resolve().name), place_of(settings, folder))
    return listed


def _folders(shelves: list[Path]) -> Iterator[Path]:
    for shelf in shelves:
        for folder in sorted(shelf.iterdir()):
            if folder.is_dir() and not folder.name.startswith(".") and has_material(folder):
                yield folder


def course_name(settings: Settings) -> str:
    """Return what a course is called in addresses, seats and the audit log."""
    return slug(settings.course.resolve().name)


def place_of(settings: Settings, folder: Path) -> Settings:
    """Return the settings of a course beside the first one."""
    name = slug(folder.resolve().name)
    own = {"course": folder, "index": settings.index / "courses" / name, "data": settings.data / "courses" / name}
    return settings.model_copy(update=own | {"database": _database(settings.database, name)})


def _database(first: str, name: str) -> str:
    """A course's own place beside the first one's database: as the setting says, a schema of PostgreSQL, a file."""
    if "{course}" in first:
        return first
    if first.startswith("postgresql"):
        return f"{first}{'&' if '?' in first else '?'}schema={name}"
    return ""


def named(settings: Settings, name: str) -> Settings:
    """Return the settings of the course that is called `name`, served alone; UsageError names those that there are."""
    listed = courses(settings)
    if name not in listed:
        there = ", ".join(map(repr, listed)) or "none"
        raise UsageError(f"there is no course and no folder {name!r}: the courses are {there}")
    return listed[name].model_copy(update={"library": ""})


def new_course(settings: Settings, title: str) -> Settings:
    """Make the folder of a new course and return its settings; UsageError when its title makes no name or it exists."""
    if not settings.shelves:
        raise UsageError("This server serves one course alone: start it without --course to make others.")
    name = slug(title)[:60].strip("-")
    if not NAME.fullmatch(name):
        raise UsageError("The title needs a letter or digit: type what learners call the course.")
    folder = settings.shelves[0] / name
    if folder.exists():
        raise UsageError(f"There is a course {name!r} already: choose another title.")
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text(yaml.safe_dump({"title": title.strip()[:200]}, allow_unicode=True), encoding="utf-8")
    return place_of(settings, folder)
