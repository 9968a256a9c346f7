"""Sheets of proposals on disk: `NAME.jsonl` with what is to be judged, `NAME.verdicts.jsonl` with what was said of it."""

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from studybot.errors import NotFound, StoreError
from studybot.evaluate.case import Case
from studybot.evaluate.feedback import case_line
from studybot.evaluate.folder import append_rows, read_answers
from studybot.evaluate.review import Proposal, Verdict
from studybot.files import write_whole, writing

Kind = TypeVar("Kind", Proposal, Verdict)
VERDICTS = ".verdicts.jsonl"
QUOTES = 5  # of a run's answer, proposed as its evidence
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,119}")


def sheet_names(folder: Path) -> list[str]:
    """Return the sheets of a folder, the newest first."""
    paths = [path for path in folder.glob("*.jsonl") if not path.name.endswith(VERDICTS)]
    return [path.stem for path in sorted(paths, key=lambda path: (-path.stat().st_mtime, path.name))]


def read_sheet(folder: Path, name: str) -> tuple[list[Proposal], list[Verdict]]:
    """Return the proposals and verdicts of a sheet; raises NotFound, or StoreError when a line is damaged."""
    if not _NAME.fullmatch(name) or not (folder / f"{name}.jsonl").exists():
        raise NotFound(f"there is no sheet {name!r} to review: 'studybot eval draft' proposes questions")
    verdicts = folder / f"{name}{VERDICTS}"
    proposals = [_parsed(Proposal, line, name) for line in _lines(folder / f"{name}.jsonl")]
    return proposals, [_parsed(Verdict, line, name) for line in _lines(verdicts)] if verdicts.exists() else []


def propose(folder: Path, name: str, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Add the proposals that a sheet does not hold yet, and return them; nothing that was judged is lost."""
    path = folder / f"{name}.jsonl"
    there = {one.case.id for one in read_sheet(folder, name)[0]} if path.exists() else set()
    new = list({one.case.id: one for one in proposals if one.case.id not in there}.values())
    if new:
        _append(path, new)
    return new


def judge(folder: Path, name: str, verdict: Verdict) -> None:
    """Keep what a reader says of a proposal; raises NotFound for one that the sheet does not hold."""
    if verdict.id not in {one.case.id for one in read_sheet(folder, name)[0]}:
        raise NotFound(f"the sheet {name!r} holds no question {verdict.id!r} any more: reload the page")
    _append(folder / f"{name}{VERDICTS}", [verdict])


def write_reviewed(path: Path, cases: Sequence[Case]) -> None:
    """Write the dataset of what was accepted, whole."""
    with writing(path, "check the folder", StoreError):
        write_whole(path, "".join(f"{case_line(case)}\n" for case in cases))


def proposals_of_run(run: Path) -> list[Proposal]:
    """Return the answers of a run as proposals: what was cited is the evidence, a refusal says that the course has none."""
    found = []
    for row in read_answers(run):
        quotes = list(dict.fromkeys(one.quote for statement in row.statements for one in statement.citations))[:QUOTES]
        case = Case(
            id=row.id,
            question=row.question,
            kind="fact" if quotes else "unanswerable",
            answerable=bool(quotes),
            evidence=tuple((quote,) for quote in quotes),
            note=row.note,
        )
        said = "\n\n".join(f"**{one.lead}**\n\n{one.text}" if one.lead else one.text for one in row.statements)
        found.append(Proposal(case=case, origin="run", answer=said))
    return found


def _append(path: Path, rows: Sequence[Proposal | Verdict]) -> None:
    with writing(path, "check the folder", StoreError):
        path.parent.mkdir(parents=True, exist_ok=True)
        append_rows(path, list(rows))


def _lines(path: Path) -> list[str]:
    # A line without its end was cut by a crash: the same verdict is given again.
    return [line for line in path.read_text(encoding="utf-8").split("\n")[:-1] if line.strip()]


def _parsed(kind: type[Kind], line: str, name: str) -> Kind:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        raise StoreError(f"a line of the sheet {name!r} is damaged: remove it, or propose the questions again") from error


GONE = "(deleted)"  # the reader of a verdict whose person's data was deleted


def judged(folder: Path, names: Collection[str]) -> dict[str, list[Verdict]]:
    """Return what was judged under some names, by sheet."""
    wanted = {name.casefold() for name in names if name}
    sheets = {name: read_sheet(folder, name)[1] for name in sheet_names(folder)}
    own = {name: [one for one in verdicts if one.reader.casefold() in wanted] for name, verdicts in sheets.items()}
    return {name: verdicts for name, verdicts in own.items() if verdicts}


def forget(folder: Path, names: Collection[str]) -> int:
    """Take some names off what was judged under them, which stays, as do its notes; return how many verdicts that are."""
    count = 0
    for sheet, own in judged(folder, names).items():
        kept = [one.model_copy(update={"reader": GONE}) if one in own else one for one in read_sheet(folder, sheet)[1]]
        with writing(folder / f"{sheet}{VERDICTS}", "check the folder", StoreError):
            write_whole(folder / f"{sheet}{VERDICTS}", "".join(f"{one.model_dump_json()}\n" for one in kept))
        count += len(own)
    return count
