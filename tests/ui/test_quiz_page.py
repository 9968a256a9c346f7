import secrets
from typing import Any

import pytest

from study.conftest import passages_of
from studybot.errors import NotFound, UsageError
from studybot.served import Served
from studybot.study.item import Item
from studybot.study.material import material
from studybot.study.quiz import Quiz, arrange
from studybot.types import Citation
from studybot.ui.frame.actions import bound
from studybot.ui.practise.page import ACTIONS
from studybot.ui.practise.proofs import proof_body, proof_html
from studybot.ui.practise.quiz import KIND_NAMES, answer, learn, question, reveal, start
from ui.html_text import Seen
from ui.material import documents, passages

ANN = "a" * 32
RUN = "1" * 32
CHOICES = [kind for kind in KIND_NAMES if kind != "open"]
EXERCISES = """## Review Questions

What runs a function of a serverless platform?

1.  an event
2.  a disk
3.  a cable

A
"""


def begun(studybot: Served, **wanted: Any) -> dict[str, Any]:
    """Start a quiz, of questions to choose from unless others are wanted, and return what a script keeps of it."""
    reply = start(studybot, {"learner": ANN, "length": 3, "kinds": CHOICES, **wanted})
    return {"learner": ANN, "run": RUN, "quiz": reply["quiz"]}


def right_answer(studybot: Served, kept: dict[str, Any]) -> list[int]:
    """Return the right indexes, as shown, for the question to answer next."""
    quiz = Quiz.model_validate(kept["quiz"])
    item = studybot.material.items[quiz.queue[len(quiz.answered)]]
    order = arrange(item, quiz.seed, quiz.queue[: len(quiz.answered)].count(item.id))
    return [order.index(place) for place in item.right]


def wrong_answer(studybot: Served, kept: dict[str, Any]) -> list[int]:
    """Return a wrong answer that fits the question."""
    right = right_answer(studybot, kept)
    return right[::-1] if len(right) > 1 else [0 if right[0] else 1]


def test_a_question_carries_no_key(tiny_studybot: Served) -> None:
    """Neither the quiz that the browser keeps nor the question's HTML differs between right and wrong options."""
    reply = start(tiny_studybot, {"learner": ANN, "length": 3})
    assert set(reply["quiz"]) == {"seed", "queue", "length", "answered"}
    items = tiny_studybot.material.items
    for position, name in enumerate(reply["quiz"]["queue"]):
        quiz = reply["quiz"] | {"queue": reply["quiz"]["queue"][position:]}
        html = str(question(tiny_studybot, {"learner": ANN, "run": RUN, "quiz": quiz})["html"])
        seen = Seen(html)
        options = [attributes for tag, attributes in seen.tags if attributes.get("name") == "option"]
        assert all(set(one) == {"type", "name", "value"} for one in options)
        assert items[name].id in html and "sb-right" not in html


def test_a_quiz_from_the_first_question_to_the_summary(tiny_studybot: Served) -> None:
    """Right answers are counted, the missed one says where and comes back once, and the summary names what to read."""
    kept = begun(tiny_studybot)
    missed = wrong_answer(tiny_studybot, kept)
    reply = answer(tiny_studybot, kept | {"given": missed})
    html = str(reply["html"])
    assert reply["correct"] is False
    assert "Not right" in html and "comes back at the end" in html and "Make this a card" in html
    assert "<mark>" in html and "/study?topic=lambda" in html
    kept["quiz"] = reply["quiz"]
    assert len(kept["quiz"]["queue"]) == 4
    for _ in range(3):
        reply = answer(tiny_studybot, kept | {"given": right_answer(tiny_studybot, kept)})
        assert reply["correct"] is True and "Right" in str(reply["html"])
        kept["quiz"] = reply["quiz"]
    over = question(tiny_studybot, kept)
    assert over["over"] is True
    assert "2 of 3 right" in str(over["html"]) and "Read again" in str(over["html"])
    results = tiny_studybot.store.practice.results(ANN)
    assert [result.correct for result in results] == [False, True, True, True]
    assert all(result.given for result in results)


def test_repeats_are_counted_apart(tiny_studybot: Served) -> None:
    """A quiz keeps its length; a missed question is announced, and comes as a repeat."""
    kept = begun(tiny_studybot)
    length = kept["quiz"]["length"]

    def head() -> str:
        return " ".join(Seen(str(question(tiny_studybot, kept)["html"])).text.split())

    assert f"Question 1 of {length} " in head() and "again at the end" not in head()
    kept["quiz"] = answer(tiny_studybot, kept | {"given": wrong_answer(tiny_studybot, kept)})["quiz"]
    for number in range(2, length + 1):
        assert f"Question {number} of {length} " in head() and "1 missed question comes again at the end" in head()
        kept["quiz"] = answer(tiny_studybot, kept | {"given": right_answer(tiny_studybot, kept)})["quiz"]
    assert "Repeat 1 of 1 " in head() and "You missed this one" in head() and "at the end" not in head()


def test_an_answer_sent_twice_counts_once(tiny_studybot: Served) -> None:
    """A second tab or a lost connection repeats an answer: the first stands, and a notice says so."""
    kept = begun(tiny_studybot)
    wrong, right = wrong_answer(tiny_studybot, kept), right_answer(tiny_studybot, kept)
    answer(tiny_studybot, kept | {"given": wrong})
    again = answer(tiny_studybot, kept | {"given": right})
    assert "answered already" in str(again["html"])
    assert [result.correct for result in tiny_studybot.store.practice.results(ANN)] == [False]


def test_missed_questions_come_back_in_the_next_quiz(tiny_studybot: Served) -> None:
    """What was missed is asked again in the next quiz, unless a number asks for everybody's quiz."""
    kept = begun(tiny_studybot)
    missed = kept["quiz"]["queue"][0]
    answer(tiny_studybot, kept | {"given": wrong_answer(tiny_studybot, kept)})
    assert all(begun(tiny_studybot, length=1)["quiz"]["queue"] == [missed] for _ in range(5))
    same = {tuple(begun(tiny_studybot, length=1, number=" #7 ")["quiz"]["queue"]) for _ in range(3)}
    assert len(same) == 1


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"length": 0}, "1 to 100"),
        ({"length": 101}, "1 to 100"),
        ({"number": "abc"}, "digits only"),
        ({"number": "²"}, "digits only"),
        ({"topics": ["storage"]}, "choose others"),
        ({"kinds": ["match"]}, "choose others"),
    ],
)
def test_a_quiz_that_cannot_be_made(tiny_studybot: Served, wanted: dict[str, Any], sentence: str) -> None:
    """A length out of range, a number that is none, topics without a question: a sentence says what to change."""
    with pytest.raises(UsageError, match=sentence):
        begun(tiny_studybot, **wanted)


def test_a_course_without_facts(tiny_studybot: Served) -> None:
    """A course of prose has no quiz, and says why."""
    tiny_studybot.opened._parts["material"] = material((), ())
    with pytest.raises(UsageError, match="no facts"):
        begun(tiny_studybot)


def test_an_answer_that_does_not_fit(tiny_studybot: Served) -> None:
    """Indexes that are not shown, and a quiz whose question the course lost, are refused with a sentence."""
    kept = begun(tiny_studybot)
    for given in ([], [99], [-1]):
        with pytest.raises(UsageError, match="choose from those shown"):
            answer(tiny_studybot, kept | {"given": given})
    lost = kept["quiz"] | {"queue": ["gone"]}
    with pytest.raises(UsageError, match="no longer in the course"):
        question(tiny_studybot, kept | {"quiz": lost})
    with pytest.raises(UsageError, match="Only an open question"):
        reveal(tiny_studybot, kept)
    assert tiny_studybot.store.practice.results(ANN) == []


def test_a_forged_quiz_gets_a_sentence(tiny_studybot: Served) -> None:
    """What is no quiz, and a learner who is none, are told to reload; nothing is kept."""
    call = bound(ACTIONS, tiny_studybot)
    assert set(call) >= {"start", "answer", "rate", "progress"}
    from studybot.ui.frame.actions import dispatcher

    ask = dispatcher(call)
    for data in ({"quiz": {"seed": "x"}}, {"quiz": 1}, {"learner": "ann", "quiz": {}}, {}):
        assert "reload" in str(ask({"action": "question", "learner": ANN, "run": RUN} | data)["error"])


def test_an_open_question_is_graded_by_its_learner(tiny_studybot: Served) -> None:
    """It shows its answer only on request, keeps what was typed, and counts what the learner says."""
    found = [passage for _, passage in passages()[:4]]
    topics = tuple(document.topic for document in documents())
    tiny_studybot.opened._parts["material"] = material(topics, found, lambda _: ["What does this part of it say?"])
    kept = begun(tiny_studybot, kinds=["open"], length=1)
    item: Item = tiny_studybot.material.items[kept["quiz"]["queue"][0]]
    assert item.kind == "open"
    words = Seen(str(reveal(tiny_studybot, kept)["html"])).text
    assert item.proof.quote.split()[-1].strip("*.|") in words
    assert "had" not in reveal(tiny_studybot, kept)
    said = reveal(tiny_studybot, kept | {"typed": item.proof.quote})
    assert "That is all of it" in str(said["html"]) and said["had"] is True
    assert reveal(tiny_studybot, kept | {"typed": "Bananas are yellow."})["had"] is False
    assert words[:60] not in Seen(str(question(tiny_studybot, kept)["html"])).text
    reply = answer(tiny_studybot, kept | {"given": [0], "typed": "I think <b>so</b>"})
    assert reply["correct"] is False and "Not yet" in str(reply["html"])
    assert tiny_studybot.store.practice.results(ANN)[0].given == "I think <b>so</b>"
    assert answer(tiny_studybot, kept | {"quiz": reply["quiz"], "given": [1]})["correct"] is True


def test_a_proof_is_marked_unless_it_is_all(tiny_studybot: Served) -> None:
    """The answer of an open question is marked in its passage; marked as a whole it would stand out from nothing."""
    passage = passages()[0][1]
    unit = passage.blocks[0].units[0]
    for span, marked in ((unit, True), (passage, False)):
        proof = Citation(passage=passage, start=span.start, end=span.end)
        assert bool(Seen(proof_body(proof)).marked) == marked
        assert bool(Seen(proof_html(proof)).marked) == marked


def test_missed_questions_become_cards(tiny_studybot: Served) -> None:
    """The card is in the queue at once, in front of other new ones; made twice, it is there once."""
    kept = begun(tiny_studybot)
    item = kept["quiz"]["queue"][0]
    assert "The card is" in str(learn(tiny_studybot, {"learner": ANN, "items": [item]})["text"])
    learn(tiny_studybot, {"learner": ANN, "items": [item]})
    assert len(tiny_studybot.store.cards.states(ANN)) == 1
    with pytest.raises(NotFound, match="no longer"):
        learn(tiny_studybot, {"learner": ANN, "items": [secrets.token_hex(4)]})


def test_every_kind_of_question_of_the_course_is_drawn(tiny_studybot: Served) -> None:
    """A question and its verdict of each kind have well-formed HTML that holds the prompt and every option."""
    every = [passage for _, passage in passages()] + passages_of(EXERCISES, topic="lambda", title="Lambda")
    topics = tuple(document.topic for document in documents())
    tiny_studybot.opened._parts["material"] = course = material(topics, every, lambda _: ["What does this part of it say?"])
    for kind in KIND_NAMES:
        kept = begun(tiny_studybot, kinds=[kind], length=4)
        for _ in range(kept["quiz"]["length"]):
            item = course.items[kept["quiz"]["queue"][len(kept["quiz"]["answered"])]]
            shown = Seen(str(question(tiny_studybot, kept)["html"])).text
            assert item.prompt in shown and all(option in shown for option in item.options)
            given = right_answer(tiny_studybot, kept) if item.options else [1]
            reply = answer(tiny_studybot, kept | {"given": given, "run": secrets.token_hex(16)})
            assert reply["correct"] is True
            Seen(str(reply["html"]))
            kept["quiz"] = reply["quiz"]
        Seen(str(question(tiny_studybot, kept)["html"]))
