from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.study.ladders import near_numbers
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
    wrong = near_numbers(number, random=Random(seed), unit=unit)
    values = [float(text.strip("$").replace(",", "")) for text in (number, *wrong)]
    assert len(wrong) in (0, 3) and len(set(values)) == len(values)
    assert min(values) > 0
    assert all(text.startswith("$") == number.startswith("$") for text in wrong)
    assert wrong == near_numbers(number, random=Random(seed), unit=unit)


def _place(number: str, seed: int) -> int:
    wrong = near_numbers(number, random=Random(seed), unit=" GB")
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


@pytest.mark.parametrize(
    ("number", "unit", "usual"),
    [
        ("12", " months", {2, 3, 6, 18, 24, 36}),
        ("10", " Gbps", {1, 2, 5, 20, 50, 100}),
        ("15", " minutes", {2, 3, 5, 10, 20, 30, 45, 60}),
        ("7", " days", {2, 3, 5, 10, 14, 21}),
        ("10,000", " parts", {1000, 2000, 5000, 20000, 50000, 100000}),
        ("16", " servers", {2, 4, 8, 32, 64, 128}),
    ],
)
def test_wrong_numbers_are_usual_in_their_unit(number: str, unit: str, usual: set[int]) -> None:
    """Nobody gives 8, 10 or 15 months, nor 6, 7 or 8 Gbps: the right number is no longer the only likely one."""
    for seed in range(30):
        assert {int(text.replace(",", "")) for text in near_numbers(number, random=Random(seed), unit=unit)} <= usual


def test_a_number_that_can_only_be_the_smallest_is_not_asked() -> None:
    """Two is the least number of tunnels that anybody would offer; there is no fair question about it."""
    assert all(near_numbers("2", random=Random(seed), unit=" tunnels") == () for seed in range(20))


def test_numbers_that_are_shown_or_bound_the_gap_are_no_options() -> None:
    """What stands in the sentence is not offered, and what bursts to 100 MB/s has a baseline below it."""
    assert "10" not in near_numbers("8", random=Random(3), avoid=["10", "(6,"])
    for seed in range(20):
        below = near_numbers("50", random=Random(seed), avoid=["100"], beside=["100"], unit=" MB/s per TB")
        assert all(float(text) < 100 for text in below)


def test_ports_and_shares_have_ladders_of_their_own() -> None:
    """Ports are offered beside well-known ports, and shares of nearly all stay below 100 with no idle zeros."""
    assert all(int(text) in (21, 25, 53, 80, 110) for text in near_numbers("22", random=Random(5), port=True))
    shares = near_numbers("99.99", random=Random(5), unit="% of objects")
    assert len(shares) == 3 and all(float(text) < 100 and not text.endswith("0") for text in shares)
