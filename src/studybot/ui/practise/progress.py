"""What a learner has done: mastery and retention by topic, the calendar, resting cards, and the files to take away."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import Field

from studybot.served import Served
from studybot.speech import day_text, phrase, t, tn
from studybot.study.anki import apkg, as_csv
from studybot.study.history import Day, Retention, heat_map, retention
from studybot.study.own_cards import material_of, repeated
from studybot.study.progress import export_progress, import_progress, learner_cards, topic_grid
from studybot.types import Value
from studybot.ui.frame.actions import Download, Html, Request, Text, action
from studybot.ui.frame.links import reader_link
from studybot.ui.frame.templates import fill
from studybot.ui.practise.clock import Zoned, zone_of

LEVELS = {
    "new": phrase("Not practised"),
    "started": phrase("Started"),
    "learning": phrase("Learning"),
    "mastered": phrase("Mastered"),
}
NAME_LIMIT = 60
_ADDED: dict[str, Callable[[int], str]] = {
    "conversations": lambda n: tn("{n} conversation", "{n} conversations", n),
    "reviews": lambda n: tn("{n} review", "{n} reviews", n),
    "quiz_results": lambda n: tn("{n} quiz answer", "{n} quiz answers", n),
    "card_states": lambda n: tn("{n} card", "{n} cards", n),
    "reading": lambda n: tn("{n} reading position", "{n} reading positions", n),
    "notes": lambda n: tn("{n} note", "{n} notes", n),
}


class Named(Request):
    """The name that a learner chose."""

    name: str = Field(max_length=1000)


class Import(Request):
    """The text of an exported file."""

    text: str


class Greeting(Text):
    """What was done, and the name that the learner has now."""

    name: str


@action
def show(studybot: Served, asked: Zoned) -> Html:
    """Return the learner's progress as HTML."""
    store, now = studybot.store, datetime.now(UTC)
    course = material_of(store, asked.learner, studybot.material)
    zone = zone_of(asked.zone)
    reviews = store.cards.reviews(asked.learner)
    remembered = retention(reviews)
    today = now.astimezone(zone).date()
    states = store.cards.states(asked.learner)
    cards = learner_cards(course, states)
    rows = [
        (one, reader_link(one.topic.id), t(LEVELS[one.level]), remembered.get(one.topic.id))
        for one in topic_grid(store, asked.learner, course, at=now)
    ]
    html = fill(
        "practise/progress",
        person=store.learners.find(asked.learner).name,
        calendar=calendar(heat_map(reviews, until=today, days=days_shown(today), zone=zone)),
        rows=rows,
        overall=_overall(remembered.values()),
        answers=len(store.practice.results(asked.learner)),
        resting=[cards[state.card] for state in states if state.suspended and state.card in cards],
        cards=len(course.cards),
    )
    return Html(html=html)


def _overall(found: Any) -> Retention | None:
    every = list(found)
    if not every:
        return None
    return Retention(topic="", reviews=sum(one.reviews for one in every), remembered=sum(one.remembered for one in every))


@action
def name(studybot: Served, asked: Named) -> Greeting:
    """Keep the learner's name."""
    chosen = clean_name(asked.name)
    studybot.store.learners.set_name(asked.learner, chosen)
    return Greeting(name=chosen, text=t("Hello {name}.", name=chosen) if chosen else t("You have no name here now."))


def clean_name(text: str) -> str:
    """Return a name as it is kept."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:NAME_LIMIT]


@action
def export(studybot: Served, asked: Request) -> Download:
    """Return everything of the learner as one file."""
    text = export_progress(studybot.store.learners, asked.learner)
    return Download(name=f"studybot-{datetime.now(UTC):%Y-%m-%d}.json", text=text)


@action
def merge(studybot: Served, asked: Import) -> Greeting:
    """Merge an exported file into the learner's progress and say what was added."""
    counts = import_progress(studybot.store.learners, asked.text, into=asked.learner)
    added = [_ADDED[kind](count) for kind, count in counts.items() if count and kind in _ADDED]
    text = t("Everything in this file is here already; nothing was changed.")
    if added:
        text = t("Imported: {what}.", what=", ".join(added))
    if added and (twice := repeated(studybot.store, asked.learner, studybot.material)):
        text += " " + tn(
            "{n} of your own flashcards asks what another one asks: each is shown once, and all notes stay.",
            "{n} of your own flashcards ask what another one asks: each is shown once, and all notes stay.",
            twice,
        )
    return Greeting(text=text, name=studybot.store.learners.find(asked.learner).name)


@action
def anki(studybot: Served, asked: Request) -> Download:
    """Return the course's cards and one's own as an Anki package (base64)."""
    cards = material_of(studybot.store, asked.learner, studybot.material).cards
    package = apkg(studybot.course, tuple(cards.values()), at=datetime.now(UTC).timestamp(), pictures=studybot.settings.course)
    return Download(name=f"{studybot.course.id or 'course'}.apkg", base64=b64encode(package).decode())


@action
def csv(studybot: Served, asked: Request) -> Download:
    """Return the course's cards and one's own as CSV."""
    cards = material_of(studybot.store, asked.learner, studybot.material).cards
    return Download(name=f"{studybot.course.id or 'course'}-cards.csv", text=as_csv(tuple(cards.values())))


WEEKS = 26
_SQUARE, _STEP, _LEFT, _TOP = 13, 16, 34, 20
_BORDERS = (1, 5, 15, 30)  # reviews a day at which a square gets darker


class Square(Value):
    """One day of the drawing: its place, how dark it is (0 to 4), and what it says."""

    x: int
    y: int
    level: int
    label: str


class Calendar(Value):
    """The drawing: its size, squares, the months above and the sentence that says the same."""

    width: int
    height: int
    squares: tuple[Square, ...]
    months: tuple[tuple[int, str], ...]
    sentence: str
    days: tuple[Day, ...]


def days_shown(until: date) -> int:
    """Return how many days fill whole weeks (from Monday) up to and with `until`."""
    return 7 * (WEEKS - 1) + until.weekday() + 1


def calendar(days: Sequence[Day]) -> Calendar:
    """Return the drawing of days in order, the first of which is a Monday."""
    squares, months = [], []
    for number, day in enumerate(days):
        week, weekday = divmod(number, 7)
        x, y = _LEFT + week * _STEP, _TOP + weekday * _STEP
        label = tn("{n} review on {day}", "{n} reviews on {day}", day.reviews, day=day_text(day.day, "whole"))
        level = sum(day.reviews >= border for border in _BORDERS)
        squares.append(Square(x=x, y=y, level=level, label=label))
        if weekday == 0 and (day.day - timedelta(days=7)).month != day.day.month and week < WEEKS - 1:
            months.append((x, day_text(day.day, "short month")))
    return Calendar(
        width=_LEFT + WEEKS * _STEP,
        height=_TOP + 7 * _STEP,
        squares=tuple(squares),
        months=tuple(months),
        sentence=_sentence(days),
        days=tuple(day for day in reversed(days) if day.reviews),
    )


def _sentence(days: Sequence[Day]) -> str:
    reviews, active = sum(day.reviews for day in days), sum(day.reviews > 0 for day in days)
    if not reviews:
        return t("No reviews yet: the first one colours the first square.")
    best = max(days, key=lambda day: day.reviews)
    many, most = tn("{n} review", "{n} reviews", reviews), day_text(best.day, "day")
    if active == 1:
        return t("{reviews} in the last {weeks} weeks, on {day}.", reviews=many, weeks=WEEKS, day=most)
    told = t(
        "{reviews} on {days} days of the last {weeks} weeks; most on {day}", reviews=many, days=active, weeks=WEEKS, day=most
    )
    return f"{told} ({best.reviews})."
