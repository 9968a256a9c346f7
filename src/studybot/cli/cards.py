"""`studybot cards` and `studybot anki`: the flashcards of the course, to list, to count and to take elsewhere."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.ready import indexed
from studybot.cli.terminal import say, write
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.opened import Opened
    from studybot.settings import Settings
    from studybot.study.card import Card

EXAMPLES = """
studybot cards
studybot cards --topic fractions
studybot cards --csv cards.csv
studybot cards --csv | head
studybot cards --numbers
"""
ANKI_EXAMPLES = """
studybot anki cards.apkg
studybot anki fractions.apkg --topic fractions
"""
TOPIC = Annotated[list[str] | None, typer.Option("--topic", metavar="TOPIC", help="Cards of this topic only (repeatable).")]


def cards(
    settings: "Settings",
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where the CSV goes.")] = None,
    topic: TOPIC = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write the cards as CSV, to FILE or standard output.")] = False,
    numbers: Annotated[bool, typer.Option("--numbers", help="Count items and cards, and measure how fast they come.")] = False,
) -> None:
    """List the flashcards of the course.

    A line has the card's id, kind, topic and front.
    """
    if file is not None and not as_csv:
        raise UsageError(f"FILE {str(file)!r} goes with --csv: see 'studybot cards --help'")
    if numbers and as_csv:
        raise UsageError("--numbers and --csv do not go together: see 'studybot cards --help'")
    studybot = indexed(settings)
    if numbers:
        from studybot.cli.study_numbers import show_numbers

        show_numbers(studybot)
        return
    chosen = _chosen(studybot.opened, topic)
    if as_csv:
        _write_csv(chosen, file)
        return
    for card in chosen:
        typer.echo(f"{card.id}  {card.kind:<10}  {card.topic}  {' '.join(card.front.split())}")


def anki(
    settings: "Settings",
    out: Annotated[Path, typer.Argument(metavar="OUT.apkg", help="The package to write.")],
    topic: TOPIC = None,
) -> None:
    """Write the flashcards as a package for Anki.

    Importing a later package updates the notes and never doubles them.
    """
    from studybot.study.anki import apkg

    studybot = indexed(settings)
    chosen = _chosen(studybot.opened, topic)
    package = apkg(studybot.course, chosen, at=datetime.now(UTC).timestamp(), pictures=studybot.settings.course)
    write(out, package)
    say(f"{len(chosen):,} cards in {str(out)!r}")


def _chosen(course: "Opened", topic: list[str] | None) -> "list[Card]":
    topics = [course.topic(name).id for name in topic or ()]
    return [card for card in course.material.cards.values() if not topics or card.topic in topics]


def _write_csv(chosen: "list[Card]", file: Path | None) -> None:
    from studybot.study.anki import as_csv

    text = as_csv(chosen)
    if file is None:
        typer.echo(text.replace("\r\n", "\n"), nl=False)
        return
    write(file, text)
    say(f"{len(chosen):,} cards in {str(file)!r}")
