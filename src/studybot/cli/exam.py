"""`studybot exam`: an exam by a blueprint and a number, taken in the terminal against the clock, or written as a paper."""

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studybot.cli.ready import indexed, opened
from studybot.cli.terminal import interactive
from studybot.errors import UsageError

if TYPE_CHECKING:
    from studybot.opened import Opened
    from studybot.settings import Settings
    from studybot.study.exam import Blueprint, Exam

EXAMPLES = """
studybot exam
studybot exam --seed 48213 -n 40
studybot exam --syllabus guide.pdf --pass 72
studybot exam --topic fractions --topic decimals -n 10
studybot exam --seed 7 --key > exam.md
"""
SEEDS = 1_000_000
NONE = "none"


def exam(
    settings: "Settings",
    topic: Annotated[list[str] | None, typer.Option(metavar="TOPIC", help="Examine this topic only (repeatable).")] = None,
    syllabus: Annotated[
        str, typer.Option(metavar="FILE", help="Weigh the questions by its domains; 'none' weighs the topics.")
    ] = "",
    number: Annotated[int, typer.Option("-n", "--number", metavar="N", help="Number of questions, 1 to 100.")] = 20,
    seed: Annotated[int | None, typer.Option(min=0, metavar="S", help="Number of an exam to repeat it.")] = None,
    minutes: Annotated[
        int | None, typer.Option(min=0, metavar="MIN", help="Time; 0 for no limit. 90 s a question by default.")
    ] = None,
    pass_mark: Annotated[int, typer.Option("--pass", min=1, max=100, metavar="PERCENT", help="What is needed to pass.")] = 70,
    key: Annotated[bool, typer.Option("--key", help="Write the key behind the paper.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the exam as JSON; keys only with --key.")] = False,
) -> None:
    """Take an exam in the terminal, or write it as a paper.

    No word of right or wrong until the end; then the result by domain, weakest first. Into a pipe or file the paper is
    written as Markdown. Without --syllabus the one that comes with the course counts, or else its topics.
    """
    plays = interactive() and not as_json and not key
    topics = list(topic or ())
    studybot = opened(settings) if _needs_model(settings, syllabus, topics) else indexed(settings)
    if plays and seed is None:
        from studybot.cli.exam_play import go_on

        if go_on(studybot.opened, studybot.store):
            return
    chosen = secrets.randbelow(SEEDS) if seed is None else seed
    drawn = _drawn(studybot.opened, _blueprint(studybot.opened, syllabus, topics, number), chosen, number, minutes, pass_mark)
    if plays:
        from studybot.cli.exam_play import play

        play(studybot.opened, studybot.store, drawn)
    else:
        typer.echo(_as_json(studybot.opened, drawn, key) if as_json else _as_markdown(studybot.opened, drawn, key), nl=as_json)


def _needs_model(settings: "Settings", syllabus: str, topics: list[str]) -> bool:
    """Whether the objectives of a syllabus are to be found in the course."""
    from studybot.coverage.measure import own_syllabus

    return syllabus not in ("", NONE) or (not syllabus and not topics and own_syllabus(settings.course).exists())


def _blueprint(course: "Opened", syllabus: str, topics: list[str], length: int) -> "Blueprint":
    from studybot.blueprint import OWN, blueprint, of_syllabus
    from studybot.coverage.syllabus import load_syllabus

    if syllabus not in ("", NONE):
        if topics:
            raise UsageError("--syllabus and --topic do not go together: a syllabus says itself what is examined")
        return of_syllabus(course, load_syllabus(Path(syllabus)))
    own = OWN if _needs_model(course.settings, syllabus, topics) else ""
    return blueprint(course, length=length, syllabus=own, topics=[course.topic(name).id for name in topics])


def _drawn(course: "Opened", plan: "Blueprint", seed: int, length: int, minutes: int | None, pass_mark: int) -> "Exam":
    from studybot.study.exam import draw

    items = tuple(course.material.items.values())
    return draw(items, plan, seed=seed, length=length, minutes=minutes, pass_mark=pass_mark)


def _as_markdown(course: "Opened", drawn: "Exam", with_key: bool) -> str:
    from studybot.study.exam import letters, mark, paper

    items = course.material.items
    shown, marked = paper(drawn, items), mark(drawn, items).marked
    time = f"{drawn.minutes} minutes, " if drawn.minutes else ""
    lines = [f"# {drawn.title}: exam {drawn.seed}", "", f"{len(shown)} questions, {time}{drawn.pass_mark}% to pass.", ""]
    for one in shown:
        lines += [f"{one.number}. {one.asks}", *(f"   {chr(65 + at)}) {text}" for at, text in enumerate(one.options)), ""]
    if with_key:
        lines += ["## Key", ""]
        letter = {one.item: letters(items[one.item], drawn.seed) for one in marked}
        lines += [f"{place}. **{letter[one.item]}** {one.key} ({one.where})" for place, one in enumerate(marked, start=1)]
    return "\n".join(lines).rstrip() + "\n"


def _as_json(course: "Opened", drawn: "Exam", with_key: bool) -> str:
    from studybot.study.exam import mark, paper

    items = course.material.items
    shown, marked = paper(drawn, items), mark(drawn, items).marked
    questions = [
        one.model_dump(mode="json", exclude={"of", "again"})
        | {"area": drawn.questions[one.number - 1].area}
        | ({"key": right.key, "where": right.where} if with_key else {})
        for one, right in zip(shown, marked, strict=True)
    ]
    head = drawn.model_dump(mode="json", include={"title", "seed", "minutes", "pass_mark", "untaught"})
    return json.dumps(head | {"questions": questions}, ensure_ascii=False, indent=2)
