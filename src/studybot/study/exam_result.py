"""How a marked exam went, in all and by area."""

from collections.abc import Sequence

from studybot.study.exam import Exam, Marked
from studybot.types import Value


class AreaResult(Value):
    """How one area went: right answers of all, and the topics to practise, the one with most misses first."""

    name: str
    right: int
    asked: int
    topics: tuple[str, ...] = ()
    places: tuple[Marked, ...] = ()


class Result(Value):
    """A marked exam in numbers; `percent` is rounded down, so that nobody passes by rounding."""

    right: int
    asked: int
    percent: int
    passed: bool
    areas: tuple[AreaResult, ...]


def result(exam: Exam) -> Result:
    """Return how a marked exam went; an unanswered question is a wrong one, a lost one does not count."""
    counted = [one for one in exam.marked if not one.lost]
    right = sum(one.correct for one in counted)
    percent = 100 * right // len(counted) if counted else 0
    names = list(dict.fromkeys(question.area for question in exam.questions))
    areas = tuple(_area_result(name, [one for one in counted if one.area == name]) for name in names)
    return Result(
        right=right,
        asked=len(counted),
        percent=percent,
        passed=bool(counted) and 100 * right >= exam.pass_mark * len(counted),
        areas=tuple(sorted((area for area in areas if area.asked), key=lambda area: area.right / area.asked)),
    )


def _area_result(name: str, marked: Sequence[Marked]) -> AreaResult:
    missed = [one for one in marked if not one.correct]
    topics = [one.topic for one in missed]
    places = {one.where: one for one in reversed(missed)}
    return AreaResult(
        name=name,
        right=len(marked) - len(missed),
        asked=len(marked),
        topics=tuple(sorted(dict.fromkeys(topics), key=lambda topic: -topics.count(topic))),
        places=tuple(reversed(places.values())),
    )
