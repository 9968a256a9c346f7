from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from studybot.study.counted import counted, near_numbers, unit_of
from studybot.study.material import Material


@given(st.integers(2, 99_999), st.sets(st.integers(1, 99_999)), st.integers(0, 1000))
def test_near_numbers_are_wrong_and_written_alike(number: int, usual: set[int], seed: int) -> None:
    """Three or none, none of them the right one, of a small number only usual ones, the same for a seed."""
    wrong = near_numbers(str(number), usual, Random(seed))
    values = {int(text) for text in wrong}
    assert len(wrong) in (0, 3) and len(values) == len(wrong)
    assert number not in values and (values <= usual or number >= 10) and not [text for text in wrong if int(text) <= 0]
    assert wrong == near_numbers(str(number), usual, Random(seed))


def test_the_right_number_stands_at_each_place_as_often() -> None:
    """Over many seeds no place among the sorted options has less than half or more than double its share."""
    usual = [20, 30, 40, 50, 60, 70, 80]
    places = Counter(sorted([50.0, *map(float, near_numbers("50", usual, Random(seed)))]).index(50.0) for seed in range(200))
    assert set(places) == {0, 1, 2, 3} and all(25 <= times <= 100 for times in places.values())


def test_wrong_numbers_are_usual_in_their_unit_and_written_alike() -> None:
    """Numbers that the course counts in the same unit, however it spells it; thousands keep their commas."""
    texts = [f"Keep it {number} minutes." for number in (3, 5, 30)] + ["It takes 60 min.", "It takes 8 hours."]
    usual = counted(texts)
    assert usual["min"] == {3, 5, 30, 60} and usual["hou"] == {8}
    assert {int(text) for text in near_numbers("15", usual["min"], Random(1))} <= {3, 5, 30, 60}
    assert set(near_numbers("2,000", [1000, 1200, 3000, 4000], Random(3))) <= {"1,000", "1,200", "3,000", "4,000"}


def test_a_number_that_can_only_be_the_smallest_is_not_asked() -> None:
    """Where the course counts nothing smaller, or nothing else at all, there is no fair question."""
    assert all(near_numbers("2", [5, 10, 20, 30], Random(seed)) == () for seed in range(20))
    assert near_numbers("7", [8], Random(1)) == ()
    assert near_numbers("37", [], Random(1)) == ()
    assert len(near_numbers("15", [], Random(1))) == len(near_numbers("10,240", [], Random(1))) == 3


def test_a_number_without_a_unit_is_told_by_the_word_before_it(course: Material) -> None:
    """Ports are offered beside the ports of the course, in order."""
    assert unit_of("through port ", " is open") == "port" and unit_of("through port ", ".") == "port"
    assert unit_of("within ", " days") == "days" and unit_of("", " open ports") == "open"
    named = [item for item in course.items.values() if item.kind == "number"]
    assert named and all("ort ____" in item.prompt or "ayer ____" in item.prompt for item in named)
    assert all(list(item.options) == sorted(item.options, key=int) for item in named)
