"""What a thing is, said of it by name, answers who asks for that: whatever the scores of it are."""

import pytest

from fakes import hit_on, hits_with, passages_of
from studybot.answer.choose import likeliest_units
from studybot.answer.define import defining, is_defined
from studybot.answer.judge import ANSWERED, CLOSEST, judge, packaged_model
from studybot.answer.signals import CourseWords
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.facts.language import language
from studybot.types import Hit, Question, Understanding

TEXT = """# Sea

## Words

**bilge:** lowest part of a hull

**fender:** cushion at the side

Moored ships rot.

## Sail

Old sails are kept dry.

Sail, a sheet of cloth, catches wind.
"""
PASSAGES = passages_of(TEXT)


def asked(text: str, quote: str) -> tuple[Understanding, list[Hit]]:
    """A question and what was found for it, of which the unit with a quote is likeliest."""
    hits = [hit_on(passage, quote) for passage in PASSAGES if quote in passage.text]
    return understand(Question(text=text), Vocabulary.of(PASSAGES, [])), hits


@pytest.mark.parametrize(
    ("text", "quote", "answers"),
    [
        ("what is a bilge?", "lowest part", True),
        ("what are bilges", "lowest part", True),
        ("what is the price of a bilge?", "lowest part", False),  # a word is left out
        ("what is a fender?", "lowest part", False),
        ("what is mooring?", "Moored", False),  # another word of one root
        ("how is a bilge emptied?", "lowest part", False),
        ("what is a sail?", "sheet of cloth", True),
        ("what is a sail?", "Old sails", False),  # some of them
    ],
)
def test_the_likeliest_line_defines_the_whole_thing_or_does_not(text: str, quote: str, answers: bool) -> None:
    """Only a line that says what exactly the named thing is answers surely."""
    question, hits = asked(text, quote)
    assert is_defined(question, likeliest_units(hits), language()) is answers


def test_what_is_defined_is_answered_whatever_a_reader_scores() -> None:
    """An entry of a glossary answers its own question, although a reader of texts thinks little of so short a line."""
    question, hits = asked("what is a bilge?", "lowest part")
    read = [hit.model_copy(update={"signals": {"unit_answers": -6.0, "passage_answers": -6.0}}) for hit in hits]
    known = Vocabulary.of(PASSAGES, [])
    words = CourseWords(
        known.rarity, lambda passage: frozenset(), known.strangeness, lambda text: (), lambda question, text: 0.0
    )
    assert judge(question, hits, words, packaged_model(), read).confidence >= ANSWERED
    other, found = asked("how is a bilge emptied?", "lowest part")
    assert judge(other, found, words, packaged_model(), read).confidence < CLOSEST


def test_what_stands_beside_a_name_says_what_it_is() -> None:
    """A likelier "Sail, a sheet of cloth, ..." defines a sail before what is said of old ones does."""
    question, _ = asked("what is a sail?", "Old sails")
    (passage,) = (passage for passage in PASSAGES if "Old sails" in passage.text)
    found = defining(question, likeliest_units([hit_on(passage, "sheet of cloth", "Old sails")]), language())
    assert found is not None
    assert "sheet of cloth" in passage.cut(found[0])


STEEP = """# Tea

## Making

Leaves are put to *steeping*: a bath in hot water, for as long as the drinker likes.

Steeping begins with boiling water.

## Pouring

It has a fourth pour, called the last, for the guest who leaves.

The pours are those for the host, for the elder and for the child.
"""


def found(text: str, **chances: float) -> str:
    """What defines the thing that a question names, where units with these words have these chances; "" for nothing."""
    course = passages_of(STEEP)
    hits = hits_with(course, {quote.replace("_", " "): chance for quote, chance in chances.items()})
    question = understand(Question(text=text), Vocabulary.of(course, []))
    unit = defining(question, likeliest_units(hits), language())
    return unit[1].passage.cut(unit[0]) if unit else ""


def test_a_thing_that_is_set_off_is_said_to_be_what_follows() -> None:
    """A term in italics or bold with a colon, comma or "which is" and an article behind it is defined there."""
    assert found("what is steeping?", Steeping_begins=0.3, bath_in_hot_water=0.2).startswith("Leaves are put to")


def test_a_thing_with_an_aside_behind_it_is_not_defined() -> None:
    """Of "a fourth pour, called the last" it is said how one thing is called, and nothing of what the things are."""
    assert found("what are the pours of tea?", for_the_host=0.9, fourth_pour=0.001) == ""


RING = """# Nets

## Ring

Circle of nodes that pass a token on.

Rings are widely used.

- Every node is a repeater.

## Token

Rings are fast. A frame that lets its holder send is called a token.
"""


@pytest.mark.parametrize(
    ("text", "quotes", "first"),
    [
        ("what is a ring?", ["Rings are widely", "Every node is a repeater", "Circle of nodes"], "Circle of nodes"),
        ("what is a token?", ["Circle of nodes that pass", "A frame that lets"], "A frame that lets"),
    ],
)
def test_what_a_heading_names_is_defined_below_it_without_its_name(text: str, quotes: list[str], first: str) -> None:
    """Slides say what their title names without naming it again; how widely it is used says nothing of what it is."""
    passages = passages_of(RING)
    question = understand(Question(text=text), Vocabulary.of(passages, []))
    hits = [hit_on(passage, quote) for quote in quotes for passage in passages if quote in passage.text]
    found = defining(question, likeliest_units(hits), language())
    assert found
    assert found[1].passage.cut(found[0]).startswith(first)


LETTERS = """# Nets

## Card

RBC is used in all nets

RBC stands for Ring Break Control

- Ring Break Control cards (RBC)
- Token Hold Time
"""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("what does RBC stand for?", "RBC stands for"),
        ("what do the letters in THT stand for", "Token Hold Time"),
        ("what does XYZ stand for", None),
        ("what does RBC mean?", "RBC stands for"),
    ],
)
def test_letters_are_spelled_out(text: str, first: str | None) -> None:
    """In so many words, in brackets beside them, or as all that a line says; not by what merely is said of them."""
    (passage,) = passages_of(LETTERS)
    hits = [hit_on(passage, "RBC is used", "RBC stands", "Ring Break Control cards", "Token Hold")]
    found = defining(understand(Question(text=text), Vocabulary.of([passage], [])), likeliest_units(hits), language())
    assert (found[1].passage.cut(found[0]).startswith(first) if found else None) is (first and True)


def test_what_brackets_behind_a_name_say_defines_it() -> None:
    """Before an item that only is called so."""
    (sea,) = passages_of("# Sea\n\n- **Sea marks:** not lit by night\n- The port sets a Sea Mark (a special buoy) there\n")
    asked = understand(Question(text="what is a sea mark"), Vocabulary.of([sea], []))
    match, hit = defining(asked, likeliest_units([hit_on(sea, "not lit", "sets a Sea")]), language()) or (None, None)
    assert match and hit and hit.passage.cut(match).startswith("The port sets")
