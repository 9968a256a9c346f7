"""An exam taken in the terminal: it is kept from the first answer on, and goes on where it was left."""

import re
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from studybot.cli.chat import LEARNER
from studybot.cli.quiz_play import chosen
from studybot.cli.terminal import say, typed
from studybot.study import sitting
from studybot.study.exam import paper
from studybot.study.exam_result import result

if TYPE_CHECKING:
    from studybot.opened import Opened
    from studybot.store import Store
    from studybot.study.exam import Exam
    from studybot.study.quiz import Asked
    from studybot.study.sitting import Sitting

HELP = (
    "Type the number of your answer; n next, p back, g 7 to question 7, f flag, r review, s hand it in, "
    "q leave it for later, ? this. Ctrl-D leaves, too."
)


def go_on(course: "Opened", store: "Store") -> bool:
    """Offer the exam that still runs; return whether it was taken up."""
    now = datetime.now(UTC)
    begun = [one.id for one in sitting.sittings(store, LEARNER) if not one.finished]
    kept = [sitting.find(store, LEARNER, one, course.material, at=now) for one in begun]
    running = next((one for one in kept if not one.finished), None)
    if running is None:
        return False
    done = sum(map(bool, running.exam.answers))
    text = typed(f"Exam {running.exam.seed} is running, {done} of {len(running.exam.questions)} answered. Go on? y/n: ")
    if text is None or not text.casefold().startswith("y"):
        return False
    _play(course, store, running)
    return True


def play(course: "Opened", store: "Store", drawn: "Exam") -> None:
    """Begin an exam and ask until it is handed in, left, or its time is over."""
    _play(course, store, sitting.begin(store, LEARNER, drawn, at=datetime.now(UTC), sitting=secrets.token_hex(16)))


def _play(course: "Opened", store: "Store", current: "Sitting") -> None:
    shown = {one.number - 1: one for one in paper(current.exam, course.material.items)}
    places = sorted(shown)
    say(f"{current.exam.title}: exam {current.exam.seed}, {len(places)} questions. {HELP}")
    at = 0
    while True:
        place = places[at]
        text = _ask(current, shown[place], at, len(places))
        current = sitting.find(store, LEARNER, current.id, course.material, at=datetime.now(UTC))
        if current.finished:
            say("The time is over.")
            break
        if text is None or text in ("q", "/quit"):
            say("The exam is kept, and its clock runs on: 'studybot exam' goes on.")
            return
        if text == "s":
            if not _is_sure(current, places):
                continue
            current = sitting.end(store, LEARNER, current.id, course.material, at=datetime.now(UTC))
            break
        at, current = _do(course, store, current, text, at, places, shown[place])
    _tell(current)


def _ask(current: "Sitting", asked: "Asked", at: int, of: int) -> str | None:
    exam, place = current.exam, asked.number - 1
    left = current.seconds_left(datetime.now(UTC))
    clock = "" if left is None else f", {left // 60}:{left % 60:02} left"
    typer.echo(f"\nQuestion {at + 1} of {of}{' (flagged)' if place in exam.flagged else ''}{clock}")
    typer.echo(asked.asks)
    for number, option in enumerate(asked.options, start=1):
        typer.echo(f"  {number}) {option}")
    given = " ".join(str(one + 1) for one in exam.answers[place])
    text = typed(f"{f'[{given}] ' if given else ''}{'In order' if asked.ordered else f'1 to {len(asked.options)}'}: ")
    return None if text is None else text.casefold()


def _is_sure(current: "Sitting", places: list[int]) -> bool:
    """Whether an exam with open questions is handed in all the same."""
    left = [number for number, place in enumerate(places, start=1) if not current.exam.answers[place]]
    if not left:
        return True
    text = typed(f"Open: {', '.join(map(str, left))}. Hand it in? y/n: ")
    return bool(text and text.casefold().startswith("y"))


def _do(
    course: "Opened", store: "Store", current: "Sitting", text: str, at: int, places: list[int], asked: "Asked"
) -> "tuple[int, Sitting]":
    """Do what was typed and return where to go on, and the exam as it is then."""
    last, place = len(places) - 1, places[at]
    flagged = place in current.exam.flagged
    if text in ("", "n", "p"):
        return (max(0, at - 1) if text == "p" else min(last, at + 1)), current
    if match := re.fullmatch(r"g\s*(\d+)", text):
        return min(last, max(0, int(match[1]) - 1)), current
    if text == "r":
        _review(current, places)
        return at, current
    given = current.exam.answers[place] if text == "f" else chosen(asked, text)
    if given is None:
        say(HELP)
        return at, current
    kept = sitting.answer(
        store, LEARNER, current.id, course.material, place, given, flagged=flagged != (text == "f"), at=datetime.now(UTC)
    )
    return (at if text == "f" else min(last, at + 1)), kept


def _review(current: "Sitting", places: list[int]) -> None:
    for number, place in enumerate(places, start=1):
        marks = ["answered" if current.exam.answers[place] else "open", *(["flagged"] if place in current.exam.flagged else [])]
        typer.echo(f"  {number}: {', '.join(marks)}")


def _tell(ended: "Sitting") -> None:
    summed = result(ended.exam)
    verdict = "Passed" if summed.passed else "Not passed"
    typer.echo(f"\n{verdict}: {summed.percent}%, {summed.right} of {summed.asked} right; {ended.exam.pass_mark}% are needed.")
    for area in summed.areas:
        typer.echo(f"\n{area.name}: {area.right} of {area.asked}")
        for one in area.places:
            typer.echo(f"  ✗ {one.prompt}\n    {one.key}  ({one.where})")
    typer.echo(f"\nThe same exam again: studybot exam --seed {ended.exam.seed} -n {len(ended.exam.questions)}")
