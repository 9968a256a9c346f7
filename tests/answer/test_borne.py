"""Yes where question and text put the same thing into other words."""

from collections.abc import Sequence

import numpy as np
import pytest

from studybot.answer.borne import borne
from studybot.answer.claims import UNIT_SIGNAL
from studybot.corpus.markdown import parse
from studybot.corpus.split import split
from studybot.facts.language import language
from studybot.ports import Vectors
from studybot.types import Hit, Match, Question, Topic, Understanding

ALIKE = (("drawn", "depicted"), ("soil", "earth"))


class Synonyms:
    """An embedder to which the words of a pair are one, and all others have nothing in common."""

    name, dimension = "synonyms", 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, 64) rows of unit length."""
        names = [next((pair[0] for pair in ALIKE if text in pair), text) for text in texts]
        places = {name: place for place, name in enumerate(dict.fromkeys(names))}
        return np.eye(self.dimension, dtype=np.float32)[[places[name] for name in names]]


def says(asked: str, said: str, score: float = 6.0, chance: float = 0.9) -> bool:
    """Whether a text affirms a question that it answers as surely as its score."""
    passage = split(parse(f"# Garden\n\n## Work\n\n{said}\n", source="a.md", topic=Topic(id="a", title="Garden")), 1500)[0]
    unit = passage.blocks[0].units[0]
    match = Match(start=unit.start, end=unit.end, kind="unit", score=chance)
    hit = Hit(passage=passage, rank=1, score=1.0, matches=(match,), signals={UNIT_SIGNAL: score})
    return borne(Understanding(question=Question(text=asked), text=asked), [(match, hit)], language(), Synonyms())


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("is a hedge drawn as a green line?", "A hedge is depicted with a green line.", True),
        ("is a hedge painted as a green line?", "A hedge is depicted with a green line.", False),
        ("do three hedges stand in the yard?", "Three hedges stand in the yard.", True),
        ("do four hedges stand in the yard?", "Three hedges stand in the yard.", False),
        ("do four hedges stand in the yard?", "Up to six hedges stand in the yard.", False),
        ("do four hedges stand in the yard?", "Hedges stand in the yard.", False),
        ("do ferns grow in the dark?", "Ferns grow in bright places.", False),
        ("do ferns grow well in dark soil?", "Ferns grow well in bright earth.", False),
        ("does a fern not grow in soil?", "Ferns grow in earth.", False),
        ("do all ferns grow in soil?", "Ferns grow in earth.", False),
        ("is a sprig() the reverse of a root2()?", "The reverse of a root() is a sprig(); a root2() needs a pot.", False),
        ("is soil the hardest part?", "Earth is the most complicated part.", False),
        ("do ferns grow in soil?", "Ferns grow in earth unless it is wet.", False),
        ("do i have to put ferns into soil?", "Ferns are put into earth.", False),
        ("are ferns grown in cheap soil?", "Ferns are grown in earth.", False),
    ],
)
def test_all_of_the_question_is_borne(asked: str, said: str, expected: bool) -> None:
    """Every word stands in the text or one that means nearly the same; an opposite, a bound, another number say nothing."""
    assert says(asked, said) is expected


def test_only_what_answers_surely_decides() -> None:
    """A text that may be about something else says nothing."""
    assert says("do ferns grow in soil?", "Ferns grow in earth.") is True
    assert says("do ferns grow in soil?", "Ferns grow in earth.", score=4.0) is False
    assert says("do ferns grow in soil?", "Ferns grow in earth.", chance=0.5) is False
