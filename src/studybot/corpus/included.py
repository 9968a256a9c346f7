"""What a file takes in from others of its folder, read in its place: `include::part.adoc[]`, `{{< include _part.qmd >}}`."""

import re
from collections.abc import Mapping, Sequence
from os.path import normpath
from pathlib import Path

from studybot.corpus.asciidoc import ASCIIDOC, chosen, lowered, with_code
from studybot.corpus.fences import Fences
from studybot.types import Value

_NAMED = {
    **dict.fromkeys(ASCIIDOC, re.compile(r"include::(?P<name>[^\[\n]+)\[(?P<options>[^\]\n]*)\]")),
    ".rst": re.compile(r"\.\. include::[ \t]+(?P<name>\S+)"),
    **dict.fromkeys(
        (".md", ".markdown", ".qmd", ".rmd"),
        re.compile(r"\s*(?:\{\{<\s*include\s+(?P<name>[^\s>]+)\s*>\}\}|-{1,2}8<-{1,2}\s+\"(?P<snippet>[^\"]+)\")"),
    ),
}
_LEVEL = re.compile(r":(?P<not>!?)leveloffset!?:[ \t]*(?P<by>[+-]?\d*)")
_SAID = re.compile(r"^:(?P<name>[\w-]+):[ \t]+(?P<value>\S.*)$", re.MULTILINE)
_OPTION = re.compile(r"(?P<name>\w+)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^,\"]*))")
_SETS_UP = re.compile(r"|[=#]+ .*|:!?[\w-]+!?:.*|//.*|\w+::.*|\[.*\]|[\w.]+ [\w. ;-]{0,60}")  # a title, authors, what is set
LIMIT = 20_000_000  # characters of a file with all that it takes in
MOST = 2_000  # parts that one file takes in, with those of its parts
FEWEST = 2  # files that one must take in to be a list of them


class Arranged(Value):
    """The files that are read for themselves, in order, with all that each takes in; of the others, why they are not."""

    parts: dict[Path, tuple[Path, ...]]
    others: dict[Path, str]


def arranged(files: Sequence[Path], among: Sequence[Path]) -> Arranged:
    """Return which of `files` are read for themselves; what they take in is to be found `among` the files of the folder.

    A file without words of its own that takes in most of the others is a table of contents: its parts are read for themselves.
    """
    direct = {path: parts for path in files if (parts := _Taking(among, deep=False).parts(path))}
    taken = {part for path, parts in direct.items() for part in parts if part != path}
    reached: dict[Path, list[Path]] = {}
    for path in sorted(files, key=taken.__contains__):
        if path not in taken or not any(path in parts for parts in reached.values()):  # of a ring, the first
            reached[path] = _reach(path, direct)
    many = sum(path.suffix == first.suffix for first in direct for path in files) / max(1, len(direct))
    contents = [path for path in reached if 2 * len(reached[path]) > many and _only_gathers(path, direct.get(path, ()))]
    roots = [part for path in files if path in reached for part in (direct[path] if path in contents else [path])]
    of_its_own = {path: tuple(_reach(path, direct)) for path in dict.fromkeys(roots) if path in files}
    others = {part: f"is read within {path.name}, which takes it in" for path, within in of_its_own.items() for part in within}
    others |= dict.fromkeys(contents, "only names other files, which are read for themselves")
    return Arranged(parts=of_its_own, others={path: why for path, why in others.items() if path not in of_its_own})


def _reach(path: Path, direct: Mapping[Path, Sequence[Path]]) -> list[Path]:
    found: dict[Path, None] = {}
    waiting = [path]
    while waiting:
        new = [part for part in direct.get(waiting.pop(), ()) if part not in found and part != path]
        found |= dict.fromkeys(new)
        waiting += new
    return list(found)


def _only_gathers(path: Path, direct: Sequence[Path]) -> bool:
    return len(direct) >= FEWEST and all(_SETS_UP.fullmatch(line.strip()) for line in _text(path).split("\n"))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LIMIT).decode("utf-8-sig", "ignore").replace("\r\n", "\n")
    except OSError:
        return ""


def with_parts(path: Path, text: str, among: Sequence[Path]) -> tuple[str, tuple[str, ...]]:
    """Return a text with what it takes in, and a warning for each part that is not there, goes in a ring or is too much."""
    if path.suffix.lower() not in _NAMED:
        return text, ()
    reader = _Taking(among)
    text = reader.read(path, text)
    return text, tuple(dict.fromkeys(reader.warnings))


class _Taking:
    """One text that is being put together; not `deep`, it is only noted what it names itself."""

    def __init__(self, among: Sequence[Path], *, deep: bool = True) -> None:
        self._among, self._deep = among, deep
        self._said: dict[str, str] = {}
        self._within: list[Path] = []
        self._length = self._count = 0
        self._taken: list[Path] = []
        self.warnings: list[str] = []

    def parts(self, path: Path) -> list[Path]:
        """The files that a file names to be taken in, each once."""
        text = _text(path) if path.suffix.lower() in _NAMED else ""
        if "include" in text or "8<-" in text:
            self.read(path, text)
        return list(dict.fromkeys(self._taken))

    def read(self, path: Path, text: str) -> str:
        """The text with its parts in their places, each as deep as `leveloffset` says."""
        self._within.append(path)
        self._length += len(text)
        kind = self._within[0].suffix.lower()
        pattern, adoc = _NAMED.get(kind), kind in ASCIIDOC
        self._said |= {found["name"]: found["value"] for found in _SAID.finditer(text)} if adoc else {}
        fences, offset = Fences(), 0
        read = with_code(text) if adoc else ((line, fences.encloses(line)) for line in text.split("\n"))
        lines = []
        for line, code in read:
            found = pattern.fullmatch(line.rstrip()) if pattern and (adoc or not code) else None
            level = _LEVEL.fullmatch(line.rstrip()) if adoc and not code else None
            if level:
                by = int(level["by"]) if level["by"].strip("+-") else 0
                offset = offset + by if level["by"][:1] in ("+", "-") else by
            else:
                shown = self._part(found) if found else line
                lines.append(lowered(shown, offset) if offset and not code else shown)
        self._within.pop()
        return "\n".join(lines)

    def _part(self, found: re.Match[str]) -> str:
        """The text of a part as the line that names it wants it."""
        named = found.groupdict()
        name = re.sub(r"\{([\w-]+)\}", lambda said: self._said.get(said[1], ""), named["name"] or named["snippet"])
        path = _find(name.rpartition("$")[2], self._within[-1], self._among)
        if path is None or path in self._within or not self._deep:
            self._taken += [path] if path else []
            why = "which takes it in itself: it stands there once" if path else "which is not in the folder: put it there"
            self.warnings.append(f"takes in {name!r}, {why}")
            return ""
        options = {
            option["name"]: option["quoted"] or option["bare"] for option in _OPTION.finditer(named.get("options") or "")
        }
        text = chosen(_text(path).rstrip("\n"), options)
        self._count += 1
        if self._length + len(text) > LIMIT or self._count > MOST:
            self.warnings.append(f"takes in {name!r} and is too long with it: split it")
            return ""
        text = self.read(path, text)
        offset = options.get("leveloffset", "")
        by = int(offset) if offset.strip("+-").isdigit() else None
        return lowered(text, by) if self._within[0].suffix.lower() in ASCIIDOC else text


def _find(name: str, within: Path, among: Sequence[Path]) -> Path | None:
    """The file that a name means: beside the file that names it, else the only one that is called so."""
    beside = Path(normpath(within.parent / name))
    if beside in among:
        return beside
    called = [path for path in among if path.name == beside.name]
    near = [path for path in called if path.parent.name == Path(name).parent.name]
    return next((found[0] for found in (called, near) if len(found) == 1), None)
