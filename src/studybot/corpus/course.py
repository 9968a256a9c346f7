"""A course is a folder: `course.yaml` when there is one, its topic files in order, and its question bank."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from studybot.corpus.folder import MACHINERY, OWN_FILES, is_text, leads_out, material, no_text
from studybot.corpus.front import front_length, front_matter, title_heading
from studybot.corpus.included import Arranged, arranged
from studybot.corpus.plain import plain
from studybot.corpus.read import READABLE
from studybot.corpus.stated import in_stated_order
from studybot.errors import CorpusError, first_line
from studybot.plain_yaml import parse_yaml
from studybot.text import slug
from studybot.types import Course, Topic, Value


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
    order: list[str] = []  # files in the order of the course, those that it does not name behind them
    language: str = ""  # ISO 639-1, found in the text when it is not said
    ocr: str = ""  # languages of tesseract ("eng+deu") in which pictures of pages are recognised
    ignore: list[str] = []  # paths, folders or patterns such as "drafts/*.md"; a section as "file.md#Heading"
    topics: list[_TopicEntry] = []


class TopicFile(Value):
    """One file of the course with what `course.yaml` says of it (`topic` is None when it says nothing)."""

    path: Path
    source: str
    order: int
    topic: Topic | None = None
    ocr: str = ""
    parts: tuple[Path, ...] = ()  # files that it takes in
    without: tuple[str, ...] = ()  # headings whose sections are left out, with all below them


class LeftOut(Value):
    """A file that is not read, and why; `wanted` when its author most likely takes it for material."""

    source: str
    reason: str
    wanted: bool


def load_course(folder: Path) -> tuple[Course, list[TopicFile]]:
    """Return the course of a folder and its files in order: those of `course.yaml` first, then any other readable file.

    Raises CorpusError when the folder or a listed file is missing, or `course.yaml` is broken.
    """
    if not folder.is_dir():
        raise CorpusError(f"course folder {str(folder)!r} does not exist: pass --course FOLDER or set STUDYBOT_COURSE")
    described = _read_course_file(folder / "course.yaml")
    topics = [entry for entry in described.topics if entry.file not in described.ignore]
    files = [_listed(folder, entry, order) for order, entry in enumerate(topics, start=1)]
    known = {file.path for file in files}
    parts = _arranged(folder, described.ignore).parts
    new = [path for path in parts if path not in known]
    files += [
        TopicFile(path=path, source=path.relative_to(folder).as_posix(), order=order)
        for order, path in enumerate(new, start=len(files) + 1)
    ]
    if described.order or not topics:
        files = _ordered(files, described.order or in_stated_order(folder, [file.source for file in files]))
    title = described.title or _plain_title(folder)
    own = tuple(file.topic for file in files if file.topic is not None)
    course = Course(
        id=slug(folder.resolve().name), title=title, author=described.author, topics=own, language=described.language or "en"
    )
    update = {"ocr": described.ocr}
    return course, [
        file.model_copy(
            update=update | {"parts": parts.get(file.path, ()), "without": sections_without(described.ignore, file.source)}
        )
        for file in files
    ]


def sections_without(ignore: Sequence[str], source: str) -> tuple[str, ...]:
    """Return the headings of a file whose sections are left out: "file.md#Heading" in the list."""
    return tuple(name.removeprefix(f"{source}#") for name in ignore if name.startswith(f"{source}#"))


def stated_language(folder: Path) -> str:
    """Return the language that `course.yaml` says, "" when it says none."""
    return _read_course_file(folder / "course.yaml").language


def left_out(folder: Path) -> list[LeftOut]:
    """Return the files of a course folder that are not read, with the reason: links that lead out, unknown formats.

    Pictures, sounds and what makes a web site look as it does are named, too; nobody takes them for text.
    """
    found = []
    ignore = _read_course_file(folder / "course.yaml").ignore
    within = _arranged(folder, ignore).others
    for path in material(folder, ignore):
        source, suffix = path.relative_to(folder).as_posix(), path.suffix.lower()
        if not is_text(path):
            name, reason = source.encode("utf-8", "backslashreplace").decode(), "has a name that is not UTF-8: give it another"
            found.append(LeftOut(source=name, reason=reason, wanted=True))
        elif leads_out(folder, path):
            reason = "is a link that leads out of the course folder: put the file itself there"
            found.append(LeftOut(source=source, reason=reason, wanted=True))
        elif reason := within.get(path) or no_text(path):
            found.append(LeftOut(source=source, reason=reason, wanted=False))
        elif suffix not in READABLE and path.name not in OWN_FILES:
            wanted = suffix not in MACHINERY
            reason = f"has a format that is not known ({suffix or 'no ending'}): save it as Markdown, PDF or Word"
            found.append(LeftOut(source=source, reason=reason, wanted=wanted))
    return found


def _arranged(folder: Path, ignore: Sequence[str]) -> Arranged:
    among = [path for path in material(folder, ignore) if not leads_out(folder, path) and is_text(path)]
    return arranged([path for path in among if path.suffix.lower() in READABLE and not no_text(path)], among)


def _ordered(files: list[TopicFile], order: list[str]) -> list[TopicFile]:
    """The files that `order` names in that order, the others behind them."""
    place = {name: number for number, name in enumerate(order)}
    files = sorted(files, key=lambda file: place.get(file.source, len(place)))
    return [_numbered(file, number) for number, file in enumerate(files, start=1)]


def _numbered(file: TopicFile, order: int) -> TopicFile:
    topic = file.topic and file.topic.model_copy(update={"order": order})
    return file.model_copy(update={"order": order, "topic": topic})


def _read_course_file(path: Path) -> _CourseFile:
    if not path.exists():
        return _CourseFile()
    try:
        return _CourseFile.model_validate(parse_yaml(path.read_text(encoding="utf-8")) or {})
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
    return (folder / "course.yaml").is_file() or any(
        path.suffix.lower() in READABLE and not leads_out(folder, path) for path in material(folder, ())
    )


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
    """Return ("⚡", "Functions") for "⚡ Functions": a first word without letters or digits is an icon."""
    first, _, rest = title.partition(" ")
    if rest and not any(character.isalnum() or character in "/.#&(" for character in first):
        return first, rest.strip()
    return "", title
