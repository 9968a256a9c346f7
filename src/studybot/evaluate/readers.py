"""What one reader judged on all sheets of a folder: to hand over to the person behind the name, and to keep without it."""

from collections.abc import Collection
from pathlib import Path

from studybot.errors import StoreError
from studybot.evaluate.review import Verdict
from studybot.evaluate.sheets import VERDICTS, read_sheet, sheet_names
from studybot.files import write_whole, writing

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
