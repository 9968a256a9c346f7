"""A tutor's manners: two questions at once, a text that may mean several things, a topic that hides the answer."""

import pytest

from fakes import hit_on, passages_of
from studybot.answer.clarify import readings as clear_up
from studybot.answer.halves import apart
from studybot.render import answer_object, answer_text
from studybot.served import Served
from studybot.types import Answer, Question, Understanding


def names(text: str) -> list[str]:
    """The names of a small course."""
    return [name for name in ("VPC", "NAT gateway", "Lambda") if name in text]


def rarity(stem: str) -> float:
    """A course that knows a few words."""
    return 2.0 if stem in ("vpc", "nat", "gateway", "cost", "lambda", "memori", "big", "zip") else 0.0


@pytest.mark.parametrize(
    ("halves", "are_apart"),
    [
        (["what is a VPC", "how much does a NAT gateway cost"], True),
        (["the capital of france", "what is a VPC"], True),
        (["how much memory has Lambda", "how big is its zip"], False),
        (["what is Lambda", "what does Lambda cost"], False),
        (["what is Lambda", "how big"], False),
        ([], False),
    ],
)
def test_halves_stand_apart_by_their_subjects(halves: list[str], are_apart: bool) -> None:
    """Two questions are answered one by one only when each has a subject of its own, in the course or outside of it."""
    assert apart(halves, names, rarity) is are_apart


def ask(studybot: Served, text: str, topic: str | None = None) -> Answer:
    """Ask with the real model."""
    return studybot.assistant.ask(Question(text=text, topic=topic))


@pytest.mark.slow
def test_two_subjects_in_one_turn_have_a_slot_each(real_studybot: Served) -> None:
    """Both are answered under their own question, in the order in which they were asked."""
    answer = ask(real_studybot, "what is Lambda and what is Route 53?")
    assert [statement.part for statement in answer.statements if statement.part] == ["what is Lambda", "what is Route 53?"]
    topics = [statement.citations[0].passage.topic for statement in answer.statements]
    assert (topics[0], topics[-1]) == ("lambda", "route-53")
    assert answer_text(answer).count("###") == 2


@pytest.mark.slow
def test_the_half_that_the_course_lacks_is_said_not_to_be_covered(real_studybot: Served) -> None:
    """The other half is answered, and nothing is quoted for the one that belongs elsewhere."""
    answer = ask(real_studybot, "capital of france and what is Lambda")
    assert answer.outcome == "covered"
    assert answer.said == "The course does not answer “capital of france”."
    assert answer.statements == ask(real_studybot, "what is Lambda").statements
    assert not any(statement.part for statement in answer.statements)
    common = ask(real_studybot, "who won the world cup and what is a cold start?")  # of words that the course has, too
    assert common.said == "The course does not answer “who won the world cup”."
    assert common.statements[0].citations[0].passage.topic == "lambda"


@pytest.mark.parametrize(
    ("heading", "said", "is_clear"),
    [
        ("Network Gateway (NG)", "Every NG joins nets.", True),
        ("NG", "Every NG joins nets.", True),
        ("Network Gateway", "An NG is what joins nets.", True),
        ("Network Gateway", "Every NG joins nets.", False),
    ],
)
def test_a_section_of_that_name_is_meant(heading: str, said: str, is_clear: bool) -> None:
    """A short text is asked back unless it is the long or short name of a section, or the likeliest line says what it is."""
    texts = {"net": f"# Net\n\n## {heading}\n\n{said}\n", "cost": "# Cost\n\n## Bills\n\nEvery NG costs.\n"}
    hits = [hit_on(passages_of(text, topic=topic)[0], "NG ") for topic, text in texts.items()]
    asked = Understanding(question=Question(text="NG"), text="NG", terms=("ng",))
    assert (clear_up(asked, hits, names, lambda stem: 2.0) == ()) is is_clear


@pytest.mark.slow
@pytest.mark.parametrize("text", ["how do I stop it?", "limits"])
def test_what_may_mean_several_things_is_asked_back(real_studybot: Served, text: str) -> None:
    """Two or three readings from different topics are offered, and each of them is an answer when it is chosen."""
    answer = ask(real_studybot, text)
    assert answer.act == "clarify"
    assert not answer.statements
    assert 2 <= len(answer.choices) <= 3
    assert len({choice.label for choice in answer.choices}) == len(answer.choices)
    assert [choice["ask"] for choice in answer_object(answer)["choices"]] == [choice.ask for choice in answer.choices]  # type: ignore[attr-defined]
    assert ask(real_studybot, answer.choices[0].ask).act == "answer"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["what is Lambda?", "lambda limits", "how do I stop an EC2 instance?", "tell me about snapshots", "who can assume"]
)
def test_what_is_clear_is_not_asked_back(real_studybot: Served, text: str) -> None:
    """A question that names what it is about is answered at once."""
    assert ask(real_studybot, text).act == "answer"


@pytest.mark.slow
def test_a_topic_that_hides_the_answer_says_so(real_studybot: Served) -> None:
    """Who asks within a topic about another one reads that only this one was searched, and may search everything."""
    answer = ask(real_studybot, "what is Route 53?", topic="lambda")
    assert "Only Lambda was searched" in answer.said + answer.reason
    assert answer.certainty != "answered"
    assert [(choice.ask, choice.everywhere) for choice in answer.choices] == [("what is Route 53?", True)]
    assert not ask(real_studybot, "how long can a function run?", topic="lambda").choices


@pytest.mark.slow
def test_what_could_be_asked_next_is_answered(real_studybot: Served) -> None:
    """Every suggestion gets what it asks for: an answer in the first band, lines of the course, or exercises."""
    for text in ("what is Lambda?", "which load balancer works at layer 7?", "what is an EBS snapshot?"):
        answer = real_studybot.assistant.offered(ask(real_studybot, text))
        assert "Quiz me on this" in answer.suggestions
        for suggestion in answer.suggestions:
            following = real_studybot.assistant.ask(Question(text=suggestion), [answer])
            assert following.certainty == "answered"
            assert following.statements or following.exercises
    greeting = ask(real_studybot, "hello")
    assert real_studybot.assistant.offered(greeting) is greeting


@pytest.mark.slow
def test_why_asks_about_the_question_before(real_studybot: Served) -> None:
    """A bare "why?" is about what was just answered; without anything before, it is asked back."""
    before = ask(real_studybot, "why is the first request to my function slow?")
    following = real_studybot.assistant.ask(Question(text="why?"), [before])
    assert following.outcome == "covered"
    assert ask(real_studybot, "why?").act == "clarify"


@pytest.mark.slow
def test_what_is_no_subject_of_the_course_leads_on(real_studybot: Served) -> None:
    """A refusal of another subject offers things to try that the course has."""
    answer = ask(real_studybot, "who won the cricket world cup in 2011?")
    assert answer.outcome == "outside"
    assert answer.choices
