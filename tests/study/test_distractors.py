from random import Random

from hypothesis import given
from hypothesis import strategies as st

from studybot.study.distractors import choose, gives_away, near_numbers, resembles, stands_out


def test_what_might_be_right_too_is_no_wrong_option() -> None:
    """An option that equals, contains or mostly repeats the key is left out; different numbers are different."""
    assert resembles("Big data, log processing", "Big data, data warehouses, log processing")
    assert resembles("up to 256,000", "256,000")
    assert resembles("Basic: 5 min", "Basic: 5 min, Detailed: 1 min")
    assert not resembles("16 TiB", "64 TiB")
    assert not resembles("Up to 72%", "Up to 90%")
    assert resembles("SSD", "Provisioned IOPS SSD")


def test_a_key_that_the_prompt_gives_away_is_refused() -> None:
    """A word or an abbreviation that only the key shares with the prompt makes the item unfair."""
    assert gives_away("Which command stops nginx?", "systemctl stop nginx", ["uptime", "free -h"])
    assert not gives_away("Which command stops nginx?", "systemctl stop nginx", ["nginx -t", "docker stop"])
    assert gives_away("Blocks direct access: Origin Access Control", "OAC", ["ALB", "NLB"])
    assert stands_out("a key that is very much longer than all of them", ["short one", "small one"])
    assert not stands_out("16,000", ["500", "250"])


def test_too_few_fair_options_give_no_item() -> None:
    """One wrong option is not enough, and neither are copies of the key."""
    assert choose("red", ["blue"], prompt="Which colour?", random=Random(1)) is None
    assert choose("red", ["red", "Red ", "RED"], prompt="Which colour?", random=Random(1)) is None
    chosen = choose("red", ["blue", "green", "white", "black"], prompt="Which colour?", random=Random(1))
    assert chosen is not None and len(chosen) == 3
    assert chosen == choose("red", ["blue", "green", "white", "black"], prompt="Which colour?", random=Random(1))


@given(
    st.one_of(
        st.integers(2, 99_999).map(str),
        st.integers(1000, 999_999).map(lambda value: f"{value:,}"),
        st.integers(1, 99_999).map(lambda value: f"${value / 1000:.3f}"),
    ),
    st.integers(0, 1000),
)
def test_near_numbers_are_wrong_positive_and_written_alike(number: str, seed: int) -> None:
    """Wrong numbers differ from the right one and each other, stay above zero and keep sign and grouping."""
    wrong = near_numbers(number, random=Random(seed))
    values = [float(text.strip("$").replace(",", "")) for text in (number, *wrong)]
    assert len(wrong) == 3 and len(set(values)) == 4
    assert min(values) > 0
    assert all(text.startswith("$") == number.startswith("$") for text in wrong)
    assert wrong == near_numbers(number, random=Random(seed))


def test_the_right_number_is_not_always_in_the_middle() -> None:
    """Over many seeds the right number stands at each place among the sorted options."""
    places = set()
    for seed in range(40):
        wrong = near_numbers("400", random=Random(seed))
        places.add(sorted([400.0, *(float(text) for text in wrong)]).index(400.0))
    assert places == {0, 1, 2, 3}


def test_a_number_in_the_sentence_is_no_option() -> None:
    """A number that the prompt shows already is not offered; ports are offered beside ports, shares below 100."""
    assert "10" not in near_numbers("8", random=Random(3), avoid=["10", "(6,"])
    assert all(int(text) in (21, 25, 53, 80) for text in near_numbers("22", random=Random(5), port=True))
    assert all(float(text) < 100 for text in near_numbers("99.99", random=Random(5), percent=True))
