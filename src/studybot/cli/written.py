"""Results that go into a file, or to standard output."""

from pathlib import Path

import typer

from studybot.cli.terminal import say
from studybot.files import writing

STANDARD_OUTPUT = "-"


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, line ends as they are; UsageError when the file cannot be written."""
    with writing(path, "name another file"):
        path.write_text(text, encoding="utf-8", newline="")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file; UsageError when it cannot be written."""
    with writing(path, "name another file"):
        path.write_bytes(content)


def deliver(target: str, text: str) -> None:
    """Write a result to the file `target`, or to standard output when that is "-"."""
    if target == STANDARD_OUTPUT:
        typer.echo(text, nl=not text.endswith("\n"))
        return
    write_text(Path(target), text)
    say(f"Written to {target!r}.")
