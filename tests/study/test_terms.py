import pytest

from studybot.facts.columns import columns
from studybot.facts.definitions import definitions
from studybot.facts.usage import Usage
from studybot.study.cards import cards
from studybot.study.items import items
from studybot.study.wording import Wording

from .conftest import passages_of

GLOSSARY = """## Glossary

[archive]{#archive}
:   A place where every version of a file is
kept for years. It is never emptied.

[branch]{#branch}
:   A line of work that leaves the main one and may come back to it.

[merge]{#merge}
:   To bring two lines of work together again so that nothing of either is lost.

[stamp]{#stamp}
:   A record of when something happened, to the second.

[review]{#review}
:   A look at a change by somebody who did not make it.
"""


def test_a_glossary_is_asked_whole_and_for_the_whole_course() -> None:
    """An explanation on several lines is not cut off; an everyday word is one of its topic, and common ones are asked, too."""
    found = passages_of(GLOSSARY + "\n## Use\n\nEvery archive has a branch. A branch is in an archive.\n")
    fronts = {card.front: card.back for card in cards(found)}
    assert fronts["Storage: what is meant by “archive”?"] == "A place where every version of a file is kept for years"
    prompts = [item.prompt for item in items(found) if item.kind == "term"]
    assert len(prompts) >= 4
    assert not any("Glossary" in prompt for prompt in prompts)


@pytest.mark.parametrize(
    ("sentence", "defines"),
    [
        ("The part that carries a signal away from the cell body is called the **axon**, and a cell has one.", True),
        ("**Hindsight** is the belief that what just happened could have been seen before it did.", True),
        ("While a recipe has to be followed, a **heuristic** is a rule of thumb that mostly works.", True),
        ("You should **never** put large files that change every day into such a store.", False),
        ("The main problem is the **heuristic** case in the function that matches a value with a pattern.", False),
        ("That is the reason why the **axon** is something that this part of the chapter comes back to.", False),
    ],
)
def test_a_stressed_word_is_a_term_where_its_sentence_says_what_it_is(sentence: str, defines: bool) -> None:
    """A copula behind it or a word for naming before it makes a definition; mere stress, or a sentence that leans, none."""
    rest = "An axon, a heuristic and hindsight never meet."
    text = f"## Part\n\n{sentence}\n\n## More\n\n{rest}\n\n## Last\n\n{rest}\n"
    found = passages_of(text)
    assert bool([one for one in definitions(found, Wording(found)) if "____" in one.masked]) is defines


TOOLS = """## Ports

A quay wall is a wall of stone that ships lie beside.

`berth --list` lists all ships in the order of their coming. Use the `tow` command to bring a ship to its place.

To see what the tide does, type `tide`. Here `ebb` is slow.

## Ships

A capstan drum is a drum that winds a rope up by hand. A broad hull is the reason for much room below.

`furl` takes all canvas down before a storm comes. An early anchor is a wonderful thing to look at in a town.

## History

A quay wall was built here. A capstan drum is at the bow. The broad hull is slow. An anchor is lost.
"""


def test_sentences_that_say_what_a_thing_is_or_does_are_asked() -> None:
    """A term that a sentence begins with and code that a sentence explains are cards; praise, reasons and asides are not."""
    found = passages_of(TOOLS)
    backs = {card.back for card in cards(found)}
    assert {
        "A wall of stone that ships lie beside",
        "A drum that winds a rope up by hand",
        "Lists all ships in the order of their coming",
        "Bring a ship to its place",
        "See what the tide does",
        "Takes all canvas down before a storm comes",
    } <= backs
    assert not any("wonderful" in back or "reason" in back or "slow" in back for back in backs)


def test_a_glossary_over_several_passages_is_asked() -> None:
    """Terms that stand in two passages of one glossary are asked for each; what needs one citation for all is left out."""
    terms = {
        "anvil": "Block of steel where hot metal is hammered flat",
        "bellows": "Bag that blows air into a fire",
        "chisel": "Blade for carving wood by hand",
        "easel": "Stand that holds a canvas upright",
        "funnel": "Cone through which liquids are poured",
        "ladder": "Rungs between rails to climb up",
    }
    text = "## Glossary\n\n" + "".join(f"{name}\n:   {what}.\n\n" for name, what in terms.items())
    found = passages_of(text, size=90)
    assert len(found) > 2
    assert all(item.proof.passage in found for item in items(found))


def test_a_heading_of_a_glossary_holds_terms_however_few() -> None:
    """One term below the heading of other glossaries is asked for; a title in front of a story among text is no term."""
    story = (
        "The harbour is deep.\n\n**Harbours and Storms:** The word harbour calls up many a picture of calm.\n\nIt is wide.\n"
    )
    one = "## Glossary\n\n**lighter:** flat boat that unloads ships which lie off the quay\n"
    passages = [*passages_of(GLOSSARY), *passages_of(f"## Calm\n\n{story}\n{one}", topic="port", title="Port")]
    found = [column for column in columns(passages, Usage(passages)) if column.name == "Glossary"]
    assert [cell.label for cell in found[-1].cells] == ["lighter"] and len(found) == 2
    alone = passages_of(f"## Calm\n\n{story}\n## Storm\n\n**Storms:** The word storm calls up many a picture.\n")
    assert not [column for column in columns(alone, Usage(alone)) if column.name == "Glossary"]
