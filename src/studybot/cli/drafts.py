"""`studybot eval draft` and `studybot eval review`: questions proposed, and what readers said of them."""

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.options import add
from studybot.cli.ready import opened
from studybot.cli.terminal import say

if TYPE_CHECKING:
    from studybot.settings import Settings

REVIEW = "review"  # folder in the data
NAME = Annotated[str, typer.Argument(metavar="NAME", help="The sheet, as 'eval draft' named it.")]


def draft(
    settings: "Settings",
    name: Annotated[str, typer.Option(metavar="NAME", help="The sheet that they go to.")] = "draft",
    most: Annotated[int, typer.Option(min=1, max=2000, help="Questions of each kind at most.")] = 30,
) -> None:
    """Propose the questions of a first dataset.

    From what the course says (with evidence and key facts), from answered questions of the log, from the work list, and some
    that the course does not answer. Each is accepted, rejected or corrected on the Evaluate page before it counts.
    """
    from studybot.evaluate.sheets import propose
    from studybot.survey import proposals

    studybot = opened(settings)
    added = propose(settings.data / REVIEW, name, proposals(studybot.opened, studybot.store, most))
    for one in added:
        typer.echo(f"{one.origin:6}  {'answered' if one.case.answerable else 'refused '}  {one.case.question}")
    say(f"{len(added):,} new questions in the sheet {name!r}: judge them on the Evaluate page, under Review.")


def review(settings: "Settings", name: NAME = "draft") -> None:
    """Say how far a review is, how readers agree, and write what was accepted.

    Two readers who judged the same questions get Cohen's kappa, and the questions on which they differ are listed. What
    nobody disagrees about goes to NAME-reviewed.jsonl among the datasets.
    """
    from studybot.cli.tables import console, show_table
    from studybot.evaluate.review import agreement, latest, readers_of, reviewed
    from studybot.evaluate.sheets import read_sheet, write_reviewed

    proposals, verdicts = read_sheet(settings.data / REVIEW, name)
    cases, differing = reviewed(proposals, verdicts)
    rows = []
    for first, second in combinations(readers_of(verdicts), 2):
        found = agreement(verdicts, first, second)
        kappa = "-" if found.kappa is None else f"{found.kappa:.2f}"
        rows.append([f"{first}, {second}", f"{found.n:,}", f"{found.share:.0%}", kappa])
    judged, readers = f"{len(latest(verdicts)):,} of {len(proposals):,} questions", ", ".join(readers_of(verdicts))
    console().print(f"{judged} judged by {readers}." if readers else f"{judged} judged: read them on the Evaluate page.")
    if rows:
        show_table(["Readers", "Both judged", "Agree", "Kappa"], rows)
    questions = {one.case.id: one.case.question for one in proposals}
    for id in differing:
        console().print(f"they differ: {questions[id]}")
    path: Path = settings.data / "datasets" / f"{name}-reviewed.jsonl"
    if cases:
        write_reviewed(path, cases)
        say(f"{len(cases):,} questions in {str(path)!r}.")


def register(program: typer.Typer) -> None:
    """Add both commands."""
    add(program, draft, "studybot eval draft\nstudybot eval draft --name week-1 --most 50")
    add(program, review, "studybot eval review\nstudybot eval review week-1")
