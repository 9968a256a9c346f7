"""A calendar of reviews as a drawing: a column a week, a square a day, darker for more; the same as a sentence and a table."""

from collections.abc import Sequence
from datetime import date, timedelta

from studybot.study.history import Day
from studybot.types import Value

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
        label = f"{day.reviews} {'review' if day.reviews == 1 else 'reviews'} on {day.day:%A}, {day.day.day} {day.day:%B %Y}"
        level = sum(day.reviews >= border for border in _BORDERS)
        squares.append(Square(x=x, y=y, level=level, label=label))
        if weekday == 0 and (day.day - timedelta(days=7)).month != day.day.month and week < WEEKS - 1:
            months.append((x, f"{day.day:%b}"))
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
        return "No reviews yet: the first one colours the first square."
    best = max(days, key=lambda day: day.reviews)
    many = f"{reviews:,} reviews" if reviews > 1 else "1 review"
    most = f"{best.day.day} {best.day:%B}"
    if active == 1:
        return f"{many} in the last {WEEKS} weeks, on {most}."
    return f"{many} on {active} days of the last {WEEKS} weeks; most on {most} ({best.reviews})."
