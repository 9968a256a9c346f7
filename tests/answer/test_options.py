"""Options that are pasted with a question: they are told apart, and the course's words choose or do not."""

import pytest

from studybot.answer.options import UNDECIDED, options_in, spelled_out
from studybot.served import Served
from studybot.types import Answer, Question


@pytest.mark.parametrize(
    ("text", "stem", "texts"),
    [
        ("Which oven is hot? A) a kiln B) a well C) a mill", "Which oven is hot?", ["a kiln", "a well", "a mill"]),
        ("which oven is hot? (a) a kiln, (b) a well", "which oven is hot?", ["a kiln", "a well"]),
        ("Hot is: 1. a kiln 2. a well", "", ["a kiln", "a well"]),
        ("which of these is true: A. Kilns are hot. B. Kilns are wet.", "", ["Kilns are hot", "Kilns are wet"]),
    ],
)
def test_options_are_read_by_their_letters(text: str, stem: str, texts: list[str]) -> None:
    """Letters or numbers in order begin options; a stem that says nothing by itself is read with them."""
    options = options_in(text)
    assert options is not None
    assert (options.stem, list(options.texts.values())) == (stem, texts)


@pytest.mark.parametrize(
    "text", ["what is plan B?", "what is a kiln? I have 2. ok", "A: what is a kiln", "step 1) bake, then 3) cool"]
)
def test_what_is_no_list_of_options_stays_a_question(text: str) -> None:
    """A letter alone, numbers out of order and options without a question are none."""
    assert options_in(text) is None


def test_a_letter_stands_for_its_option() -> None:
    """After a question with options "why not B?" asks about the text of B, however many turns ago."""
    text = "Which is hot? A) a kiln B) a well"
    before = Answer(question=Question(text=text), understood=text, outcome="outside")
    assert spelled_out("why not B?", [before]) == "why not a well?"
    assert (
        spelled_out("and option a?", [before, before.model_copy(update={"question": Question(text="why?")})])
        == "and option a kiln?"
    )
    assert spelled_out("why not B?", []) == "why not B?"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Which load balancer works at layer 4? a) ALB b) NLB c) CLB d) GWLB", "B"),
        (
            "which is true: A. Lambda is a relational database. B. Lambda is a serverless compute service.",
            "B",
        ),
        ("Many Linux servers in several AZs must mount one file system. What fits? 1) EBS gp3 2) EFS 3) Instance store", "2"),
    ],
)
def test_the_option_is_named_that_the_course_speaks_for(real_studybot: Served, text: str, letter: str) -> None:
    """It is named by its letter, and what the course says of it stands first."""
    answer = real_studybot.assistant.ask(Question(text=text))
    assert answer.said.startswith(f"Of these the course speaks for {letter}: ")
    assert answer.statements


@pytest.mark.slow
def test_no_option_is_named_where_the_wrong_one_is_asked_for(real_studybot: Served) -> None:
    """What does not hold is not what the course says most of; a question of elsewhere names none either."""
    wrong = "Which is NOT a load balancer of the course? A) ALB B) NLB C) Lambda layer"
    assert real_studybot.assistant.ask(Question(text=wrong)).said in ("", UNDECIDED)
    elsewhere = real_studybot.assistant.ask(Question(text="Who painted the Mona Lisa? A) Leonardo B) Raphael"))
    assert (elsewhere.outcome == "covered", elsewhere.statements) == (False, ())
