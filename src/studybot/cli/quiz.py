"""`studybot quiz`: questions made from the course, played in the terminal or listed without their keys."""

import json
import secrets
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.ready import indexed
from studybot.cli.terminal import interactive
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.opened import Opened
    from studybot.settings import Settings
    from studybot.store import Store
    from studybot.study.quiz import Quiz

EXAMPLES = """
studybot quiz
studybot quiz --topic fractions -n 5
studybot quiz --seed 48213 --kind table --kind term
studybot quiz --seed 1 -n 20 --json > quiz.json
"""
SEEDS = 1_000_000


def quiz(
    settings: "Settings",
    topic: Annotated[list[str] | None, typer.Option(metavar="TOPIC", help="Ask about this topic only (repeatable).")] = None,
    number: Annotated[int, typer.Option("-n", "--number", metavar="N", help="Number of questions, 1 to 100.")] = 10,
    seed: Annotated[int | None, typer.Option(min=0, metavar="S", help="Number of a quiz to repeat it.")] = None,
    kind: Annotated[list[str] | None, typer.Option(metavar="KIND", help="Ask this kind only (repeatable).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the questions as JSON, without keys.")] = False,
) -> None:
    """Take a quiz in the terminal.

    A wrong answer shows where the right one stands in the course, and the question comes back. Into a pipe or
    file the questions are written without their keys. Kinds: table, term, command, number, true_false, order,
    compare, open.
    """
    studybot = indexed(settings)
    topics = [studybot.opened.topic(name).id for name in topic or ()]
    drawn = _drawn(studybot.opened, studybot.store, number, topics, kind or [], seed, plays := interactive() and not as_json)
    if plays:
        from studybot.cli.quiz_play import play

        play(studybot.opened, studybot.store, drawn)
    else:
        _list(studybot.opened, drawn, as_json)


def _drawn(
    opened: "Opened", store: "Store", length: int, topics: list[str], kinds: list[str], seed: int | None, plays: bool
) -> "Quiz":
    """Draw the quiz; without a seed, a player's earlier misses come back in it."""
    from studybot.cli.chat import LEARNER
    from studybot.study.item import KINDS
    from studybot.study.progress import new_quiz
    from studybot.study.quiz import select

    wanted = [known for known in KINDS if known in kinds]
    if len(wanted) < len(set(kinds)):
        raise UsageError(f"there is no kind {sorted(set(kinds) - set(KINDS))[0]!r}: choose from {', '.join(KINDS)}")
    course = opened.material
    chosen = secrets.randbelow(SEEDS) if seed is None else seed
    if plays and seed is None:
        return new_quiz(store.practice, LEARNER, course, seed=chosen, length=length, topics=topics, kinds=wanted)
    return select(tuple(course.items.values()), seed=chosen, length=length, topics=topics, kinds=wanted)


def _list(course: "Opened", drawn: "Quiz", as_json: bool) -> None:
    from studybot.study.quiz import show

    asked = [show(drawn, position, course.material.items) for position in range(len(drawn.queue))]
    if as_json:
        questions = [one.model_dump(mode="json", exclude={"of", "again"}) for one in asked]
        typer.echo(json.dumps({"seed": drawn.seed, "questions": questions}, ensure_ascii=False, indent=2))
        return
    typer.echo(f"Quiz {drawn.seed}")
    for one in asked:
        typer.echo(f"\n{one.number}. {one.asks}")
        for place, option in enumerate(one.options, start=1):
            typer.echo(f"   {place}) {option}")
