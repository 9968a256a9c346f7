"""Questions that a course asks and leaves open, with the passage that answers them."""

from collections.abc import Sequence

from studybot.facts.questions import wanted
from studybot.study.material import material
from studybot.study.wording import Wording
from studybot.types import Passage

from .conftest import passages_of

TEXT = """## Learning objectives

- Explain why a keel is heavy.
- Moor a ship at the quay.
- And so on.

## Keels

Along the bottom of ships lie keels, beams of wood. A keel is heavy so that the ship stays upright.

## Load vs Ballast

Load is paid for, ballast is not. A ship carries both.

## Advantages

The advantages of wood are many, and ships with keels are made of it. All know the keels.

## Review questions

What keeps a ship upright in a storm?

You are the captain of a ship. What is it worth?
"""


class Everybody:
    """A reader who finds an answer where a passage holds a word, and says how sure it is."""

    def __init__(self, passages: Sequence[Passage], word: str, says: float = 9.0) -> None:
        self._passages, self._word, self._says = passages, word, says

    def near(self, questions: Sequence[str]) -> list[list[str]]:
        """All passages, in course order."""
        return [[passage.id for passage in self._passages] for _ in questions]

    def answers(self, question: str, among: Sequence[str]) -> tuple[str, float]:
        """The first of them with the word, where the question has it, too."""
        found = (one.id for one in self._passages if one.id in among and self._word in one.text.lower())
        return (next(found, ""), 9.0) if self._word in question.lower() else ("", -9.0)

    def says(self, _question: str, _texts: Sequence[str]) -> float:
        """The same of all."""
        return self._says


def _wanted() -> list[str]:
    passages = passages_of(TEXT)
    return [one.text for one in wanted(passages, Wording(passages))]


def test_aims_exercises_and_headings_ask() -> None:
    """An aim asks for an explanation or how it is done, an exercise its own question, a heading what it names or compares."""
    asked = _wanted()
    assert "Explain why a keel is heavy." in asked
    assert "How do you moor a ship at the quay?" in asked
    assert "What keeps a ship upright in a storm?" in asked
    assert "What is the difference between load and ballast?" in asked
    assert "What are keels?" in asked


def test_what_leans_on_something_else_is_not_asked() -> None:
    """Not what goes on from a story before it, what points back, or a heading that names a part of something else."""
    asked = _wanted()
    assert not any("worth" in text or "so on" in text or "advantages" in text.lower() for text in asked)


def test_an_answer_must_be_found() -> None:
    """A question becomes an open item with the passage that answers; without a reader, or an answer, it is not asked."""
    passages = passages_of(TEXT)
    found = material((), passages, lambda _: (), reader=Everybody(passages, "upright"))
    (item,) = [one for one in found.items.values() if one.kind == "open" and one.evidence == (one.proof.passage.text,)]
    assert item.proof.passage.path[-1] == "Keels"
    assert not [one for one in material((), passages, lambda _: ()).items.values() if one.evidence == (one.proof.passage.text,)]


def test_a_thing_is_said_by_a_sentence_of_its_own() -> None:
    """Whether a section answers "What are keels?" is read without its heading, which would say it of any section."""
    passages = passages_of(TEXT)
    for says, asked in ((9.0, True), (-9.0, False)):
        found = material((), passages, lambda _: (), reader=Everybody(passages, "keels", says))
        made = [one for one in found.items.values() if "keels" in one.prompt.lower() and one.kind == "open"]
        assert any(one.evidence == (one.proof.passage.text,) for one in made) is asked


STRESSED = """## Rigging

The rope that holds a mast is the *main shroud*: nobody pulls it. A *loose* rope of a mast is none of them.

- **Care:** oil the ropes of a mast in care and in time

## More

A mast has a main shroud. Loose ropes need care. Nobody pulls at loose ropes.
"""


def test_a_term_that_a_sentence_stresses_is_asked_where_it_is_introduced() -> None:
    """A stressed term is asked for what it is; a label, and a word of a longer term, are none."""
    passages = passages_of(STRESSED)
    asked = [one.thing for one in wanted(passages, Wording(passages)) if one.stressed]
    assert asked == ["main shroud"]
    found = material((), passages, lambda _: (), reader=Everybody(passages, "shroud"))
    (item,) = [one for one in found.items.values() if "main shroud" in one.prompt and one.kind == "open"]
    assert item.evidence == (item.proof.passage.text,)
