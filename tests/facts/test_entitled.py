import pytest
from tests.fakes import passages_of

from studybot.facts.language import language
from studybot.facts.members import named_sets
from studybot.study.cards import cards

SLIDES = """# Sailing

## Quay Net

- {}
- Old ones were made of rope

## Harbour walls

A net hangs at the quay. Each quay has a net. The web of a net is made of ropes at the quay. Boats carry a web of ropes.
"""


@pytest.mark.parametrize(
    ("line", "front"),
    [
        ("A web of ropes that keeps small boats off a wall", "What is meant by “quay net”?"),
        ("Web of ropes that can be hung from a wall", "What is meant by “quay net”?"),
        ("Keeps small boats off the wall at night", "What does quay net do?"),
        ("Draw the ropes of a boat from memory", ""),
        ("Ropes that hang from a wall are hard to see", ""),
        ("A quay net keeps boats off", ""),
        ("A web of ropes that keeps boats off:", ""),
        ("Thanks a lot for your attention", ""),
    ],
)
def test_the_first_line_of_a_slide_says_what_its_title_is(line: str, front: str) -> None:
    """A kind of thing with what tells which, or a verb of the third person; no order, no sentence of other things."""
    made = {card.back: card.front for card in cards(passages_of(SLIDES.format(line)))}
    said = {back.lower(): asked.lower() for back, asked in made.items()}
    assert said.get(line.lower(), "").endswith(front.lower()) if front else line.lower() not in said


def test_a_set_is_asked_for_by_the_noun_that_calls_it() -> None:
    """The phases of a thing, few and by name, are a card; a sentence, two of them or what is said of one are none."""
    lists = {"Mooring phases": ("Approach", "Tying up", "Checking"), "Rope kinds": ("Hemp", "Wire")}
    lists |= {"Buoy types": ("A float that marks a way", "It is red", "It is green")}
    lists |= {"Mooring includes three phases": ("Haul", "Tie", "Rest"), "What a mate does": ("Haul", "Tie", "Rest")}
    text = "# Sailing\n\n" + "".join(
        f"## {title}\n\n" + "".join(f"- {one}\n" for one in named) for title, named in lists.items()
    )
    found = passages_of(text)
    assert [called for called, _ in named_sets(found, language())] == ["Mooring phases"]
    made = [(card.front, card.back) for card in cards(found) if "phases" in card.front]
    assert made == [("Sailing: what are the mooring phases?", "Approach; Tying up; Checking")]
