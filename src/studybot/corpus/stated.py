"""The order of a course that one of its files states: the chapters of a book, the links of a plan or of a list of contents."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from studybot.corpus.order import FEWEST, FIRST
from studybot.corpus.roles import name_role

LONGEST = 200_000  # characters of a file that states an order
_LISTS = ("_quarto.yml", "_toc.yml", "_bookdown.yml", "mkdocs.yml", "config.yaml", "summary.md", "_sidebar.md")
_FOLDERS = ("", "src", "docs")
_NAMED = re.compile(r"[\w./+-]*\w")


def in_stated_order(folder: Path, sources: Sequence[str]) -> list[str]:
    """Return files, which come by name, in the order in which one file names most of them: at least half of the lectures.

    What it does not name stands behind the file that it follows by name, behind all where the file is a list of chapters, a
    readme before what its folder holds.
    """
    lectures = [source for source in sources if all(name_role(part) == "teaching" for part in PurePosixPath(source).parts)]
    stated = [(_named(path, folder, lectures), path) for path in _stating(folder)]
    named, by = max(stated, key=lambda one: len(one[0]), default=([], folder))
    if len(named) < max(FEWEST, len(lectures) / 2):
        return list(sources)
    places: dict[str, float] = {source: place for place, source in enumerate(named)}
    before = float(len(named)) if by.name.lower() in _LISTS else -1.0  # of a whole list, what it does not name is no part
    for source in lectures:
        path = PurePosixPath(source)
        beside = [places[one] for one in named if PurePosixPath(one).parent == path.parent]
        if source not in places:
            places[source] = min(beside) - 0.5 if beside and path.stem.lower() in FIRST else before
        before = before if before == len(named) else places[source]
    return sorted(sources, key=lambda source: places.get(source, len(sources)))


def _stating(folder: Path) -> Iterator[Path]:
    """The files of a course that may state its order."""
    for path in (path for name in _FOLDERS if (folder / name).is_dir() for path in sorted((folder / name).iterdir())):
        name = path.name.lower()
        if path.is_file() and (
            name in _LISTS or (path.suffix.lower() in (".md", ".qmd", ".rmd") and path.stem.lower() in FIRST)
        ):
            yield path


def _named(path: Path, folder: Path, sources: Sequence[str]) -> list[str]:
    """The files that a text names, in its order; a list of contents may leave out how they end."""
    base = path.parent.relative_to(folder).as_posix()
    known = {source: source for source in sources}
    if path.suffix in (".yml", ".yaml"):
        known |= {str(PurePosixPath(source).with_suffix("")): source for source in sources}
    try:
        text = path.read_text(encoding="utf-8")[:LONGEST]
    except (OSError, UnicodeDecodeError):
        return []
    own = "" if base == "." else f"{base}/"
    said = (own + word.removeprefix("./") for word in _NAMED.findall(text))
    return list(dict.fromkeys(known[word] for word in said if word in known))
