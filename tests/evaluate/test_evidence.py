"""When a text holds a quote or states a key fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.evaluate.evidence import places, says, squashed, stands_in

TABLE = "| Setting | Value |\n| --- | --- |\n| Max runtime | **15 minutes** |\n| Memory | 10,240 MB |"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Max runtime15 minutes", True),
        ("max runtime | 15 MINUTES", True),
        ("15 minutes", True),
        ("5 minutes", False),
        ("Memory10,24", False),
        ("Memory10,240", True),
        ("minutes Memory", True),
        ("…", False),
    ],
)
def test_quotes_are_found_whatever_the_markup(quote: str, found: bool) -> None:
    """Markup, table pipes, case and spacing do not matter; a quote does not start or end inside a number."""
    assert stands_in(quote, TABLE) is found


def test_a_number_cut_once_may_be_whole_later() -> None:
    """The second place of a quote counts when the first cuts a number."""
    text = "115 minutes, then 15 minutes"
    assert places("15 minutes", squashed(text), text) == [(18, 28)]


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("It lasts **15** minutes.", "15 minutes"),
        ("up to 15min", "15 min"),
        ("| Max runtime | 15 minutes |", "Max runtime 15 minutes"),
        ("10–15% cheaper", "10-15%"),
        ("use `rm -rf dir`", "rm -rf"),
        ("pass `--encrypted`", "--encrypted"),
        ("volumes are —encrypted", "encrypted"),
        ("10,240 MB", "10240 MB"),
        ("costs $0.005/hr", "$0.005/hr"),
        ("costs $0.005/hr", "0.005"),
        ("open port 443.", "443"),
        ("the pay-as-you-go model", "pay as you go"),
        ("see [user data](https://x.org/a) first", "user data first"),
        ("set user\\_data", "user_data"),
        ("a &lt; b &amp; c", "b & c"),
        ("run `ls | grep x`", "grep"),
        ("echo a >> b", ">>"),
        ("10.0.0.0/16", "/16"),
        ("10.0.0.0/16", "10.0.0.0"),
        ("nice -20", "-20"),
        ("nice −20", "-20"),
        ("Zero Downtime", "zero  downtime"),
    ],
)
def test_key_facts_are_stated_in_many_forms(text: str, variant: str) -> None:
    """Case, spacing, markup, escapes and the kind of dash do not matter."""
    assert says(text, variant)


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("150 minutes", "15"),
        ("1.5 minutes", "15 minutes"),
        ("1.5 minutes", "5 minutes"),
        ("1,500 files", "500 files"),
        ("10.0.0.0", "10.0"),
        ("1 5 minutes", "15 minutes"),
        ("import it", "port"),
        ("an EC2 host", "2"),
        ("know it", "no"),
        ("45 GB", "45%"),
        ("20 GB", "-20"),
        ("20 GB", "$20"),
        ("", "15"),
        ("echo a > b", ">>"),
    ],
)
def test_key_facts_are_not_seen_where_they_are_not(text: str, variant: str) -> None:
    """No match inside a longer number or word, and a sign that changes the meaning is required."""
    assert not says(text, variant)


@given(st.text(max_size=60), st.text(alphabet="ab1 .-%|*", max_size=10), st.text(max_size=60))
def test_a_fact_between_blanks_is_always_found(before: str, fact: str, after: str) -> None:
    """A variant with a letter in it is found wherever it stands as whole words between letters."""
    wanted = f"x{fact}x".replace(".", "")
    assert says(f"{before} . word {wanted} word . {after}", wanted)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 20))
def test_any_cut_of_letters_stands_in_its_text(text: str, start: int, length: int) -> None:
    """A quote cut from a text stands in it unless it cuts a number."""
    quote = text[start : start + length]
    found = places(quote, squashed(text), text)
    assert stands_in(quote, text) == bool(found)
    cuts = text[max(0, start - 1) : start + 1].isdigit() or text[start + length - 1 : start + length + 1].isdigit()
    if any(character.isalnum() for character in quote) and not cuts:
        assert found
