"""The way to an exam: what is left of the course, shared out over the days that are left."""

from collections.abc import Sequence
from datetime import date

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
