import pytest

from studybot.facts.exercises import exercises
from studybot.study.items import items

from .conftest import passages_of

CHOICE = """## Hulls

A hull keeps the water out.

## Review Questions

The part of a boat that keeps the water out is the \\_\\_\\_\\_\\_\\_.

1.  mast
2.  hull
3.  sail

{key}


{stem}

1.  a rope
2.  {option}
3.  an anchor

B
"""


def test_a_choice_of_the_course_is_asked_with_its_own_key() -> None:
    """Stem, options and the letter behind them are an item; the options keep the course's words; the span proves the key."""
    found = passages_of(CHOICE.format(key="Answer: b)", stem="What holds a boat in its place?", option="a keel"))
    first, second = (item for item in items(found) if item.kind == "exercise")
    assert first.prompt == "The part of a boat that keeps the water out is the ____."
    assert (first.options, first.key) == (("hull", "mast", "sail"), "hull")
    assert (second.key, second.proof.quote.startswith("What holds")) == ("a keel", True)


@pytest.mark.parametrize(
    ("key", "stem", "option"),
    [
        ("See chapter 3", "What holds a boat in its place?", "both a and c"),  # no key; an option that names others
        ("D", "What holds the boat in the figure above in place?", "a keel"),  # a key without an option; a figure
        ("Winds: b", "Which knot is shown in link(#fs-1)?", "a keel"),  # a word that announces nothing; another place
    ],
)
def test_a_choice_that_cannot_be_done_by_itself_is_left_out(key: str, stem: str, option: str) -> None:
    """Without a key, with options that would change their sense in another order, or with something to look at."""
    assert list(exercises(passages_of(CHOICE.format(key=key, stem=stem, option=option)))) == []


ANSWERED = """## Hulls

A hull keeps the water out.

## Critical Thinking Questions

Why does a broad hull turn more slowly than a narrow one?

A broad hull moves more water aside, and the water has to go round it.


What would you call your own boat?

Nobody but its owner can say that.


How would that look at night?

A hull is black at night, as everything is that has no lamp.
"""


def test_a_question_is_open_where_its_answer_stands_behind_it() -> None:
    """A question with the paragraphs up to the next one; what asks the reader, or leans on something before, is left out."""
    (item,) = (item for item in items(passages_of(ANSWERED)) if item.kind == "open")
    assert item.prompt == "Why does a broad hull turn more slowly than a narrow one?"
    assert item.key == "A broad hull moves more water aside, and the water has to go round it."


def test_a_question_without_an_answer_is_no_item() -> None:
    """Where only questions follow one another, nothing is taken for an answer."""
    text = "## Exercises\n\nWhy does a broad hull turn slowly?\n\nWhat happens to the water beside a hull?\n\nDraw a hull.\n"
    assert not items(passages_of(text))
