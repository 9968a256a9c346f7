"""A quiz played in the terminal."""

import re
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from studybot.cli.chat import LEARNER
from studybot.cli.terminal import say, show_markdown, typed
from studybot.errors import UsageError
from studybot.facts.written import where
from studybot.study.outcome import summary
from studybot.study.progress import keep_answer, learn
from studybot.study.quiz import answer, ask

if TYPE_CHECKING:
    from studybot.opened import Opened
    from studybot.store import Store
    from studybot.study.item import Item
    from studybot.study.quiz import Asked, Graded, Quiz

HELP = "Type the number of your answer; ? shows this, q ends the quiz, Ctrl-D too. What you answered is kept."


def play(course: "Opened", store: "Store", quiz: "Quiz") -> None:
    """Ask until the quiz is over or its player leaves, then show how it went."""
    items = course.material.items
    say(f"Quiz {quiz.seed}: {len(quiz.queue)} questions. {HELP}")
    while (asked := ask(quiz, items)) is not None:
        _show(asked)
        given = _answer(asked, items[asked.item])
        if given is None:
            break
        quiz, verdict = answer(quiz, items, given)
        _keep(course, store, asked, verdict, given)
        _tell(asked, verdict)
    _show_summary(course, store, quiz)


def _show(asked: "Asked") -> None:
    typer.echo(f"\nQuestion {asked.number} of {asked.of}{' (missed before)' if asked.again else ''}")
    typer.echo(asked.asks)
    for place, option in enumerate(asked.options, start=1):
        typer.echo(f"  {place}) {option}")


def _answer(asked: "Asked", item: "Item") -> tuple[int, ...] | None:
    """Return what the player chose, None when they leave; asks again until it fits."""
    if asked.kind == "open":
        return _own_grade(item)
    count = len(asked.options)
    prompt = f"In order, such as {' '.join(map(str, range(1, count + 1)))}: " if asked.ordered else f"1 to {count}: "
    while True:
        text = typed(prompt)
        if text is None or text.casefold() in ("q", "/quit"):
            return None
        given = chosen(asked, text)
        if given is not None:
            return given
        say(HELP if not asked.ordered else f"Type all {count} numbers in the order you think right. q ends the quiz.")


def chosen(asked: "Asked", text: str) -> tuple[int, ...] | None:
    """Return which options the numbers in a text name, None where they answer nothing: one is wanted, or all in an order."""
    given = tuple(int(number) - 1 for number in re.findall(r"\d+", text)[:20])
    places = range(len(asked.options))
    fits = sorted(given) == list(places) if asked.ordered else len(given) == 1 and given[0] in places
    return given if fits else None


def _own_grade(item: "Item") -> tuple[int, ...] | None:
    if typed("Say it in your own words, then press Enter for the answer. ") is None:
        return None
    show_markdown(item.proof.quote)
    while True:
        text = typed("Did you have it? y/n: ")
        if text is None or text.casefold() in ("q", "/quit"):
            return None
        if text.casefold()[:1] in ("y", "n"):
            return (1,) if text.casefold().startswith("y") else (0,)


def _keep(course: "Opened", store: "Store", asked: "Asked", verdict: "Graded", given: tuple[int, ...]) -> None:
    words = " → ".join(asked.options[place] for place in given) if asked.options else ""
    item, at = course.material.items[asked.item], datetime.now(UTC)
    keep_answer(store.practice, LEARNER, item, verdict, given=words, at=at, result=uuid.uuid4().hex)


def _tell(asked: "Asked", verdict: "Graded") -> None:
    if verdict.correct:
        typer.echo("✓ Right.")
        return
    if asked.kind == "open":
        typer.echo("✗ Not yet. It comes back." if not asked.again else "✗ Not yet.")
        return
    typer.echo(f"✗ Not right. The answer: {verdict.key}{'' if asked.again else '  (it comes back at the end)'}")
    typer.echo(f"  {where(verdict.proof.passage.path)}")
    show_markdown("> " + verdict.proof.quote.replace("\n", "\n> "))


def _show_summary(course: "Opened", store: "Store", quiz: "Quiz") -> None:
    items = course.material.items
    summed = summary(quiz, items)
    if not summed.asked:
        say("Nothing was answered.")
        return
    typer.echo(f"\n{summed.right} of {summed.asked} right at the first try. Quiz {quiz.seed} again: --seed {quiz.seed}")
    if summed.read_again:
        typer.echo("Read again:")
        for one in summed.read_again:
            typer.echo(f"  {one.where}  ({one.passage})")
        _offer_cards(course, store, summed.missed)


def _offer_cards(course: "Opened", store: "Store", missed: tuple[str, ...]) -> None:
    text = typed(f"Make {len(missed)} flashcard{'s' if len(missed) > 1 else ''} of what was missed? y/n: ")
    if text is None or not text.casefold().startswith("y"):
        return
    try:
        for item in missed:
            learn(store.cards, LEARNER, course.material.items[item], course.material, at=datetime.now(UTC))
    except KeyError as error:
        raise UsageError(f"question {error} is no longer in the course: start a new quiz") from error
    typer.echo("They are in 'studybot review'.")
