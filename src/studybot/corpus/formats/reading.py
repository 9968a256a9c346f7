"""What a converter makes of a file."""

from studybot.types import Value


class Reading(Value):
    """Markdown texts, one a topic, and what a reader of the file sees and studybot does not."""

    texts: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def table(rows: list[list[str]]) -> str:
    """Return rows (the first one names the columns) as a Markdown table."""
    width = max(map(len, rows), default=0)
    lines = [_row([*row, *[""] * (width - len(row))]) for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]]) if lines else ""


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def pictures(count: int) -> tuple[str, ...]:
    """Return the warning about pictures that nobody has described."""
    if not count:
        return ()
    return (
        f"{count} picture{'s have' if count > 1 else ' has'} no description: what only {'they show' if count > 1 else 'it shows'} cannot be found",
    )
