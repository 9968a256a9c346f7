"""A learner's days: what is left of the course, shared out over the days to an exam, and how the daily goal was reached."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from studybot.study.topics import READ, TopicCard
from studybot.types import Value

KNOWN = 0.6  # mastery from which a topic needs no more than its due cards


class Plan(Value):
    """`days` from today to the day before the exam; `today` are the topics to do now, `left` all that are not done."""

    days: int
    today: tuple[TopicCard, ...]
    left: int
    all: int


def plan(cards: Sequence[TopicCard], exam: date, today: date) -> Plan:
    """Return the plan as it is today: a topic is done when it is read and practised; missed days are shared out anew."""
    days = (exam - today).days
    left = [card for card in cards if card.read < READ or card.mastered < KNOWN]
    share = -(-len(left) // days) if days > 0 else len(left)
    return Plan(days=max(0, days), today=tuple(left[:share]), left=len(left), all=len(cards))


class Habit(Value):
    """`done` of `goal` today; `streak` days in a row on which the goal was reached, today only once it is."""

    done: int
    goal: int
    streak: int


def habit(times: Iterable[datetime], goal: int, today: date, zone: tzinfo) -> Habit:
    """Return the habit that the times of answers and reviews tell; a day that is not over breaks no streak."""
    days = Counter(at.astimezone(zone).date() for at in times)
    streak, day = 0, today if days[today] >= goal else today - timedelta(days=1)
    while goal and days[day] >= goal:
        streak, day = streak + 1, day - timedelta(days=1)
    return Habit(done=days[today], goal=goal, streak=streak)
