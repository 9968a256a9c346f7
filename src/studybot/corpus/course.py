"""A course is a folder: `course.yaml` when there is one, its topic files in order, and its question bank."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from studybot.corpus.front import first_line, front_length, front_matter, title_heading
from studybot.corpus.plain import plain
from studybot.corpus.read import READABLE
from studybot.errors import CorpusError
from studybot.text import slug
from studybot.types import Course, Topic, Value

NOT_MATERIAL = ("questions", "evaluation", "objectives")  # folders of a course that hold no text to learn from


class _Card(BaseModel):
    model_config = ConfigDict(extra="forbid")
    icon: str = ""
    title: str = ""
    category: str = ""


class _TopicEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    file: str
    id: str = ""
    title: str = ""
    icon: str = ""
    category: str = ""
    card: _Card = _Card()


class _CourseFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = ""
    author: str = ""
    cards: str = ""
    ignore: list[str] = []
    topics: list[_TopicEntry] = []


class TopicFile(Value):
    """One file of the course with what `course.yaml` says of it (`topic` is None when it says nothing)."""

    path: Path
    source: str
    order: int
    topic: Topic | None = None


def load_course(folder: Path) -> tuple[Course, list[TopicFile]]:
    """Return the course of a folder and its files in order: those of `course.yaml` first, then any other readable file.

    Raises CorpusError when the folder or a listed file is missing, or `course.yaml` is broken.
    """
    if not folder.is_dir():
        raise CorpusError(f"course folder {str(folder)!r} does not exist: pass --course FOLDER or set STUDYBOT_COURSE")
    described = _read_course_file(folder / "course.yaml")
    files = [_listed(folder, entry, order) for order, entry in enumerate(described.topics, start=1)]
    known = {file.path for file in files} | {folder / name for name in described.ignore}
    for path in _material(folder):
        if path not in known:
            files.append(TopicFile(path=path, source=path.relative_to(folder).as_posix(), order=len(files) + 1))
    title = described.title or _plain_title(folder)
    topics = tuple(file.topic for file in files if file.topic is not None)
    return Course(id=slug(folder.resolve().name), title=title, author=described.author, topics=topics), files


def _read_course_file(path: Path) -> _CourseFile:
    if not path.exists():
        return _CourseFile()
    try:
        return _CourseFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(f"{str(path)!r} is no valid YAML ({first_line(error)}): correct it or remove it") from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise CorpusError(f"{str(path)!r} has entries that studybot does not know ({problems}): correct them") from error


def _listed(folder: Path, entry: _TopicEntry, order: int) -> TopicFile:
    path = folder / entry.file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(
            f"course.yaml lists {entry.file!r}, which lies outside {str(folder)!r}: move the file into the course"
        )
    title = entry.title or Path(entry.file).stem
    topic = Topic(
        id=entry.id or slug(title),
        title=title,
        icon=entry.icon,
        category=entry.category,
        order=order,
        card_title=entry.card.title or title,
        card_category=entry.card.category or entry.category,
    )
    return TopicFile(path=path, source=entry.file, order=order, topic=topic)


def _material(folder: Path) -> Iterator[Path]:
    """Readable files below the folder in name order, hidden ones and the folders of questions left out."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.is_file() and not hidden and parts[0] not in NOT_MATERIAL and path.suffix.lower() in READABLE:
            yield path


def title_of(folder: Path) -> str:
    """Return the title of a course's folder, also when its `course.yaml` is broken."""
    try:
        return _read_course_file(folder / "course.yaml").title or _plain_title(folder)
    except CorpusError:
        return _plain_title(folder)


def _plain_title(folder: Path) -> str:
    return folder.name.replace("-", " ").replace("_", " ").title()


def has_material(folder: Path) -> bool:
    """Whether a folder is a course: it says so, or holds something to read."""
    return (folder / "course.yaml").is_file() or next(_material(folder), None) is not None


def describe(text: str, *, stem: str, order: int) -> tuple[Topic, list[str]]:
    """Return the topic that a Markdown text describes by front matter, first heading or file name, with warnings.

    Raises CorpusError when its front matter is broken.
    """
    front = front_matter(text)
    heading = title_heading(text[front_length(text) :])
    title = str(front.get("title") or heading or stem.replace("-", " ").replace("_", " "))
    icon, title = split_icon(plain(title))
    warnings = [] if heading or front.get("title") else ["no heading: the file's name is its title"]
    category = str(front.get("category") or "")
    topic = Topic(
        id=slug(str(front.get("id") or title)),
        title=title,
        icon=str(front.get("icon") or icon),
        category=category,
        order=order,
        card_title=title,
        card_category=category,
    )
    return topic, warnings


def split_icon(title: str) -> tuple[str, str]:
    """Return ("⚡", "Lambda") for "⚡ Lambda": a first word without letters or digits is an icon."""
    first, _, rest = title.partition(" ")
    if rest and not any(character.isalnum() or character in "/.#&(" for character in first):
        return first, rest.strip()
    return "", title
