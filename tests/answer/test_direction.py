"""An answer never says how to do the opposite of what is wanted."""

import pytest

from studybot.answer.asks import wish
from studybot.answer.direction import opposes
from studybot.facts.language import language
from studybot.types import Question, Understanding


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("how do I stop public access to my folder", "Turn off the filter that blocks public access"),
        ("how do I make the archive private", "Add a rule that makes the archive public"),
        ("how can I detach the trailer", "Attach the trailer with two bolts"),
        ("the lamp should not start by itself, which switch?", "lamp on   # start with the clock"),
        ("which way is encrypted?", "The old way is unencrypted"),
    ],
)
def test_the_opposite_is_noticed(question: str, statement: str) -> None:
    """A statement that does the opposite to what the question turns on opposes it."""
    assert opposes(question, statement, language())


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("how do I stop public access to my folder", "The guard blocks public access to every folder"),
        ("how do I make the archive private", "Set the archive to private in its settings"),
        ("how can I detach the trailer", "Detach the trailer before you drive off"),
        ("how do I paint the fence", "Never paint the fence in the rain"),
        ("how do I stop public access", "Settings are kept in a file"),
        ("I want fewer lamps, not more, which schedule?", "Lamp schedule for the evening"),
        ("how do I turn off the recording", "Once it runs, the recording can be paused but NOT switched off"),
        ("a gate rule that only allows members", "Deny everybody without a badge at the gate"),
        ("how do I keep people from entering the hall", "The hall rule allows only those who come through the gate"),
        ("what do I press, one after another, to start the pump", "Prime the pump before the first start"),
    ],
)
def test_what_agrees_or_speaks_of_something_else_stays(question: str, statement: str) -> None:
    """A statement in the same direction, or about other things, does not oppose."""
    assert not opposes(question, statement, language())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The shop forbids cash. It is almost never open. Which card is cheapest?", "Which card is cheapest?"),
        ("The lamp must not start by itself. Which switch?", "The lamp must not start by itself. Which switch?"),
        ("how do I stop the lamp", "how do I stop the lamp"),
        ("what happens when I delete the lamp", ""),
    ],
)
def test_what_is_wanted_stands_in_the_sentence_that_asks(text: str, wanted: str) -> None:
    """What a story tells before its question is how things are, and turns no statement into the opposite of what is wanted."""
    assert wish(Understanding(question=Question(text=text), text=text), language()) == wanted
