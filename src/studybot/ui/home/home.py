"""The panel above the first questions for whoever was here before; it is empty for a first visitor."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo

from studybot.opened import Opened
from studybot.store import Preferences, Store
from studybot.study.own_cards import material_of
from studybot.study.plan import KNOWN, Habit, Plan, habit, plan
from studybot.study.progress import coming_back, queue, topic_grid
from studybot.study.topics import TopicCard
from studybot.types import Value
from studybot.ui.frame.templates import fill
from studybot.ui.practise.clock import when
from studybot.ui.study.landing import continue_html

WEAK, TALKS, TODAY = 3, 3, 3  # topics, conversations and planned topics that are named


class Ahead(Value):
    """The exam ahead: its day, and the plan to it."""

    exam: date
    plan: Plan


def home_html(course: Opened, store: Store, learner: str, *, at: datetime, zone: tzinfo) -> str:
    """Return where to go on and what is due, empty for a learner who did nothing yet."""
    talks = store.conversations.of_learner(learner, limit=TALKS)
    chosen = preferences_of(store, learner)
    if not talks and not chosen.exam and not _has_learned(store, learner, at):
        return ""  # nobody's first page waits for what is practised, which a server makes some seconds after its start
    material = material_of(store, learner, course.material)
    cards = topic_grid(store, learner, material, at=at)
    today, back = at.astimezone(zone).date(), coming_back(store.cards, learner, material)
    return fill(
        "home/home",
        due=sum(card.due for card in cards),
        fresh=any(one.why == "new" for one in queue(store.cards, learner, material, at=at, zone=zone)),
        back=when(back, at, zone) if back else "",
        habit=_habit(store, learner, chosen.daily_goal, today, zone) if chosen.daily_goal else None,
        ahead=Ahead(exam=chosen.exam, plan=plan(planned(cards, chosen), chosen.exam, today)) if chosen.exam else None,
        named=TODAY,
        reading=continue_html(course, store, learner, cards),
        weak=weak_topics(cards),
        talks=talks,
    )


def _has_learned(store: Store, learner: str, at: datetime) -> bool:
    """Whether a learner has read, answered or learned anything yet."""
    return bool(store.practice.reading(learner) or store.practice.results(learner) or store.cards.touched(learner, at))


def preferences_of(store: Store, learner: str) -> Preferences:
    """Return what a learner chose, or what holds for whoever chose nothing."""
    return store.preferences.find(learner) or Preferences(updated=datetime.now(UTC))


def weak_topics(cards: Sequence[TopicCard]) -> list[TopicCard]:
    """Return the practised topics that are known least."""
    begun = [card for card in cards if card.level != "new" and card.mastered < KNOWN]
    return sorted(begun, key=lambda card: card.mastered)[:WEAK]


def planned(cards: Sequence[TopicCard], chosen: Preferences) -> list[TopicCard]:
    """Return the topics of the plan: those that were chosen, else all."""
    own = [card for card in cards if card.topic.id in chosen.exam_topics]
    return own or list(cards)


def _habit(store: Store, learner: str, goal: int, today: date, zone: tzinfo) -> Habit:
    answered = [result.at for result in store.practice.results(learner)]
    reviewed = [review.at for review in store.cards.reviews(learner)]
    return habit((*answered, *reviewed), goal, today, zone)
