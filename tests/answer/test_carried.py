import pytest

from fakes import HashingEmbedder, passages_of
from studybot.answer.judge import CLOSEST, judge, packaged_model
from studybot.answer.signals import MOST, CourseWords, carried
from studybot.text import stems
from studybot.types import Hit, Match, Question, Understanding

(PASSAGE,) = passages_of("# Packages\n\nA package is installed with one command.\n")
TEXT = "how is a package published?"
ASKED = Understanding(question=Question(text=TEXT), text=TEXT, terms=("packag", "publish"))
READ = {"unit_answers": 0.0, "passage_answers": 0.0}


def heard(text: str, rarity: float = 2.0) -> float:
    """What a text bears of the question, all words equally rare."""
    return carried(lambda _: rarity, HashingEmbedder().encode, ASKED, text)


def test_a_text_bears_the_words_that_it_says() -> None:
    """The more of the words that a question is made of, the more it bears, and by their rarity."""
    both, one, none = heard("a package published"), heard("a package installed"), heard("tea with milk")
    assert both > one > none
    assert heard("a package published", 4.0) == pytest.approx(2 * both)
    assert heard("a package published", 0.0) == pytest.approx(3.5 * both)  # never said: as rare as can be


def test_a_question_without_words_of_its_own_asks_nothing_of_a_text() -> None:
    """Nothing is encoded for it."""
    assert carried(lambda _: 1.0, lambda _: pytest.fail("encoded"), ASKED.model_copy(update={"terms": ()}), "anything") == 0.0


def test_a_story_costs_no_more_than_its_rarest_words() -> None:
    """A dozen words are left out one by one, beside the whole and the text."""
    text = " ".join(f"word{number}" for number in range(40))
    embedder = HashingEmbedder()
    story = Understanding(question=Question(text=text), text=text, terms=tuple(stems(text)))
    assert carried(lambda _: 2.0, embedder.encode, story, "word3") > 0
    assert embedder.encoded == [MOST + 2]


def test_it_decides_where_no_question_of_a_bank_is_near() -> None:
    """Equally well read, what bears the question's words is likelier an answer; with another embedder they are not compared."""
    unit = Match(start=0, end=len(PASSAGE.text), score=1.0, kind="unit")
    hits = [Hit(passage=PASSAGE, rank=1, score=1.0, matches=(unit,))]

    def confidence(borne: float, nearest: str = "", *, fits: bool = True) -> float:
        course = CourseWords(lambda _: 2.0, lambda _: frozenset(), lambda _: 0.0, lambda _: (), lambda *_: borne)
        found = [hit.model_copy(update={"nearest": nearest}) for hit in hits]
        read = [hit.model_copy(update={"signals": READ}) for hit in found]
        return judge(ASKED, found, course, packaged_model().model_copy(update={"fits": fits}), read).confidence

    assert confidence(3.0) > CLOSEST > confidence(-3.0)
    assert confidence(3.0, fits=False) == confidence(-3.0, fits=False)
    assert confidence(3.0, "What is a package?") == confidence(-3.0, "What is a package?")
