"""What a file takes in from others of its folder, read in its place: `include::part.adoc[]`, `{{< include _part.qmd >}}`."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from os.path import normpath
from pathlib import Path

from studybot.corpus.asciidoc import ASCIIDOC, chosen, lowered, with_code
from studybot.corpus.fences import Fences
from studybot.corpus.formats.text import decode
from studybot.errors import CorpusError
from studybot.types import Value

_NAMED = {
    **dict.fromkeys(ASCIIDOC, re.compile(r"include::(?P<name>[^\[\n]+)\[(?P<options>[^\]\n]*)\]")),
    ".rst": re.compile(r"\.\. include::[ \t]+(?P<name>\S+)"),
    **dict.fromkeys(
        (".md", ".markdown", ".qmd", ".rmd"),
        re.compile(r"\s*(?:\{\{<\s*include\s+(?P<name>[^\s>]+)\s*>\}\}|-{1,2}8<-{1,2}\s+\"(?P<snippet>[^\"]+)\")"),
    ),
}
_LEVEL = re.compile(r":(?P<not>!?)leveloffset!?:[ \t]*(?P<by>(?:[+-]?[0-9]{1,2})?)")
_SAID = re.compile(r"^:(?P<name>[\w-]+):[ \t]+(?P<value>\S.*)$", re.MULTILINE)
_OPTION = re.compile(r"(?P<name>\w+)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^,\"]*))")
_SETS_UP = re.compile(r"|[=#]+ .*|:!?[\w-]+!?:.*|//.*|(?:include|ifn?def|ifeval|endif|toc)::.*|\[.*\]")  # a title, what is set
_AUTHORS = re.compile(r"[\w.]+ [\w. ;-]{0,59}[\w;-]")  # right below the title
_CONDITION = re.compile(r"(?P<opens>ifn?def|ifeval)::[^\[\n]*\[(?P<said>[^\]\n]*)\]|endif::\S*")
_SETTING = re.compile(r"[ \t]+:[\w-]+:.*")  # of a directive of reST
LIMIT = 20_000_000  # characters of a file with all that it takes in
MOST = 2_000  # parts that one file takes in, with those of its parts
_COMMENT = re.compile(r"/{4,}")
DEEPEST = 40  # files within one another
FEWEST = 2  # files that one must take in to be a list of them


class Arranged(Value):
    """The files that are read for themselves, in order, with all that each takes in; of the others, why they are not."""

    parts: dict[Path, tuple[Path, ...]]
    others: dict[Path, str]


def arranged(files: Sequence[Path], among: Sequence[Path]) -> Arranged:
    """Return which of `files` are read for themselves; what they take in is to be found `among` the files of the folder.

    A file without words of its own that takes in most of the others is a table of contents: its parts are read for themselves.
    """
    takings = {path: taking for path in files if (taking := _Taking(among, deep=False)).parts(path)}
    direct = {path: taking.parts(path) for path, taking in takings.items()}
    # Of which a piece is taken in, or only sometimes, is read for itself: nothing of it may be lost.
    taken = {part for path, taking in takings.items() for part in taking.whole if part != path}
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
    lines = [line.strip() for line in _text(path).split("\n")]
    return len(direct) >= FEWEST and all(
        _SETS_UP.fullmatch(line) or (before.startswith("= ") and _AUTHORS.fullmatch(line))
        for before, line in pairwise(["", *lines])
    )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return decode(file.read(LIMIT))
    except (OSError, CorpusError):
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
        self._among, self._deep = frozenset(among), deep
        self._called: dict[str, list[Path]] = {}
        for path in among:
            self._called.setdefault(path.name, []).append(path)
        self._texts: dict[Path, str] = {}
        self.whole: set[Path] = set()
        self._said: dict[str, str] = {}
        self._within: list[Path] = []
        self._length = self._count = 0
        self._taken: list[Path] = []
        self.warnings: list[str] = []

    def parts(self, path: Path) -> list[Path]:
        """The files that a file names to be taken in, each once."""
        text = _text(path) if path.suffix.lower() in _NAMED and not self._taken else ""
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
        fences, offset, sometimes = Fences(), 0, 0
        read = list(with_code(text)) if adoc else [(line, fences.encloses(line)) for line in text.split("\n")]
        hidden = _hidden(text, adoc=adoc)
        lines = []
        for number, (line, code) in enumerate(read):
            named = pattern and (adoc or not code) and number not in hidden
            found = pattern.fullmatch(line.rstrip()) if pattern and named else None
            when = _CONDITION.fullmatch(line.rstrip()) if adoc and not code else None
            if when and not when["said"]:
                sometimes += 1 if when["opens"] else -1
            level = _LEVEL.fullmatch(line.rstrip()) if adoc and not code else None
            if level:
                by = int(level["by"]) if level["by"].strip("+-") else 0
                offset = offset + by if level["by"][:1] in ("+", "-") else by
            else:
                settings = kind == ".rst" and number + 1 < len(read) and bool(_SETTING.fullmatch(read[number + 1][0]))
                shown = self._part(found, whole=not sometimes and not settings) if found else line
                lines.append(lowered(shown, offset) if offset and not code else shown)
        self._within.pop()
        return "\n".join(lines)

    def _part(self, found: re.Match[str], *, whole: bool) -> str:
        """The text of a part as the line that names it wants it, `whole` and always or not."""
        named = found.groupdict()
        name = re.sub(r"\{([\w-]+)\}", lambda said: self._said.get(said[1], ""), named["name"] or named["snippet"])
        path = self._find(name.rpartition("$")[2], self._within[-1])
        options = {
            option["name"]: option["quoted"] or option["bare"] for option in _OPTION.finditer(named.get("options") or "")
        }
        if path is None or path in self._within or not self._deep:
            if path and len(self._taken) < MOST:
                self._taken.append(path)
                pieces = options.keys() & {"lines", "tag", "tags"} and path.suffix == self._within[0].suffix
                self.whole |= {path} if whole and not pieces else set()
            why = "which takes it in itself: it stands there once" if path else "which is not in the folder: put it there"
            self.warnings.append(f"takes in {name!r}, {why}")
            return ""
        self._count += 1
        if path not in self._texts and self._count <= MOST:
            self._texts[path] = _text(path)
        text = chosen(self._texts[path].rstrip("\n"), options) if self._count <= MOST else ""
        if self._length + len(text) > LIMIT or self._count > MOST or len(self._within) > DEEPEST:
            self.warnings.append(f"takes in {name!r} and is too long with it: split it")
            return ""
        text = self.read(path, text)
        offset = options.get("leveloffset", "")
        by = int(offset) if re.fullmatch(r"[+-]?[0-9]{1,2}", offset) else None
        return lowered(text, by) if self._within[0].suffix.lower() in ASCIIDOC else text

    def _find(self, name: str, within: Path) -> Path | None:
        """The file that a name means: beside the file that names it, else the only one that is called so; no address."""
        beside = Path(normpath(within.parent / name))
        if beside in self._among or "://" in name:
            return None if "://" in name else beside
        called = self._called.get(beside.name, [])
        near = [path for path in called if path.parent.name == Path(name).parent.name]
        return next((found[0] for found in (called, near) if len(found) == 1), None)


def _hidden(text: str, *, adoc: bool) -> frozenset[int]:
    """The numbers of the lines that are a comment: nothing there is taken in."""
    found: set[int] = set()
    within = False
    for number, line in enumerate(text.split("\n")):
        if adoc:
            marks = bool(_COMMENT.fullmatch(line.rstrip()))
            within ^= marks
        else:
            marks = "<!--" in line
            within = line.rfind("<!--") > line.rfind("-->") if marks or "-->" in line else within
        found |= {number} if within or marks else set()
    return frozenset(found)
