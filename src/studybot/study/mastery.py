"""How well a topic is mastered, from quiz answers: the latest of each item, recent ones counting most, several needed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from studybot.store import QuizResult
from studybot.types import Value

Level = Literal["new", "started", "learning", "mastered"]
NEEDED = 6  # different items (or all of a small topic) that stand for a topic
HALF_LIFE = timedelta(days=45)  # after which an answer counts half
MASTERED = 0.8


class Mastery(Value):
    """Mastery of one topic: `score` 0 to 1, with how many different items were answered and how many of them right."""

    topic: str
    score: float
    level: Level
    answered: int
    right: int


def mastery(topic: str, results: Sequence[QuizResult], *, items: int, at: datetime) -> Mastery:
    """Return the mastery of a topic that has `items` items, at `at`.

    Each item counts by its latest answer, weighted by age; the sum is divided by the number of items needed when fewer
    were answered, so one lucky answer is worth a sixth.
    """
    latest = {result.item: result for result in sorted(results, key=lambda result: result.at) if result.topic == topic}
    weights = {item: 0.5 ** max(0.0, (at - result.at) / HALF_LIFE) for item, result in latest.items()}
    right = sum(weights[item] for item, result in latest.items() if result.correct)
    needed = max(1, min(NEEDED, items))
    score = right / max(sum(weights.values()), needed) if latest else 0.0
    count = sum(result.correct for result in latest.values())
    return Mastery(
        topic=topic, score=round(score, 4), level=_level(score, len(latest), needed), answered=len(latest), right=count
    )


def _level(score: float, answered: int, needed: int) -> Level:
    if not answered:
        return "new"
    if answered < needed:
        return "started"
    return "mastered" if score >= MASTERED else "learning"


def missed(results: Sequence[QuizResult]) -> tuple[str, ...]:
    """Return the items whose latest answer was wrong, the longest waiting first: they come back in the next quiz."""
    latest = {result.item: result for result in sorted(results, key=lambda result: result.at)}
    waiting = sorted((result for result in latest.values() if not result.correct), key=lambda result: result.at)
    return tuple(result.item for result in waiting)


def by_topic(results: Sequence[QuizResult], counts: Mapping[str, int], *, at: datetime) -> dict[str, Mastery]:
    """Return the mastery of each topic of `counts` (topic id -> number of its items)."""
    sorted_by_topic: dict[str, list[QuizResult]] = {topic: [] for topic in counts}
    for result in results:
        sorted_by_topic.setdefault(result.topic, []).append(result)
    return {topic: mastery(topic, sorted_by_topic[topic], items=count, at=at) for topic, count in counts.items()}
