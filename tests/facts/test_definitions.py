import pytest
from tests.fakes import passages_of

from studybot.facts.columns import columns
from studybot.facts.definitions import definitions, says_what
from studybot.facts.usage import Usage
from studybot.study.standing import describes_alone, is_whole

LOCKS = """# Canals

## Ship locks

Ship locks lift barges from one level of water to the next. The ship locks of a canal stand in a row.

## Dredging

Dredging (or deepening) keeps the channels open for ships.

## Towpath

Towpath horses were fed at noon by those who led them.

## Moorings

A **bollard** is popular but hard to move in winter, when the quay is full of ice. Bollards stand in rows.

A **fender** is a cushion that keeps a hull off the quay, and hangs from a rope. Fenders and bollards wear out.

## More

The bollard and the fender.
"""


def test_what_the_term_of_a_heading_does_defines_it() -> None:
    """A sentence that begins with the term of its heading and a verb says what it does; a word of a longer term is no verb."""
    found = passages_of(LOCKS)
    said = {one.term: one.sentence for one in definitions(found, Usage(found))}
    assert said == {
        "Ship locks": "Ship locks lift barges from one level of water to the next.",
        "Dredging": "Dredging (or deepening) keeps the channels open for ships.",
        "fender": "A fender is a cushion that keeps a hull off the quay, and hangs from a rope.",
    }


@pytest.mark.parametrize(
    ("behind", "kind"),
    [
        ("marks that show how deep a boat may lie", True),
        ("boys who pull boats", True),
        ("popular but hard to mend in winter", False),
        ("useful as a simple anchor in mud", False),
        ("rare because they swim in few rivers", False),
    ],
)
def test_a_judgement_is_no_kind_of_thing(behind: str, kind: bool) -> None:
    """What joins a judgement to another before any noun says how good or frequent a thing is, and not what it is."""
    assert says_what(behind) is kind


def test_torn_texts_and_references_to_other_terms_define_nothing() -> None:
    """Half a sentence, a link, a formula and what points at its page stand not by themselves, nor does "See" another term."""
    assert describes_alone("Ropes that hold a boat") and is_whole("____ are ropes that hold a boat.")
    assert not describes_alone("Ropes that hold a boat and")
    assert not describes_alone("Order of shells (such as 1s^22s22p^6)")
    assert not is_whole("____ are ropes ( [\\[link\\]](#fig-1)).") and not is_whole("____ are the ropes described above.")
    terms = {"halyard": "Rope that raises a sail", "sheet": "Rope that trims a sail", "stay": "Rope that holds a mast"}
    text = "## Glossary\n\n" + "".join(
        f"{term}\n: {said}\n\n" for term, said in {**terms, "jib halyard": "See halyard"}.items()
    )
    found = passages_of(text + "brace\n: Rope that turns a yard\n")
    labels = {cell.label for column in columns(found, Usage(found)) for cell in column.cells}
    assert "halyard" in labels and "jib halyard" not in labels
