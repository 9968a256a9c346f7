"""A learner's day: how much of the daily goal is done, and on how many days in a row it was reached."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from studybot.types import Value


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
