import pytest
from pydantic import ValidationError

from studybot.errors import Conflict
from studybot.store import Reading, Store

from .builders import NOON, later, place, quiz_result


def test_quiz_results_come_back_in_the_order_they_were_saved(store: Store) -> None:
    """All of a learner's, and nobody else's."""
    results = [quiz_result("q2"), quiz_result("q1", correct=False), quiz_result("q3", topic="ec2")]
    for result in results:
        store.practice.add_result(result)
    store.practice.add_result(quiz_result("q4", learner="bob"))
    assert store.practice.results("ann") == results


def test_a_quiz_result_counts_once(store: Store) -> None:
    """A request sent again is a conflict, and the first answer stays."""
    store.practice.add_result(quiz_result())
    with pytest.raises(Conflict, match="'q1' is saved already"):
        store.practice.add_result(quiz_result(correct=False))
    assert store.practice.results("ann") == [quiz_result()]


def test_the_reading_position_is_the_last_one_set(store: Store) -> None:
    """One position a section, the last read section first."""
    store.practice.set_reading(place("A"))
    store.practice.set_reading(place("B", at=later(minutes=1)))
    store.practice.set_reading(place("C", topic="ec2", at=later(minutes=2)))
    again = Reading(learner="ann", topic="lambda", section="A", position=1.0, read_at=later(minutes=3))
    store.practice.set_reading(again)
    assert store.practice.reading("ann", topic="lambda") == [again, place("B", at=later(minutes=1))]
    assert [one.section for one in store.practice.reading("ann")] == ["A", "C", "B"]
    assert store.practice.reading("bob") == []


@pytest.mark.parametrize("position", [-0.1, 1.1, float("nan")])
def test_a_position_outside_the_section_cannot_be_built(position: float) -> None:
    """It runs from 0 to 1."""
    with pytest.raises(ValidationError):
        Reading(learner="ann", topic="t", section="s", position=position, read_at=NOON)
