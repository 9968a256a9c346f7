"""Names that a sentence lists are found where it says how many they are."""

import pytest

from studybot.facts.language import language
from studybot.facts.listed import listed


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("There are two kinds of bridges: **arch bridges** and beam bridges.", ("arch bridges", "beam bridges")),
        (
            "Three common woods for bows are yew, ash, and hickory (a hard one).",
            ("yew", "ash", "hickory"),
        ),
        ("Glue sets in two ways: (1) by drying; and (2) by cooling.", ("by drying", "by cooling")),
        ("Bows have two parts: a stave or a string.", ("a stave", "a string")),
    ],
    ids=["colon", "copula", "numbered", "or"],
)
def test_a_sentence_that_counts_lists(sentence: str, names: tuple[str, ...]) -> None:
    """As many names as a sentence announces are its members, behind a colon or as what its subject is."""
    assert listed(sentence, language("en")) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "There are three kinds of bridges: arch and beam bridges.",
        "If two boats meet, the faster one and the slower one are both to give way and wait.",
        "There are many woods: yew, ash and hickory.",
        "Two boats are tied up.",
        "The two of them differ: one is tied with a knot that never comes undone by itself, and the other with a hitch.",
    ],
    ids=["another number", "no subject", "no number", "one thing", "sentences"],
)
def test_other_sentences_list_nothing(sentence: str) -> None:
    """A number that does not fit, or none, is no announcement."""
    assert listed(sentence, language("en")) == ()


def test_other_languages_count_with_their_own_words() -> None:
    """The words for numbers and for joining are those of the language."""
    assert listed("Es gibt zwei Arten von Brücken: Bogenbrücken und Balkenbrücken.", language("de")) == (
        "Bogenbrücken",
        "Balkenbrücken",
    )
