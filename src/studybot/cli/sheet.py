"""`studybot sheet`: what is worth knowing of some topics on two pages, as Markdown or as flashcards."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.ready import indexed
from studybot.cli.terminal import say, show_markdown, write

if TYPE_CHECKING:
    from studybot.settings import Settings

EXAMPLES = """
studybot sheet fractions
studybot sheet fractions decimals > sheet.md
studybot sheet fractions --anki fractions.apkg
"""


def sheet(
    settings: "Settings",
    topics: Annotated[list[str], typer.Argument(metavar="TOPIC...", help="Ids or titles of topics.")],
    anki: Annotated[Path | None, typer.Option(metavar="OUT.apkg", help="Write the flashcards on what the sheet says.")] = None,
) -> None:
    """Sum up topics: definitions, tables that decide, limits, commands and tips.

    Every line ends in the number of its section; the sections stand at the end.
    """
    from studybot.study.sheet import sheets
    from studybot.study.sheet_text import cards_of, markdown

    studybot = indexed(settings)
    found = sheets([studybot.opened.topic(name) for name in topics], studybot.passages, studybot.opened.wording)
    if anki is None:
        show_markdown(markdown(found))
        return
    from studybot.study.anki import apkg

    chosen = [card for one in found for card in cards_of(one, studybot.material.cards.values())]
    write(anki, apkg(studybot.course, chosen, at=datetime.now(UTC).timestamp(), pictures=studybot.settings.course))
    say(f"{len(chosen):,} cards in {str(anki)!r}")
