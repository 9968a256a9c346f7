"""`studybot review`: the flashcards that are due."""

import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.chat import LEARNER
from studybot.cli.ready import indexed
from studybot.cli.terminal import interactive, say, show_markdown, typed
from studybot.errors import Conflict

if TYPE_CHECKING:
    from studybot.opened import Opened
    from studybot.settings import Settings
    from studybot.store import Store
    from studybot.study.history import Due
    from studybot.study.schedule import Rating

EXAMPLES = """
studybot review
studybot review --topic fractions --topic decimals
studybot review | head
"""
HELP = "Enter shows the answer; 1 again, 2 hard, 3 good, 4 easy; u takes the last rating back, r lets the card rest, q ends."


def review(
    settings: "Settings",
    topic: Annotated[list[str] | None, typer.Option(metavar="TOPIC", help="Cards of this topic only (repeatable).")] = None,
) -> None:
    """Review the flashcards that are due.

    A card comes back when you are about to forget it. Into a pipe or file, the fronts of the waiting cards are
    written.
    """
    studybot = indexed(settings)
    topics = [studybot.opened.topic(name).id for name in topic or ()]
    waiting = _waiting(studybot.opened, studybot.store, topics)
    if not waiting:
        say(_nothing(studybot.opened, studybot.store, topics))
    elif interactive():
        _play(studybot.opened, studybot.store, topics)
    else:
        for due in waiting:
            typer.echo(f"{due.why:<8}  {due.card.topic}  {' '.join(due.card.front.split())}")


def _waiting(course: "Opened", store: "Store", topics: list[str]) -> "tuple[Due, ...]":
    from studybot.study.progress import queue

    now = datetime.now().astimezone()
    zone = now.tzinfo or UTC
    return queue(store.cards, LEARNER, course.material, at=now.astimezone(UTC), zone=zone, topics=topics)


def _nothing(course: "Opened", store: "Store", topics: list[str]) -> str:
    from studybot.study.progress import learner_cards, next_due

    states = store.cards.states(LEARNER)
    cards = learner_cards(course.material, states)
    chosen = [card.id for card in cards.values() if not topics or card.topic in topics]
    if not chosen:
        return "There are no flashcards here: no table, term, command or figure to make them of."
    due = next_due(states, chosen)
    back = f" The next card comes back on {due.astimezone():%A, %d %B at %H:%M}." if due else ""
    return f"Nothing is due.{back}"


def _play(course: "Opened", store: "Store", topics: list[str]) -> None:
    """Show cards until none waits or the player leaves."""
    say(HELP)
    done = 0
    while waiting := _waiting(course, store, topics):
        due = waiting[0]
        _front(due, waiting)
        rated = _one(store, due)
        if rated is None:
            break
        done += rated
    else:
        say(_nothing(course, store, topics))
    say(f"{done} reviewed." if done else "Nothing was rated.")


def _front(due: "Due", waiting: "tuple[Due, ...]") -> None:
    counts = Counter(one.why for one in waiting)
    typer.echo(f"\n[{', '.join(f'{count} {why}' for why, count in counts.items())}]")
    if due.changed:
        typer.echo("The course has changed here since you last saw this card; your history with it is kept.")
    typer.echo(due.card.front)


def _one(store: "Store", due: "Due") -> int | None:
    """Ask one card and return how many more are rated (-1 after an undo), None when the player leaves."""
    from studybot.study.schedule import RATINGS, preview

    shown = False
    while True:
        choices = "  ".join(
            f"{n} {one.rating} ({one.interval})" for n, one in enumerate(preview(due.memory, datetime.now(UTC)), 1)
        )
        text = typed(f"{choices}: " if shown else "Enter shows the answer: ")
        if text is None or text.casefold() == "q":
            return None
        if text.casefold() == "u":
            return _undo(store)
        if text.casefold() == "r":
            store.cards.suspend(LEARNER, due.card.id, datetime.now(UTC))
            say("The card rests; take it up again on the page, under Progress.")
            return 0
        if shown and text in ("1", "2", "3", "4"):
            return _rate(store, due, RATINGS[int(text) - 1])
        if shown:
            say(HELP)
            continue
        shown = True
        show_markdown(f"```\n{due.card.back}\n```" if due.card.code else due.card.back)
        typer.echo(f"— {due.card.source}")


def _rate(store: "Store", due: "Due", rating: "Rating") -> int:
    from studybot.study.progress import rate

    try:
        _, log = rate(store.cards, LEARNER, due, rating, at=datetime.now(UTC), review_id=uuid.uuid4().hex)
    except Conflict as error:
        say(f"studybot: {error}")
        return 0
    if log.note:
        say(log.note)
    return 1


def _undo(store: "Store") -> int:
    try:
        taken = store.cards.undo_review(LEARNER)
    except Conflict as error:
        say(f"studybot: {error}")
        return 0
    say("Taken back." if taken else "There is no rating to take back.")
    return -1 if taken else 0
