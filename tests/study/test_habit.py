"""The daily goal with its streak, and the plan to an exam."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from studybot.study.plan import habit, plan
from studybot.study.topics import TopicCard
from studybot.types import Topic

TODAY = date(2026, 3, 10)


def noon(ago: int, count: int = 1) -> list[datetime]:
    """Return times of a day some days ago."""
    return [datetime(2026, 3, 10, 12, minute, tzinfo=UTC) - timedelta(days=ago) for minute in range(count)]


def card(name: str, read: float = 0.0, mastered: float = 0.0) -> TopicCard:
    """Return a topic with a learner's progress."""
    topic = Topic(id=name, title=name, order=1)
    return TopicCard(topic=topic, icon="", title=name, category="", sections=1, read=read, mastered=mastered)


def test_a_streak_counts_days_that_reached_the_goal() -> None:
    """A day below the goal ends it; today counts once it is reached, and breaks nothing before."""
    before = [*noon(1, 2), *noon(2, 3), *noon(3, 1), *noon(4, 5)]
    assert habit(before, 2, TODAY, UTC).streak == 2
    assert habit([*before, *noon(0, 1)], 2, TODAY, UTC).streak == 2
    assert habit([*before, *noon(0, 2)], 2, TODAY, UTC).streak == 3
    assert habit([*before, *noon(0, 2)], 2, TODAY, UTC).done == 2
    assert habit(before, 0, TODAY, UTC).streak == 0


def test_a_day_is_the_learners_day() -> None:
    """What was answered at 20:00 in London is of the next day in Tokyo."""
    late = [datetime(2026, 3, 9, 20, tzinfo=UTC)]
    assert habit(late, 1, TODAY, UTC).done == 0
    assert habit(late, 1, TODAY, ZoneInfo("Asia/Tokyo")).done == 1


def test_a_plan_shares_out_what_is_left() -> None:
    """Ten topics in four days are three a day; a day later with nothing done they are four; done ones are left out."""
    cards = [card(str(number)) for number in range(10)]
    assert len(plan(cards, TODAY + timedelta(days=4), TODAY).today) == 3
    assert len(plan(cards, TODAY + timedelta(days=4), TODAY + timedelta(days=1)).today) == 4
    done = [card("done", read=1.0, mastered=0.9), card("read", read=1.0)]
    made = plan(done, TODAY + timedelta(days=4), TODAY)
    assert [one.title for one in made.today] == ["read"] and (made.left, made.all) == (1, 2)


def test_a_plan_knows_when_the_day_is_over() -> None:
    """On the day and after it no day is left; nothing left is nothing to do."""
    cards = [card("a"), card("b")]
    assert plan(cards, TODAY, TODAY).days == plan(cards, TODAY - timedelta(days=9), TODAY).days == 0
    assert plan([card("a", read=1.0, mastered=1.0)], TODAY + timedelta(days=3), TODAY).today == ()
    assert plan([], TODAY + timedelta(days=3), TODAY).left == 0
