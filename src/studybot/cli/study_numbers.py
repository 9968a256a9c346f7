"""`studybot cards --numbers`: how much there is to practise, and how fast it comes."""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from studybot.cli.terminal import say
from studybot.serve import topic_page
from studybot.store import Store
from studybot.study.material import Numbers, numbers
from studybot.study.practised import practised
from studybot.study.progress import queue
from studybot.study.quiz import select

if TYPE_CHECKING:
    from studybot.opened import Opened
    from studybot.served import Served

REVIEWS = 10_000
QUIZ = 20  # questions
LIMITS = {"quiz": 100, "queue": 50, "topic": 300}  # milliseconds


def show_numbers(studybot: "Served") -> None:
    """Print the counts by topic and kind and the measured times, as Markdown tables."""
    say(f"Counting, and measuring with {REVIEWS:,} reviews ...")
    found = numbers(studybot.material)
    _show_counts(studybot.opened, found)
    typer.echo(
        f"\n{found.items:,} items and {found.cards:,} cards; {found.proved:.1%} of the keys stand in their cited span.\n"
    )
    times = {
        f"a quiz of {QUIZ}": (_quiz_ms(studybot.opened), LIMITS["quiz"]),
        f"due queue of a learner with {REVIEWS:,} reviews": (_queue_ms(studybot.opened), LIMITS["queue"]),
        "slowest topic in the reader": (_topic_ms(studybot), LIMITS["topic"]),
    }
    typer.echo("| Measured | ms | at most |\n| --- | ---: | ---: |")
    for name, (spent, limit) in times.items():
        typer.echo(f"| {name} | {spent:.1f} | {limit} |")


def _show_counts(course: "Opened", found: Numbers) -> None:
    typer.echo("| Topic | Items | Cards |\n| --- | ---: | ---: |")
    for topic in course.course.topics:
        typer.echo(f"| {topic.title} | {found.items_by_topic[topic.id]} | {found.cards_by_topic[topic.id]} |")
    for title, counts in (("Item", found.items_by_kind), ("Card", found.cards_by_kind)):
        typer.echo(f"\n| {title} kind | Number |\n| --- | ---: |")
        for kind, count in sorted(counts.items(), key=lambda pair: -pair[1]):
            typer.echo(f"| {kind} | {count} |")


def _quiz_ms(course: "Opened") -> float:
    """The best of five draws."""
    items = tuple(course.material.items.values())
    if not items:
        return 0.0
    return min(_spent(partial(select, items, seed=seed, length=QUIZ)) for seed in range(5))


def _queue_ms(opened: "Opened") -> float:
    """The best of fifteen, of a learner who has reviewed every card many times, in a store of its own."""
    now, course = datetime.now(UTC), opened.material
    if not course.cards:
        return 0.0
    with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{Path(folder) / 'numbers.db'}") as store:
        store.learners.merge(practised(course, "numbers", reviews=REVIEWS, until=now), into="numbers")
        return min(_spent(lambda: queue(store.cards, "numbers", course, at=now, zone=UTC)) for _ in range(15))


def _topic_ms(studybot: "Served") -> float:
    """The slowest topic, each the best of two: the first one loads templates and grammars."""
    topics = [topic.id for topic in studybot.course.topics]
    return max((min(_spent(partial(topic_page, studybot, topic)) for _ in range(2)) for topic in topics), default=0.0)


def _spent(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return 1000 * (time.perf_counter() - started)
