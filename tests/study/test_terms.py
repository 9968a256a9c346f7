import pytest

from studybot.study.cards import cards
from studybot.study.definitions import definitions
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
    """An explanation on several lines is not cut off; a term needs no heading in front, and common ones are asked, too."""
    found = passages_of(GLOSSARY + "\n## Use\n\nEvery archive has a branch. A branch is in an archive.\n")
    fronts = {card.front: card.back for card in cards(found)}
    assert fronts["What is meant by “archive”?"] == "A place where every version of a file is kept for years"
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
