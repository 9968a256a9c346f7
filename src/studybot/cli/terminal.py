"""The terminal: results on standard output, everything else on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from studybot.shown import harmless

Progress = Callable[[int, int], None]


def say(text: str) -> None:
    """Write a line that is no result to standard error."""
    typer.echo(text, err=True)


def show_markdown(text: str) -> None:
    """Write Markdown: laid out on a terminal, as it is into a pipe or file."""
    text = harmless(text)
    if not sys.stdout.isatty():
        typer.echo(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=min(Console().width, 110)).print(Markdown(text))


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Give a function `progress(done, total)` that moves a bar on standard error; without a terminal, say the title only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        say(title)
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def move(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield move
