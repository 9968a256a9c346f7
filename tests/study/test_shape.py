import pytest

from studybot.facts.shape import form, measure, quantity, same_measure


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("15 minutes", "time"),
        ("1 second – 15 minutes", "time"),
        ("Milliseconds (per GB fee)", "time"),
        ("10,240 MB (10 GB)", "size"),
        ("1 GiB–16 TiB", "size"),
        ("4,000 MB/s", "rate"),
        ("99.5%", "percent"),
        ("$0.023/GB", "money"),
        ("Up to 256,000", "count"),
        ("~3,000–16,000", "count"),
        ("Always free", "any"),
        ("Free (just the server)", ""),
        ("Big data, log processing", ""),
        ("750 hours a month of small servers, each system on its own", ""),
    ],
)
def test_a_figure_measures_one_thing(text: str, measured: str) -> None:
    """Times, sizes, rates, shares, prices and counts are told apart; a sentence that begins with a number is prose."""
    assert measure(text) == measured


def test_figures_of_two_measures_are_no_rivals() -> None:
    """Fifteen minutes cannot be a size; `Free` stands beside each price but not beside prose."""
    assert same_measure("250 MB", "4 KB total") and not same_measure("250 MB", "15 minutes")
    assert same_measure("Free", "$1/month") and not same_measure("Free", "License fee")
    assert same_measure("Big data", "Log processing")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Create a key pair", "prose"),
        ("Automatically scales up and down", "prose"),
        ("Returns all values", "prose"),
        ("Allow/block by country", "prose"),
        ("The template with a system", "prose"),
        ("Set of rules", "prose"),
        ("Log processing, alerting", "prose"),
        ("Count (0 or 1)", "prose"),
        ("How to treat gaps", "clause"),
        ("When you need both", "clause"),
        ("_http._tcp.example.com", "code"),
        ("aws_instance, aws_vpc", "code"),
        ("c5, c6g, c7g", "prose"),
        ("", "prose"),
    ],
)
def test_the_form_of_a_text_is_known(text: str, expected: str) -> None:
    """A clause, a line of code and other prose are told apart by how they begin and look."""
    assert form(text) == expected


def test_a_deed_is_no_thing() -> None:
    """What is done, beside things, tells itself apart by its first word."""
    assert form("To record the state of a set of files") == "deed" and form("A record of when an event occurred") == "prose"


def test_quantities_are_compared_in_bytes() -> None:
    """The first number counts, a size with its unit; text has none."""
    assert quantity("10,240 MB (10 GB)") == quantity("10 GB") > quantity("256 KB") > quantity("6")
    assert quantity("1.5 TiB") == 1.5 * quantity("1 TiB") and quantity("much") == 0.0
