"""What a converter makes of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from studybot.text import any_word

REPEATED = 60  # characters of a merged cell that names what it spans and is repeated; what is longer stands once
QUOTED = 60  # characters of what is hidden that a receipt repeats


@dataclass(frozen=True)
class Reading:
    """Markdown texts, one a topic, and what a reader of the file sees and studybot does not."""

    texts: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a Markdown table: the first one names the columns, what spans all columns above it the whole table."""
    width = max(map(len, rows), default=0)
    lines = [_row([*row, *[""] * (width - len(row))]) for row in rows]
    titles = [row[0].strip("*_ ") for row in takewhile(spans_all, rows[:-2])]
    named = "".join(f"**{title}**\n\n" for title in titles)
    lines = lines[len(titles) :]
    return named + "\n".join([lines[0], "|" + "---|" * width, *lines[1:]]) if lines else ""


def spans_all(cells: Sequence[str]) -> bool:
    """Whether one cell goes over all columns of a table: it names what stands below it and is no entry."""
    return len(cells) > 1 and len({cell.strip() for cell in cells}) == 1 and any_word(cells[0])


def grid(rows: Sequence[Sequence[tuple[int, int, str]]], width: int = 0) -> list[list[str]]:
    """Return the cells of a table, each (rows and columns that it spans, text) in every place that it spans if it is short."""
    placed: list[dict[int, str]] = [{} for _ in rows]
    for number, cells in enumerate(rows):
        column = 0
        for deep, wide, text in cells:
            while column in placed[number]:
                column += 1
            last = column + max(1, wide)
            for row in placed[number : number + max(1, deep)]:
                for place in range(column, min(last, width) if width else last):
                    first = row is placed[number] and place == column
                    row[place] = text if first or is_repeated(text) else ""
    columns = width or max((max(row) + 1 for row in placed if row), default=0)
    return [[row.get(place, "") for place in range(columns)] for row in placed]


def unnamed(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows of a table without names of columns; one whose first cell is empty goes on with the row above."""
    found: list[list[str]] = []
    for row in rows:
        if found and not row[0].strip():
            found[-1] = [" ".join(filter(None, cells)) for cells in zip(found[-1], row, strict=True)]
        else:
            found.append(row)
    return [[""] * len(rows[0]), *found]


def is_repeated(text: str) -> bool:
    """Whether what a merged cell says is said again in all that it spans: a name is, a sentence or a formula is not."""
    return len(text) <= REPEATED and "=" not in text


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def pictures(count: int, where: str = "") -> tuple[str, ...]:
    """Return the warning about pictures that nobody has described; `where` names their places."""
    if not count:
        return ()
    many, shown = ("s have", "they show") if count > 1 else (" has", "it shows")
    places = f" ({where})" if where else ""
    return (f"{count} picture{many} no description: what only {shown} cannot be found{places}",)


def left_out(unseen: Sequence[str], where: str = "") -> tuple[str, ...]:
    """Return the warning about texts that nobody sees; `where` names their places."""
    text = " ".join(" ".join(unseen).split())
    if not text:
        return ()
    begins = text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()} ..."
    return (f"text that nobody sees is left out ({where}{begins!r}): show it or take it out of the file",)
