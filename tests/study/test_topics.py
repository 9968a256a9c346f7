import pytest

from studybot.study.material import Material
from studybot.study.topics import (
    filtered,
    grid,
    nearest_passage,
    nearest_topic,
    search,
)
from studybot.text import squash


def test_the_grid_is_filtered_by_category_and_words(course: Material) -> None:
    """A category shows its topics alone; words match titles by their beginning, in any order."""
    cards = grid(course.topics, course.passages)
    assert len(cards) == 26 and next(card.category for card in cards if card.category) == "Fundamentals"
    assert {card.category for card in filtered(cards, category="Storage")} == {"Storage"}
    assert [card.topic.id for card in filtered(cards, text="BALANC elastic")] == ["elastic-load-balancing-elb"]
    assert filtered(cards, text="zzz") == () and filtered(cards) == cards
    assert [card.topic.id for card in filtered(cards, text="autoscaling")] == ["auto-scaling"]


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("lamda", "lambda"),
        ("route53", "route-53"),
        ("Lambda Integration", "lambda-integrations"),
        ("dns-and-cloudfront", "cloudfront"),
    ],
)
def test_an_unknown_topic_names_the_nearest(course: Material, wanted: str, near: str) -> None:
    """A broken link says which topic was probably meant."""
    meant = nearest_topic(course.topics, wanted)
    assert meant is not None and meant.id == near


def test_nonsense_has_no_nearest_topic(course: Material) -> None:
    """A link that looks like nothing in the course, or is very long, is a sentence without a guess."""
    assert nearest_topic(course.topics, "qqqq") is None
    assert nearest_topic(course.topics, "x" * 5000) is None
    assert nearest_topic((), "lambda") is None and nearest_passage((), "lambda/limits/1") is None


def test_an_unknown_passage_names_the_nearest(course: Material) -> None:
    """An old ordinal leads to its section, a misspelt section to the most similar one, a known topic to its beginning."""
    known = course.passages[40]
    section = known.id.rpartition("/")[0]
    near = nearest_passage(course.passages, f"{section}/99")
    assert near is not None and near.id.startswith(section)
    misspelt = nearest_passage(course.passages, "lambda-integrations/lamda-limit/1")
    assert misspelt is not None and misspelt.id == "lambda-integrations/lambda-limits/1"
    fallback = nearest_passage(course.passages, "route-53/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")
    assert fallback is not None and fallback.topic == "route-53"
    assert nearest_passage(course.passages, "qq/qq/qq") is None


def test_search_finds_every_place_with_its_span(course: Material) -> None:
    """Case and white space do not matter, signs of patterns do; each match re-reads as the searched text."""
    found = search(course.passages, "max  iops")
    assert found and all(match.proof.quote.lower().split() == ["max", "iops"] for match in found)
    assert search(course.passages, "x-amz-meta-*")[0].proof.quote == "x-amz-meta-*"
    assert search(course.passages, "   ") == () and search(course.passages, "[zzz(") == ()
    assert len(search(course.passages, "aws", limit=7)) == 7


def test_a_search_needs_no_exact_form(course: Material) -> None:
    """A hyphen, another order or ending still find the words; what the course has not is not made up."""
    assert {squash(match.proof.quote) for match in search(course.passages, "multi factor")} == {"multifactor"}
    assert any("imeout" in match.proof.passage.text for match in search(course.passages, "lambda timeouts"))
    written = {match.proof.quote.casefold() for match in search(course.passages, "autoscaling")}
    assert written >= {"auto scaling", "autoscaling"} and {squash(one) for one in written} == {"autoscaling"}
    assert search(course.passages, "qqqqzz wwxxy") == ()
