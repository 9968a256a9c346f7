from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studybot.store import QuizResult
from studybot.study.mastery import HALF_LIFE, by_topic, mastery, missed

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _result(item: str, correct: bool, days: float = 0, topic: str = "lambda") -> QuizResult:
    at = NOON - timedelta(days=days)
    return QuizResult(id=f"{item}-{days}-{correct}", learner="l", item=item, topic=topic, at=at, correct=correct)


def test_one_lucky_answer_is_no_mastery() -> None:
    """One right answer is worth a sixth, and the same item answered often still counts once."""
    assert mastery("lambda", [], items=40, at=NOON).level == "new"
    lucky = mastery("lambda", [_result("a", True)], items=40, at=NOON)
    assert (lucky.level, lucky.score) == ("started", 0.1667)
    often = mastery("lambda", [_result("a", True, days / 10) for days in range(50)], items=40, at=NOON)
    assert (often.score, often.answered) == (0.1667, 1)


def test_several_different_right_answers_are_mastery_until_they_age() -> None:
    """Six fresh right answers are full mastery; after a half-life they are half of it; a topic of three needs three."""
    right = [_result(name, True) for name in "abcdef"]
    assert (mastery("lambda", right, items=40, at=NOON).score, mastery("lambda", right, items=40, at=NOON).level) == (
        1.0,
        "mastered",
    )
    aged = mastery("lambda", right, items=40, at=NOON + HALF_LIFE)
    assert (aged.score, aged.level) == (0.5, "learning")
    assert mastery("lambda", right[:3], items=3, at=NOON).level == "mastered"


def test_the_latest_answer_of_an_item_counts() -> None:
    """A mistake made good is made good, and knowledge lost is lost; other topics do not count."""
    mended = [_result("a", False, 2), _result("a", True, 1)]
    lost = [_result("a", True, 2), _result("a", False, 1)]
    assert mastery("lambda", mended, items=1, at=NOON).score > 0.9
    assert mastery("lambda", lost, items=1, at=NOON).score == 0.0
    assert mastery("lambda", [_result("a", True, topic="other")], items=1, at=NOON).answered == 0
    assert missed([*mended, *[_result("b", False, 5)], *[_result("c", False, 9)]]) == ("c", "b")
    assert set(by_topic(mended, {"lambda": 4, "s3": 2}, at=NOON)) == {"lambda", "s3"}


@given(st.lists(st.tuples(st.sampled_from("abcdefghij"), st.booleans(), st.floats(-3, 900)), max_size=60), st.integers(0, 20))
def test_mastery_stays_between_none_and_all(history: list[tuple[str, bool, float]], items: int) -> None:
    """Whatever was answered, also with a clock in the future, the score is 0 to 1 and a further right item never lowers it."""
    results = [_result(item, correct, days) for item, correct, days in history]
    before = mastery("lambda", results, items=items, at=NOON)
    assert 0 <= before.score <= 1
    after = mastery("lambda", [*results, _result("new", True)], items=items, at=NOON)
    assert after.score >= before.score - 1e-4
