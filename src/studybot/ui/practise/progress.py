"""What a learner has done: mastery and retention by topic, the calendar, resting cards, and the files to take away."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

from pydantic import Field

from studybot.served import Served
from studybot.study.anki import apkg, as_csv
from studybot.study.export import export_progress, import_progress
from studybot.study.history import Retention, heat_map, retention
from studybot.study.own_cards import material_of
from studybot.study.progress import learner_cards, topic_grid
from studybot.ui.frame.actions import Request, action
from studybot.ui.frame.links import reader_link
from studybot.ui.frame.replies import Download, Html, Text
from studybot.ui.frame.templates import fill
from studybot.ui.practise.calendar import calendar, days_shown
from studybot.ui.practise.clock import Zoned, zone_of

LEVELS = {"new": "Not practised", "started": "Started", "learning": "Learning", "mastered": "Mastered"}
NAME_LIMIT = 60
_ADDED = {
    "conversations": "conversation",
    "reviews": "review",
    "quiz_results": "quiz answer",
    "card_states": "card",
    "reading": "reading position",
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
        (one, reader_link(one.topic.id), LEVELS[one.level], remembered.get(one.topic.id))
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
    return Greeting(name=chosen, text=f"Hello {chosen}." if chosen else "You have no name here now.")


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
    added = [
        f"{count:,} {_ADDED[kind]}{'s' if count > 1 else ''}" for kind, count in counts.items() if count and kind in _ADDED
    ]
    text = f"Imported: {', '.join(added)}." if added else "Everything in this file is here already; nothing was changed."
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
