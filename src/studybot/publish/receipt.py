"""What was made of each file of a course: what it holds, what is missing of it, and why a file is not read."""

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Literal

from studybot.corpus.course import left_out, load_course, sections_without
from studybot.corpus.folder import NOT_MATERIAL
from studybot.corpus.parts import FilePart, read_parts
from studybot.publish.draft import COURSE, Draft
from studybot.publish.files import Files, files_of
from studybot.types import FileReceipt, Value

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
EDITABLE = (".md", ".markdown", ".txt", ".yaml", ".yml")
State = Literal["new", "changed", "same"]


class Row(Value):
    """One file: what was made of it, or `problem`, why it is not read; `left_out` says that it is not meant to be."""

    name: str
    state: State
    titles: tuple[str, ...] = ()
    sections: int = 0
    tables: int = 0
    pictures: int = 0
    passages: int = 0
    warnings: tuple[str, ...] = ()
    problem: str = ""
    left_out: bool = False
    editable: bool = False
    headings: tuple[str, ...] = ()  # of the sections that are read
    without: tuple[str, ...] = ()  # of those that are left out


class Receipt(Value):
    """The rows of all files in the order of the course, and the files that were taken out."""

    rows: tuple[Row, ...]
    removed: tuple[str, ...] = ()
    others: int = 0  # the question bank, the evaluation and pictures: files that are no text to learn from


def receipt_of(draft: Draft) -> Receipt:
    """Read the files of the draft and say what was made of each; one that did not change is not read again."""
    files = draft.files()
    before = files_of(draft.course) if draft.course.is_dir() else {}
    ignored = list(draft.described().get("ignore") or [])
    read = _read(str(draft.seen), tuple(sorted(files.items())), draft.place.passage_size) if files else {}
    order = {name: number for number, name in enumerate(read)}
    rows = [
        _row(name, files, before, read.get(name), out=name in ignored).model_copy(
            update={"without": sections_without(ignored, name)}
        )
        for name in sorted(files, key=lambda name: (order.get(name, len(order)), name))
        if _is_shown(name)
    ]
    removed = tuple(name for name in sorted(before.keys() - files.keys()) if _is_shown(name))
    return Receipt(rows=tuple(rows), removed=removed, others=len(files) - len(rows))


@lru_cache(maxsize=8)
def _read(folder: str, files: tuple[tuple[str, str], ...], size: int) -> dict[str, FilePart]:
    """What each file holds, by its name; `files` is what the folder held, so that a change reads it again."""
    _, listed = load_course(Path(folder))
    parts = [part.model_copy(update={"entries": ()}) for part in read_parts(Path(folder), listed, size, use_bank=False)]
    others = [FilePart(receipt=FileReceipt(source=file.source, error=file.reason)) for file in left_out(Path(folder))]
    return {part.receipt.source: part for part in (*parts, *others)}


def _is_shown(name: str) -> bool:
    path = Path(name)
    return path.parts[0] not in NOT_MATERIAL and path.suffix.lower() not in PICTURES and name != COURSE


def _row(name: str, files: Files, before: Files, part: FilePart | None, *, out: bool) -> Row:
    state: State = "new" if name not in before else "same" if before[name] == files[name] else "changed"
    row = Row(name=name, state=state, editable=Path(name).suffix.lower() in EDITABLE)
    if out or part is None:
        return row.model_copy(update={"left_out": True})
    sections = [section for document in part.documents for section in document.sections]
    blocks = Counter(block.kind for section in sections for block in section.blocks)
    return row.model_copy(
        update={
            "titles": tuple(document.topic.title for document in part.documents)[:5],
            "headings": tuple(dict.fromkeys(section.path[-1] for section in sections if section.level > 1)),
            "sections": len(sections),
            "tables": blocks["table"],
            "pictures": sum(document.text.count("![") for document in part.documents),
            "passages": part.receipt.passages,
            "warnings": part.receipt.warnings,
            "problem": part.receipt.error,
        }
    )
