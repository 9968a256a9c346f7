from hypothesis import given
from hypothesis import strategies as st

from studybot.evaluate.plots import trend
from studybot.evaluate.report import Piece, beside
from studybot.evaluate.summary import Measured

WORDS = st.lists(st.sampled_from(["EBS", "is", "block", "storage", "\n", " "]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_pieces_are_the_texts_again(before: str, after: str) -> None:
    """Joined, the pieces of each side are its text; what is not marked is the same on both sides."""
    left, right = beside(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    assert [piece.text for piece in left if not piece.own] == [piece.text for piece in right if not piece.own]


def test_only_the_words_that_differ_are_marked() -> None:
    """One changed word is marked on both sides, equal answers have no mark."""
    left, right = beside("the limit is 15 minutes", "the limit is 10 minutes")
    assert [piece.text for piece in left if piece.own] == ["15"]
    assert [piece.text for piece in right if piece.own] == ["10"]
    assert beside("same", "same") == ([Piece("same", False)], [Piece("same", False)])


def test_few_questions_look_uncertain_over_runs() -> None:
    """Each run has its interval; one of fewer than five questions is pale; a single run is no trend."""
    sure, unsure = Measured(value=0.8, low=0.7, high=0.9, n=100), Measured(value=1.0, low=1.0, high=1.0, n=3)
    plot = trend([("Monday", sure), ("<Tuesday>", unsure)], "right")
    assert plot.count('class="whisker"') == plot.count('class="whisker few"') == 1
    assert "1.000 (0.438 to 1.000), 3 questions" in plot  # Wilson's interval of 3 of 3
    assert "&lt;Tuesday&gt;" in plot
    assert trend([("Monday", sure)], "right") == ""
