"""AsciiDoc, made plain for pandoc: code in a line, index terms, conditions, references to titles of any file of the course."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

ASCIIDOC = (".adoc", ".asciidoc", ".asc", ".ad")
_VERBATIM = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,})(?:\w.*)?[ \t]*")
_HEADING = re.compile(r"(={1,6})(?=[ \t]+\S)")
_DEEPEST = 6
_BOX = re.compile(r"={4,}|\*{4,}|_{4,}")
_TAG = re.compile(r"\b(?P<kind>tag|end)::(?P<name>[\w-]+)\[\]")
_WHEN = re.compile(r"^ifdef::([\w-]+)\[\]\s*\n(.*?)^endif::[^\n]*$", re.MULTILINE | re.DOTALL)
_WHEN_INLINE = re.compile(
    r"^if(?:def|eval)::[^\[\n]*\[[^\n]+\][ \t]*$|^(?:ifndef::[^\[\n]*\[\]|endif::.*)[ \t]*$", re.MULTILINE
)
_PICTURE = re.compile(r"^image::(?=\S+\[)", re.MULTILINE)  # below a list of terms pandoc takes it for one
_INDEXED = re.compile(r"\(\(\((?:[^()]|\([^()]*\))*\)\)\)\s?")
_WINDOW = re.compile(r"((?:https?|ftp|link|mailto)\b:[^\s\[\]]*\[[^\]\n]*?)\^(?=\]|,)")
_REFERENCE = re.compile(r"<<#?(?P<old>[^<>,\n]+)>>|\bxref:#?(?P<new>[^\s\[\]]+)\[\]")
_QUOTED = re.compile(r"([\"'])`(?=\S)(.+?)(?<=\S)`\1")
_CODE = re.compile(r"``(?P<free>[^`\n]+)``|(?<![\w\"'`}\\])`(?P<code>[^\s`]|[^\s`][^`\n]*[^\s`])`(?![\w\"'`])")
_MARKED = re.compile("\ue000(\\d+)\ue001")
_ANCHOR = re.compile(r"\[\[(?P<old>[^\[\],\n]+)(?:,[^\[\]\n]*)?\]\]|\[#(?P<new>[\w-]+)[^\[\]\n]*\]")
_TITLE = re.compile(r"={1,6}[ \t]+(?P<heading>\S.*)|\.(?P<block>[^\s.].*)")
_ALONE = re.compile(r"\s*|\[.*\]|//.*|\|===|\(\(\(.*\)\)\)")


def with_code(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of AsciiDoc, each with whether it is verbatim."""
    opened = ""
    for line in text.split("\n"):
        found = _VERBATIM.fullmatch(line)
        if opened or not found:
            yield line, bool(opened)
            opened = "" if found and found[1] == opened else opened
        else:
            opened = found[1]
            yield line, True


def lowered(text: str, by: int | None) -> str:
    """Return AsciiDoc with its headings so much deeper; by default a title of its own is a chapter of what takes it in."""
    lines = list(with_code(text))
    if by is None:
        by = int(any(line.startswith("= ") for line, code in lines if not code))
    return "\n".join(line if code else _HEADING.sub(lambda found: _sized(found, by), line, count=1) for line, code in lines)


def _sized(found: re.Match[str], by: int) -> str:
    return "=" * max(1, min(_DEEPEST, len(found[1]) + by))


def chosen(text: str, options: Mapping[str, str]) -> str:
    """Return the lines of a part that `lines=` or `tags=` choose, without the marks of tags."""
    lines = text.split("\n")
    if wanted := re.findall(r"(\d+)(?:\.\.(-?\d+)?)?", options.get("lines", "")):
        ends = [(int(first), int(last or first)) for first, last in wanted]
        lines = [
            line for number, line in enumerate(lines, 1) if any(a <= number <= (b if b > 0 else len(lines)) for a, b in ends)
        ]
    names = set(re.split(r"[;,]\s*", options.get("tags") or options.get("tag") or "")) - {""}
    shown: list[str] = []
    opened: list[str] = []
    for line in lines:
        if mark := _TAG.search(line):
            opened = [*opened, mark["name"]] if mark["kind"] == "tag" else [name for name in opened if name != mark["name"]]
        elif not names or "**" in names or any(name in names or "*" in names for name in opened):
            shown += [] if any(f"!{name}" in names for name in opened) else [line]
    return "\n".join(shown)


def titles(texts: Iterable[str]) -> dict[str, str]:
    """Return what the anchors of AsciiDoc texts stand at: the heading or the title of the block below each."""
    found: dict[str, str] = {}
    for text in texts:
        waiting: list[str] = []
        for line, code in with_code(text):
            title = None if code else _TITLE.fullmatch(line)
            waiting += [] if code else [name for pair in _ANCHOR.findall(line) for name in pair if name]
            said = _ANCHOR.sub("", (title["heading"] or title["block"]) if title else "").strip()
            if said:
                own = "_" + re.sub(r"\W+", "_", said.lower()).strip("_")
                names = [*waiting, *([own] if title and title["heading"] else [])]
                found = dict.fromkeys(names, said) | found
            if title or code or not _ALONE.fullmatch(line):
                waiting = []
    return found


def mended(text: str, known: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """Return AsciiDoc that pandoc reads as it is meant, and what stands for marks in it: as written, and as code.

    pandoc takes each word of code in a line for itself and loses what follows a backslash. Parts under a condition that the
    text does not meet go, pictures are no terms, and a reference without words says the title that it points to.
    """
    text = _WHEN.sub(lambda part: part[2] if f"\n:{part[1]}:" in text else "", text)
    text = _PICTURE.sub("image:", _WHEN_INLINE.sub("", text))
    if len([line for line, code in with_code(text) if not code and line.startswith("= ")]) > 1:
        text = lowered(text, 1)  # a title within a document is none for pandoc
    kept: list[tuple[str, str]] = []

    def keep(written: str, code: str) -> str:
        kept.append((written, code))
        return f"\ue000{len(kept) - 1}\ue001"

    def coded(line: str) -> str:
        return _CODE.sub(lambda found: keep(found[0], found["free"] or found["code"]), line)

    def plain(line: str) -> str:
        line = _QUOTED.sub(lambda found: f"“{found[2]}”" if found[1] == '"' else f"‘{found[2]}’", line)
        line = _WINDOW.sub(r"\1", _INDEXED.sub("", coded(line)))
        line = _REFERENCE.sub(lambda found: coded(_title(found["old"] or found["new"], known)), line)
        return re.sub(r"\\(?=\w)", lambda found: keep("\\", ""), line)

    return "\n".join(line if verbatim else plain(line) for line, verbatim in _closed(with_code(text))), kept


def _closed(lines: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The lines without empty ones before what closes a box: behind one, pandoc takes it for words."""
    found: list[tuple[str, bool]] = []
    opened: list[str] = []
    for line, verbatim in lines:
        if not verbatim and _BOX.fullmatch(line):
            if line in opened:
                opened.remove(line)
                while not found[-1][0].strip():
                    found.pop()
            else:
                opened.append(line)
        found.append((line, verbatim))
    return found


def _title(name: str, known: Mapping[str, str]) -> str:
    """The title that a reference points to, else the words of its name."""
    file, _, place = name.rpartition("#")
    return f"“{known.get(place or file) or re.sub(r'[_-]+', ' ', place or file).strip()}”"


def restored(node: Any, kept: list[tuple[str, str]]) -> Any:
    """Return pandoc's tree with code where marks stand for it, and in what is code already with what was written."""
    if isinstance(node, list):
        return [part for one in node for part in _inlines(one, kept)]
    if isinstance(node, dict):
        return {key: restored(value, kept) for key, value in node.items()}
    return _MARKED.sub(lambda found: kept[int(found[1])][0], node) if isinstance(node, str) else node


def _inlines(node: Any, kept: list[tuple[str, str]]) -> Iterator[Any]:
    if not (isinstance(node, dict) and node.get("t") == "Str" and _MARKED.search(node["c"])):
        yield restored(node, kept)
        return
    for number, piece in zip(count(), _MARKED.split(node["c"])):
        if number % 2:
            written, code = kept[int(piece)]
            yield (
                {"t": "Code", "c": [["", [], []], code.strip("+") if code.startswith("+") else code]}
                if code
                else {"t": "Str", "c": written}
            )
        elif piece:
            yield {"t": "Str", "c": piece}
