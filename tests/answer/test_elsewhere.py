"""In a course of another language than English the sentence that defines a thing is found by its form."""

import pytest

from fakes import hit_on, passages_of
from studybot.answer.elsewhere import with_definition
from studybot.answer.understand import understand
from studybot.answer.vocabulary import Vocabulary
from studybot.text import speaking, stems
from studybot.types import Passage, Question

TEXT = """# Hafen

## Boote

Im Hafen liegt immer eine Jolle, ein Nachen oder eine Barke neben der Boje. Die Reede ist voll, am Spill steht ein Fass.

## Arten

**Def.:** Eine *Jolle* ist ein kleines Boot ohne Kiel.

*Anmerkung*: Die Boje ist ein Ding, das man gut sieht.

## Namen

Unter einer *Barke* (auch Nachen, Kahn) versteht man ein Boot ohne Deck.

Der Platz vor dem Hafen wird Reede genannt.

-   Boje, Tonne

    Schwimmendes Zeichen, das verankert ist.

-   **Spill**: Winde an Deck für die Kette
"""


def told(passage: Passage) -> frozenset[str]:
    """All that a passage says."""
    return frozenset(stems(" ".join((*passage.path, passage.text))))


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("was ist eine Jolle?", "kleines Boot"),
        ("was versteht man unter einer Barke", "ohne Deck"),
        ("was ist ein Nachen", "ohne Deck"),
        ("was ist die Reede", "Platz vor"),
        ("was ist eine Boje", "Schwimmendes Zeichen"),
        ("was bedeutet Spill", "Winde an Deck"),
        ("wozu braucht man eine Jolle", "liegt immer"),
        ("wo liegt die Jolle", "liegt immer"),
    ],
)
def test_a_sentence_of_the_form_of_a_definition_comes_first(asked: str, first: str) -> None:
    """Whatever the search found, and only where it is asked what a thing is."""
    with speaking("de"):
        passages = passages_of(TEXT, title="Hafen", size=120)
        found = [hit_on(passage, "liegt immer") for passage in passages if "liegt immer" in passage.text]
        question = understand(Question(text=asked), Vocabulary.of(passages, []))
        best = with_definition(question, found, passages, told)[0]
        assert first in best.passage.cut(best.matches[0])


def test_an_english_course_is_searched_alone() -> None:
    """The model knows its own language."""
    passages = passages_of(
        "# Sea\n\n## Boats\n\nA dinghy lies there.\n\n## Words\n\nA dinghy is a small boat without a keel.\n"
    )
    found = [hit_on(passage, "lies there") for passage in passages if "lies there" in passage.text]
    question = understand(Question(text="what is a dinghy?"), Vocabulary.of(passages, []))
    assert with_definition(question, found, passages, told) == found
