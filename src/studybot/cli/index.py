"""`studybot index`: build the index, show its receipt."""

from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.terminal import progress_bar, say
from studybot.shown import harmless

if TYPE_CHECKING:
    from studybot.settings import Settings
    from studybot.types import Receipt

EXAMPLES = """
studybot index
studybot index --fresh
studybot index --course my-course --index my-index
"""


def index(
    settings: "Settings",
    fresh: Annotated[bool, typer.Option("--fresh", help="Embed everything anew, also what did not change.")] = False,
) -> None:
    """Build the index and show what was made of each file.

    Only what changed is embedded. A file that cannot be read is named with its reason, the others are
    indexed, and the exit status is 1.
    """
    from studybot import wiring

    with progress_bar(f"Indexing {str(settings.course)!r}") as shown:
        receipt = wiring.build_index(settings, fresh=fresh, progress=shown, reading=shown.name)
    if receipt is not None:
        wiring.open_studybot(settings).announce()
    else:
        receipt = wiring.open_studybot(settings).stored_manifest.receipt.model_copy(update={"unchanged": True})
    _show(receipt)
    failed = [file.source for file in receipt.files if file.error]
    if failed:
        say(f"studybot: {len(failed)} of {len(receipt.files)} files could not be indexed; the others are")
        raise typer.Exit(1)


def _show(receipt: "Receipt") -> None:
    """Write the receipt as a table, a row per file, with remarks under it."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("File", no_wrap=True)
    for title in ("Passages", "Entries", "Embedded"):
        table.add_column(title, justify="right")
    read = [file for file in receipt.files if not file.left_out]
    for file in read:
        embedded = 0 if receipt.unchanged else file.embedded
        table.add_row(_named(file.source), *(f"{count:,}" for count in (file.passages, file.entries, embedded)))
    sums = (sum(file.passages for file in receipt.files), sum(file.entries for file in receipt.files))
    embedded = 0 if receipt.unchanged else sum(file.embedded for file in receipt.files)
    table.add_row(f"{len(read)} files", *(f"{count:,}" for count in (*sums, embedded)), style="bold")
    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    console.print(table)
    for file in receipt.files:
        reasons = [f"not indexed: {file.error}"] if file.error else [f"left out: {file.left_out}"] if file.left_out else []
        for remark in (*reasons, *(f"warning: {one}" for one in file.warnings)):
            console.print(f"{_named(file.source)}: {harmless(remark)}")
    for remark in receipt.warnings:
        console.print(f"warning: {remark}")
    console.print(f"Language: {receipt.language}.")
    console.print("Nothing changed." if receipt.unchanged else f"Built in {receipt.seconds:.1f} s.")


def _named(source: str) -> str:
    """The name of a file on one line, without what a terminal would obey."""
    return " ".join(harmless(source).split("\n"))
