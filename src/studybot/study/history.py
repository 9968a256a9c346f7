"""What past reviews say: the queue of today, retention by topic, reviews a day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from studybot.facts.written import section_key
from studybot.store import CardState, Review
from studybot.study.card import Card, is_changed
from studybot.study.schedule import Memory, unpack
from studybot.types import Value

NEW_A_DAY = 10
QUEUE = 200  # cards of a queue at most
_AGAIN = 1


class Due(Value):
    """A card to review now and why, with its schedule as it was shown; `changed` when it says something else than last time."""

    card: Card
    why: Literal["learning", "due", "new"]
    state: CardState | None = None
    memory: Memory | None = None
    changed: bool = False


class Retention(Value):
    """How often cards of a topic that had been learned were remembered."""

    topic: str
    reviews: int
    remembered: int

    @property
    def share(self) -> float:
        """Remembered by reviewed, 0 to 1."""
        return self.remembered / self.reviews if self.reviews else 0.0


class Day(Value):
    """One day of the calendar with its number of reviews."""

    day: date
    reviews: int


def due_queue(
    cards: Mapping[str, Card],
    states: Sequence[CardState],
    at: datetime,
    *,
    topics: Sequence[str] = (),
    new: int = NEW_A_DAY,
    limit: int = QUEUE,
    touched: Collection[str] = (),
) -> tuple[Due, ...]:
    """Return what to review at `at`: cards being learned, then those due (longest waiting first), then new ones.

    New are first the cards that the learner asked for (a schedule with an empty `state`), then up to `new` others, one of
    each topic in turn. Suspended cards and cards that the course no longer has are left out. `touched` are cards that have
    a schedule beside `states`.
    """
    waiting = sorted(_waiting(cards, states, at, topics), key=lambda state: (state.state.get("phase") == "review", state.due))
    queue = [_due(cards[state.card], state) for state in waiting[:limit]]
    fresh = _fresh(cards, {*touched, *(state.card for state in states)}, topics)[: max(0, new)]
    return tuple((queue + _wanted(cards, states, topics) + [Due(card=card, why="new") for card in fresh])[:limit])


def _waiting(cards: Mapping[str, Card], states: Sequence[CardState], at: datetime, topics: Sequence[str]) -> list[CardState]:
    """The schedules of cards of the course that are to be asked at `at`."""
    return [
        state
        for state in states
        if state.card in cards
        and state.state
        and not state.suspended
        and state.due <= at
        and (not topics or cards[state.card].topic in topics)
    ]


def _due(card: Card, state: CardState) -> Due:
    why: Literal["learning", "due"] = "due" if state.state.get("phase") == "review" else "learning"
    memory = unpack(state.state, state.card)
    return Due(card=card, why=why, state=state, memory=memory, changed=is_changed(card, state.passage_digest))


def _wanted(cards: Mapping[str, Card], states: Sequence[CardState], topics: Sequence[str]) -> list[Due]:
    """Cards that the learner asked for and has not seen yet, the first asked for first."""
    asked = [state for state in states if not state.state and not state.suspended and state.card in cards]
    found = [Due(card=cards[state.card], why="new", state=state) for state in sorted(asked, key=lambda one: one.updated)]
    return [due for due in found if not topics or due.card.topic in topics]


def _fresh(cards: Mapping[str, Card], touched: set[str], topics: Sequence[str]) -> list[Card]:
    """Cards never seen, of the topic of which fewest were seen, and of it of that section; those most worth knowing first."""
    by_section: dict[str, dict[str, list[Card]]] = defaultdict(lambda: defaultdict(list))
    seen: Counter[str] = Counter()
    for card in cards.values():
        if not topics or card.topic in topics:
            section = section_key(card.proof.passage)
            if card.id in touched:
                seen.update((card.topic, section))
            else:
                by_section[card.topic][section].append(card)
    piles = ((topic, [(seen[key], _by_worth(found)) for key, found in parts.items()]) for topic, parts in by_section.items())
    return _in_turn([(seen[topic], _in_turn(sections)) for topic, sections in piles])


def _by_worth(cards: Sequence[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: -card.worth)


def _in_turn(piles: Sequence[tuple[int, Sequence[Card]]]) -> list[Card]:
    """One card of each pile in turn; one of which so many were taken before waits until the others are as far."""
    turns = [(before + place, card) for before, pile in piles for place, card in enumerate(pile)]
    return [card for _, card in sorted(turns, key=lambda turn: turn[0])]


def new_left(reviews: Sequence[Review], at: datetime, zone: tzinfo, *, a_day: int = NEW_A_DAY) -> int:
    """Return how many new cards the day of `at` still has room for."""
    today = at.astimezone(zone).date()
    return max(0, a_day - sum(review.before is None and review.at.astimezone(zone).date() == today for review in reviews))


def retention(reviews: Sequence[Review]) -> dict[str, Retention]:
    """Return by topic how often a learned card (kind `review`) was remembered; topics without such reviews are left out."""
    asked: Counter[str] = Counter()
    remembered: Counter[str] = Counter()
    for review in reviews:
        if review.kind == "review":
            asked[review.topic] += 1
            remembered[review.topic] += review.rating > _AGAIN
    return {topic: Retention(topic=topic, reviews=asked[topic], remembered=remembered[topic]) for topic in sorted(asked)}


def heat_map(reviews: Sequence[Review], *, until: date, days: int, zone: tzinfo) -> tuple[Day, ...]:
    """Return the reviews of each of the `days` days up to and with `until`, as dates of the learner's time zone."""
    counts = Counter(review.at.astimezone(zone).date() for review in reviews)
    first = until - timedelta(days=days - 1)
    calendar = [first + timedelta(days=number) for number in range(days)]
    return tuple(Day(day=day, reviews=counts[day]) for day in calendar)
