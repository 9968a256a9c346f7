"""Yes or no as a bank says it: only where one of its questions asks the same of the same line, the same way round."""

import pytest

from studybot.answer.understand import understand
from studybot.answer.verdict import verdict_lead
from studybot.answer.vocabulary import Vocabulary
from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts import Facts
from studybot.types import Decided, Hit, Match, Question, Topic

SAID = "Tubers rest in the cellar from autumn on.\n\nBulbs sleep outdoors."
Near = tuple[str, bool, float]


def verdict(asked: str, *near: Near, heading: str = "Winter", elsewhere: bool = False) -> str:
    """The verdict on a question whose likeliest line is the first one, beside questions of the bank on it, or on the other."""
    course = split(parse(f"# Garden\n\n## {heading}\n\n{SAID}\n", source="a.md", topic=Topic(id="a", title="Garden")), 1500)
    first, second = [unit for block in course[0].blocks for unit in block.units]
    match = Match(start=first.start, end=first.end, kind="unit", score=0.9)
    place = second if elsewhere else first
    decided = tuple(Decided(start=place.start, end=place.end, text=text, says=says, score=score) for text, says, score in near)
    hit = Hit(passage=course[0], rank=1, score=1.0, matches=(match,), decided=decided)
    question = understand(Question(text=asked), Vocabulary.of(course, []))
    lead = verdict_lead(question, [(match, hit)], Facts.of(course))
    return lead[0].text if lead else ""


@pytest.mark.parametrize(
    ("asked", "near", "expected"),
    [
        ("can dahlias stay in the ground?", [("can I leave dahlias in the earth", False, 0.85)], "No."),
        ("dahlias under the house, good idea?", [("is it fine to keep dahlias below the house", True, 0.85)], "Yes."),
        ("can dahlias stay in the ground?", [("can I leave dahlias in the earth", False, 0.7)], ""),
        ("can dahlias not stay in the ground?", [("can I leave dahlias in the earth", False, 0.85)], ""),
        ("are dahlias forbidden in the ground?", [("can I leave dahlias in the earth", False, 0.85)], ""),
        ("dahlias never stay in the ground, is that right", [("can I leave dahlias in the earth", False, 0.85)], ""),
        ("can only dahlias stay in the ground?", [("can I leave dahlias in the earth", False, 0.85)], ""),
        ("must dahlias stay in the ground?", [("can I leave dahlias in the earth", False, 0.85)], ""),
        ("is it risky when dahlias stay in the ground?", [("can I leave dahlias in the earth", False, 0.85)], ""),
        ("can dahlias stay for 3 weeks?", [("can dahlias stay for 9 weeks", True, 0.85)], ""),
        ("is a cellar free?", [("does a cellar cost anything", True, 0.85)], ""),
        ("is a cellar colder than a shed?", [("is a cellar cold", True, 0.85)], ""),
        ("what do dahlias need?", [("do dahlias need a cellar", True, 0.85)], ""),
        ("why do dahlias need a cellar?", [("do dahlias need a cellar", True, 0.9)], ""),
        ("are dahlias kept for ever by default?", [("are dahlias kept for ever", True, 0.9)], ""),
        ("is incoming water warm?", [("is outgoing water warm", True, 0.9)], ""),
        ("do dahlias rest or grow?", [("do dahlias rest", True, 0.85)], ""),
        ("do dahlias rest?", [("do dahlias sleep", True, 0.85), ("do dahlias freeze", False, 0.83)], ""),
        ("do dahlias rest?", [("do dahlias sleep", True, 0.85), ("do dahlias freeze", False, 0.7)], "Yes."),
    ],
)
def test_the_bank_decides_what_it_asks_the_same_way(asked: str, near: list[Near], expected: str) -> None:
    """What turns a question round, bounds it, or asks for a duty, a price or another number keeps a near one from deciding."""
    assert verdict(asked, *near) == expected


def test_what_is_asked_of_another_line_decides_nothing() -> None:
    """The verdict is that of the line which is shown."""
    assert verdict("can dahlias stay in the ground?", ("can I leave dahlias in the earth", False, 0.9), elsewhere=True) == ""


def test_what_headings_tell_apart_is_another_thing() -> None:
    """Below "Dahlias" a question on them is not decided by one on ferns."""
    near = ("can ferns stay in the ground", True, 0.9)
    assert verdict("can dahlias stay in the ground?", near, heading="Dahlias") == ""
    assert verdict("can ferns stay in the ground?", near, heading="Dahlias") == "Yes."


def test_two_that_disagree_say_nothing() -> None:
    """Where the words of the line say the contrary of the bank, neither is said."""
    asked = "do tubers rest in the cellar?"
    assert verdict(asked) == "Yes."
    assert verdict(asked, ("do tubers sleep in the cellar", False, 0.9)) == ""
