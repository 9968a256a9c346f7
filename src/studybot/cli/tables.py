"""Tables in the terminal, as plain lines that a pipe can take."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

SHORT = 20  # characters that a column always shows
PIPED = 1000  # characters of a line that no terminal cuts
Rows = Iterable[Sequence[str]]


def console() -> Console:
    """Return the console that results are written to, without a word of them taken for markup."""
    width = None if sys.stdout.isatty() else PIPED
    return Console(markup=False, highlight=False, emoji=False, soft_wrap=True, width=width)


def show_table(titles: Sequence[str], rows: Rows, *, numbers: Sequence[int] | None = None) -> None:
    """Write a table; all columns but the first hold numbers unless `numbers` says which."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    listed = [list(row) for row in rows]
    for place, title in enumerate(titles):
        right = place in numbers if numbers is not None else place > 0
        longest = max(map(len, [title, *(row[place] for row in listed)]))
        # On a narrow terminal long texts are cut; short ones, keys and figures among them, never.
        whole = longest if longest <= SHORT else None
        table.add_column(title, justify="right" if right else "left", no_wrap=True, min_width=whole)
    for row in listed:
        table.add_row(*row)
    console().print(table)
