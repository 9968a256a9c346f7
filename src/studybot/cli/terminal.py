"""The terminal: results on standard output or into a file, everything else on standard error, and what a person types."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from studybot.files import writing
from studybot.shown import harmless

Progress = Callable[[int, int], None]
STANDARD_OUTPUT = "-"
PAUSE = 30.0  # seconds between two lines where there is no terminal


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


class Shown:
    """How far something is, for a terminal or a log; called with what is done and how much there is."""

    def __init__(self, move: Progress, name: Callable[[str], None]) -> None:
        self._move = move
        self.name = name  # says what is worked on just now

    def __call__(self, done: int, total: int) -> None:
        """Say how much is done."""
        self._move(done, total)


@contextmanager
def progress_bar(title: str) -> Iterator[Shown]:
    """Give a bar on standard error; without a terminal the title, and now and then a line that says where it is."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        say(title)
        with _lines(title) as shown:
            yield shown
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def move(done: int, total: int) -> None:
            bar.update(task, description=title, completed=done, total=total)

        yield Shown(move, lambda what: bar.update(task, description=f"{title}: {harmless(what)[:60]}"))


@contextmanager
def _lines(title: str) -> Iterator[Shown]:
    """Say every PAUSE seconds what is worked on, so that a log names the file that an index hangs on."""
    now, ended = [""], threading.Event()

    def move(done: int, total: int) -> None:
        now[0] = f"{done:,} of {total:,}"

    def name(what: str) -> None:
        now[0] = harmless(what)

    def tell() -> None:
        while not ended.wait(PAUSE):
            say(f"{title}: {now[0] or 'at work'}")

    threading.Thread(target=tell, daemon=True, name="progress").start()
    try:
        yield Shown(move, name)
    finally:
        ended.set()


def interactive() -> bool:
    """Whether a person sits at both ends: what is printed is read, and what is typed comes from a keyboard."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def typed(prompt: str) -> str | None:
    """Return what is typed after a prompt, without outer blanks; None at the end of the input."""
    try:
        return input(prompt).strip()
    except EOFError:
        return None


def write(path: Path, content: str | bytes) -> None:
    """Write a file, a text as UTF-8 with its line ends as they are; UsageError when it cannot be written."""
    with writing(path, "name another file"):
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def deliver(target: str, text: str) -> None:
    """Write a result to the file `target`, or to standard output when that is "-"."""
    if target == STANDARD_OUTPUT:
        typer.echo(text, nl=not text.endswith("\n"))
        return
    write(Path(target), text)
    say(f"Written to {target!r}.")
