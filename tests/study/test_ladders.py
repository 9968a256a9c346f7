from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from studybot.study.ladders import counted, near_numbers, unit_of
from studybot.study.material import Material


@given(
    st.one_of(
        st.integers(2, 99_999).map(str),
        st.integers(1000, 999_999).map(lambda value: f"{value:,}"),
        st.integers(1, 99_999).map(lambda value: f"${value / 1000:.3f}"),
    ),
    st.sampled_from([" GB", " seconds", " days", "%", "/month", " rules"]),
    st.integers(0, 1000),
)
def test_near_numbers_are_wrong_positive_and_written_alike(number: str, unit: str, seed: int) -> None:
    """Three or none; they differ from the right one and each other, stay above zero, keep the sign, and lie on both sides."""
    wrong = near_numbers(number, random=Random(seed), share=unit == "%")
    values = [float(text.strip("$").replace(",", "")) for text in (number, *wrong)]
    assert len(wrong) in (0, 3) and len(set(values)) == len(values)
    assert min(values) > 0
    assert all(text.startswith("$") == number.startswith("$") for text in wrong)
    assert wrong == near_numbers(number, random=Random(seed), share=unit == "%")


def _place(number: str, seed: int) -> int:
    wrong = near_numbers(number, random=Random(seed))
    return sorted([float(number), *(float(text) for text in wrong)]).index(float(number))


def test_the_right_number_stands_at_each_place_as_often() -> None:
    """Over many seeds no place among the sorted options has less than half or more than double its share."""
    places = Counter(_place("50", seed) for seed in range(200))
    assert set(places) == {0, 1, 2, 3} and all(25 <= times <= 100 for times in places.values())


def test_the_key_of_the_course_is_not_mostly_the_smallest(course: Material) -> None:
    """Whoever always takes the smallest number, or the largest, is right in at most two of five."""
    numbers = [item for item in course.items.values() if item.kind == "number"]
    places = Counter(item.right[0] for item in numbers)
    assert len(numbers) > 30 and set(places) == {0, 1, 2, 3}
    assert all(times <= 0.4 * len(numbers) for times in places.values())


def test_wrong_numbers_are_usual_in_their_unit() -> None:
    """Numbers that the course counts in the same unit come first; where there are few, round ones are added."""
    texts = [f"Keep it {number} days." for number in (3, 5, 10, 14, 21, 30, 45, 60, 90, 365)] + ["It takes 8 hours."]
    usual = counted(texts)
    assert usual["days"] == {3, 5, 10, 14, 21, 30, 45, 60, 90, 365} and usual["hours"] == {8}
    for seed in range(30):
        wrong = near_numbers("7", random=Random(seed), usual=usual["days"])
        assert {int(text) for text in wrong} <= {3, 5, 10, 14, 21, 30, 45, 60, 90}
    assert len(near_numbers("7", random=Random(1), usual=usual["hours"])) == 3


def test_a_number_that_can_only_be_the_smallest_is_not_asked() -> None:
    """Two is the least number of tunnels that anybody would offer; there is no fair question about it."""
    assert all(near_numbers("2", random=Random(seed)) == () for seed in range(20))


def test_numbers_that_are_shown_or_bound_the_gap_are_no_options() -> None:
    """What stands in the sentence is not offered, and what bursts to 100 MB/s has a baseline below it."""
    assert "10" not in near_numbers("8", random=Random(3), avoid=["10", "(6,"])
    for seed in range(20):
        below = near_numbers("50", random=Random(seed), avoid=["100"], beside=["100"])
        assert all(float(text) < 100 for text in below)


def test_a_number_without_a_unit_is_told_by_the_word_before_it() -> None:
    """Ports are offered beside the ports of the course, and a share of all stays below 100."""
    assert unit_of("through port ", " is open") == "port" and unit_of("through port ", ".") == "port"
    assert unit_of("within ", " days") == "days" and unit_of("", " open ports") == "open"
    ports = counted(["port 22, port 80, port 443, port 25, port 53, port 110, port 21, port 23, port 389."])["port"]
    for seed in range(9):
        assert {float(text) for text in near_numbers("80", random=Random(seed), usual=ports)} <= ports
        named = near_numbers("22", random=Random(seed), usual={22.0, 80.0, 443.0, 3389.0}, named=True)
        assert {float(text) for text in named} == {80.0, 443.0, 3389.0}
        assert all(float(text) < 100 for text in near_numbers("90", random=Random(seed), share=True))
