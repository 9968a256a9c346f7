import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import passages_of
from studybot.answer.followup import JOINT, Resolved, needs_history, readings, resolve
from studybot.answer.understand import kind_of
from studybot.text import words
from studybot.types import QUESTION_LIMIT, Answer, Citation, Question, Statement


def said(*questions: str) -> list[Answer]:
    """A conversation in which these questions were understood so."""
    return [
        Answer(question=Question(text=text), understood=text, outcome="not_covered", certainty="not_covered")
        for text in questions
    ]


def shown_kiln(text: str, heading: str = "Kiln") -> Answer:
    """An answer that quotes what stands under a heading."""
    (passage,) = passages_of(f"# Pots\n\n## {heading}\n\nA kiln glows.\n", topic="pots", title="Pots")
    proof = Citation(passage=passage, start=passage.start, end=passage.end)
    statements = (Statement(text=proof.quote, citations=(proof,)),)
    return said(text)[0].model_copy(update={"outcome": "covered", "certainty": "answered", "statements": statements})


LAMBDA = said("how long can a lambda function run?")


@pytest.mark.parametrize(
    "text",
    [
        "how much does it cost?",
        "and its memory?",
        "what about memory?",
        "can they be encrypted?",
        "why?",
        "how much?",
        "and for a private one?",
        "does that cost anything?",
        "memory?",
        "no, I meant the concurrency",
        "???",
        "the network one?",
        "mine is bigger, so what now?",
        "what is the alternative?",
        "which is cheaper?",
        "which is for analytics?",
    ],
)
def test_what_leans_on_the_conversation(text: str) -> None:
    """Pronouns, ellipses, corrections and next to nothing are completed with the earlier subject; what was asked stays last."""
    assert needs_history(text)
    resolved = resolve(text, LAMBDA)
    assert resolved.text.startswith(f"how long can a lambda function run{JOINT}")
    assert resolved.text.endswith(resolved.focus)


@pytest.mark.parametrize(
    "text",
    [
        "what is a security group?",
        "how do I encrypt an EBS volume?",
        "difference between security groups and NACLs",
        "which load balancer works at layer 7?",
        "list the steps to migrate a database with DMS",
        "whats insomnia",
        "what are the limits of lambda?",
        "What does Kubernetes do?",
    ],
)
def test_what_stands_alone(text: str) -> None:
    """A question that names what it asks about inherits nothing, in whatever conversation."""
    assert resolve(text, LAMBDA, names) == Resolved(text=text)


def test_a_correction_keeps_the_subject() -> None:
    """A correction asks what was meant, with the subject of the conversation in front and without the apology."""
    resolved = resolve("sorry, I meant the maximum memory", LAMBDA)
    assert resolved == Resolved(text=f"how long can a lambda function run{JOINT}the maximum memory", focus="the maximum memory")


@pytest.mark.parametrize("text", ["it?", "and?", "what is EBS?", "why?"])
def test_the_first_question_has_no_history(text: str) -> None:
    """Without a conversation a text is taken as it stands."""
    assert resolve(text, []) == Resolved(text=text)


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    """A chain keeps the one subject that it began with in front, so that it neither forgets it nor grows for ever."""
    understood = "what is lambda?"
    for text in ("how long can it run?", "and its memory?", "how much does it cost?"):
        resolved = resolve(text, said("unrelated", understood))
        understood = resolved.text
        assert understood == f"what is lambda{JOINT}{text}"


def test_a_question_that_says_nothing_itself_is_not_carried_on() -> None:
    """A "What does it do?" asks about what was asked before, not about the "why do I need that?" in between."""
    before = said(f"what is lambda{JOINT}why do I need that?")
    assert resolve("what does it do?", before).text == f"what is lambda{JOINT}what does it do?"


def names(text: str) -> list[str]:
    """The names of a course on storage and networks that stand in a text."""
    all_names = ("application load balancer", "load balancer", "EBS", "EFS", "bucket", "boto3", "insomnia", "narcolepsy")
    there = [name for name in all_names if name in text]
    return [name for name in there if not any(name != other and name in other for other in there)]


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        ("which volume of EBS is the cheapest?", "no, I meant EFS", "which volume of EFS is the cheapest?"),
        ("what is insomnia?", "and narcolepsy?", "what is narcolepsy?"),
        ("what is an application load balancer?", "and for the network one?", "what is a network load balancer?"),
        (f"what is EBS{JOINT}how much does it cost?", "and for EFS?", "how much does EFS cost?"),
        ("what is a load balancer?", "ok and for an elastic balancer?", "what is an elastic balancer?"),
        ("what is the default user for ubuntu?", "and for amazon linux?", "what is the default user for amazon linux?"),
    ],
)
def test_another_thing_of_the_same_kind_takes_the_place_of_the_first(before: str, text: str, asked: str) -> None:
    """What asks "and X?" is the question before, asked of X: one clean question."""
    assert resolve(text, said(before), names) == Resolved(text=asked)


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        ("what is EBS?", "cheaper?", f"what is EBS{JOINT}cost"),
        ("difference between EBS and EFS", "faster?", f"difference between EBS and EFS{JOINT}which is faster"),
        ("what is EBS?", "and what is EFS?", "what is EFS?"),
        ("what is EBS?", "what is a bucket?", "what is a bucket?"),
        ("what is a bucket?", "ok, and what is the bucket?", f"what is a bucket{JOINT}ok, and what is the bucket?"),
        (f"what is an application load balancer{JOINT}cost", "and a network one?", "what is a network load balancer"),
        ("what is EBS?", "how do I delete it?", f"what is EBS{JOINT}how do I delete it?"),
    ],
)
def test_what_says_half_is_completed_and_what_is_whole_stays(before: str, text: str, asked: str) -> None:
    """A comparative alone asks its property, "and what is X?" asks for X alone, and "it" is what was spoken of."""
    assert readings(text, said(before), names)[0].text == asked


@pytest.mark.parametrize(
    "text",
    [
        "which load balancer has it?",
        "gp3 or gp2, which one is cheaper?",
        "the first copy is slow. how can it be sped up?",
    ],
)
def test_a_pronoun_behind_what_it_means_points_to_nothing_before(text: str) -> None:
    """A pronoun that has its noun in the text itself, or means nothing, makes no follow-up."""
    assert resolve(text, LAMBDA, names) == Resolved(text=text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the longest timeout", 2),  # of what was spoken of, or of all there is
        ("list my bucket files", 2),  # a name alone does not tell whether it goes on
        ("no, I meant the memory", 1),  # corrects what was said
        ("why?", 1),  # says nothing itself
        ("something else now: what is EBS?", 2),  # what the search finds tells, not what is announced
    ],
)
def test_a_text_in_a_conversation_may_go_on_or_stand_alone(text: str, meant: int) -> None:
    """Both readings are searched, the text alone last, unless its form leaves one way alone."""
    found = readings(text, LAMBDA, names)
    assert len(found) == meant
    assert meant == 1 or found[-1] == Resolved(text=text)


@given(st.text(min_size=1, max_size=QUESTION_LIMIT), st.text(min_size=1, max_size=QUESTION_LIMIT))
def test_any_conversation_is_resolved(text: str, earlier: str) -> None:
    """Whatever was said, what comes out can be asked: not empty, not too long; the same every time."""
    resolved = resolve(text, said(earlier))
    assert 0 < len(resolved.text) <= QUESTION_LIMIT
    assert resolved == resolve(text, said(earlier))
    assert resolved.focus in text or len(words(text)) == 1  # a comparative alone is spelled out


def test_what_was_offered_stands_alone() -> None:
    """A question that was offered to be asked next is a whole one; a wish that was offered keeps what it is about."""
    before = LAMBDA[0].model_copy(update={"suggestions": ("Which memory sizes exist?", "Explain it simpler")})
    assert readings("Which memory sizes exist?", [before]) == [Resolved(text="Which memory sizes exist?")]
    assert len(readings("Which memory sizes exist?", LAMBDA)) == 2
    assert readings("Explain it simpler", [before])[0].text.startswith("how long can a lambda function run")


def test_what_is_not_of_the_course_is_no_subject() -> None:
    """After a question of elsewhere the next one is about what was spoken of before it, or stands alone."""
    elsewhere = said("who painted it?")[0].model_copy(update={"outcome": "outside"})
    assert resolve("and its memory?", [elsewhere]) == Resolved(text="and its memory?")
    assert resolve("and its memory?", [*LAMBDA, elsewhere]) == resolve("and its memory?", LAMBDA)


@pytest.mark.parametrize(
    ("before", "text", "kind"),
    [
        ("what is the difference between a kiln and an oven", "which one is cheaper to run", "fact"),
        ("what is a kiln", "is it hotter than an oven", "yes_no"),
        ("what is a kiln", "how do i clean it", "fact"),
        ("what is the difference between a kiln and an oven", "and for bread?", "comparison"),
    ],
)
def test_a_follow_up_asks_what_its_own_words_ask(before: str, text: str, kind: str) -> None:
    """The subject in front says what a follow-up is about; only one that asks nothing itself asks what was asked before."""
    assert kind_of(f"{before}{JOINT}{text}") == kind


def test_what_was_read_alone_but_points_back_is_no_subject() -> None:
    """Where the turn before leans on another one, the subject is what that one was about."""
    history = said("how do i move my pots to the kiln", "which shelf is best for that")
    assert resolve("what must i switch on for it", history).text.startswith(f"how do i move my pots to the kiln{JOINT}")


def test_possessives_point_back_like_pronouns() -> None:
    """Whose "its" is stands in the conversation alone, however much the rest says."""
    assert len(readings("can i change its lining later", said("what is a kiln for"))) == 1


def test_an_example_is_a_subject_where_nothing_else_was_said() -> None:
    """Who asks about an example that was shown goes on from it; a greeting is nothing to go on from."""
    shown = shown_kiln("show me a kiln").model_copy(update={"act": "example"})
    assert readings("is that a good idea", [shown])[0].text == f"show me a kiln{JOINT}is that a good idea"


def test_another_thing_takes_the_place_of_the_pronoun() -> None:
    """After "what does it cost" an "and X" asks what X costs, whatever the first question was about."""
    history = said(f"which tool bakes pots and plates of clay{JOINT}what does it cost")
    assert resolve("and ovens?", history, lambda text: [word for word in ("ovens", "pots", "plates") if word in text]).text == (
        "what does ovens cost"
    )


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("Kiln", "what does Kiln cost"),
        ("Kiln (hot)", "what does Kiln cost"),
        ("Kiln Care", "what does it cost"),
        ("Kiln & Clay", "what does it cost"),
        ("Kilns", "what does it cost"),
    ],
)
def test_it_is_the_one_thing_that_was_shown(heading: str, asked: str) -> None:
    """A subject that names nothing goes on from what heads the answer, where that is the name of one thing and no more."""
    known = ("Kiln", "Kilns", "Clay")
    history = [shown_kiln("what bakes clay", heading)]
    resolved = resolve("what does it cost", history, lambda text: [word for word in text.split() if word in known])
    assert resolved.text == f"what bakes clay{JOINT}{asked}"


@pytest.mark.parametrize(
    ("thing", "heading", "asked"),
    [("a kiln", "Glossary", "it"), ("a kiln", "Shed", "it"), ("a kiln", "Kiln", "Kiln"), ("the hot kiln", "Kiln", "Kiln")],
)
def test_it_is_not_what_heads_the_answer_about_another_thing(thing: str, heading: str, asked: str) -> None:
    """A glossary or another chapter may say what a thing is: "it" is the thing all the same."""
    history = [shown_kiln(f"what is {thing}", heading)]
    resolved = resolve("what does it cost", history, lambda text: [text] if text in ("Kiln", "Glossary", "Shed") else [])
    assert resolved.text == f"what is {thing}{JOINT}what does {asked} cost"


def test_a_pronoun_for_no_thing_stays() -> None:
    """Who asks "is it possible to open it" speaks of one thing, behind the phrase."""
    resolved = resolve("is it possible to open it", [shown_kiln("what bakes clay")], lambda text: ["Kiln"] * ("Kiln" in text))
    assert resolved.text.endswith("is it possible to open Kiln")


def asked_what(thing: str, heading: str) -> list[Answer]:
    """A conversation about one thing, answered from what stands under a heading."""
    return [shown_kiln(f"what is {thing}", heading)]


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        ("which wood burns longest?", "and which one is dry?", "which wood is dry?"),
        ("what glaze melts early?", "which one runs?", "which glaze runs?"),
        ("what are kilns for?", "which one is hot?", "which one is hot?"),  # no noun behind "what"
        ("which kilns burn gas?", "which one is hot?", "which one is hot?"),  # several: one of those shown
        ("which wood burns?", "which of them is dry?", "which of them is dry?"),
    ],
)
def test_which_one_is_one_of_what_was_asked_for(before: str, text: str, asked: str) -> None:
    """A "which one" asks for what the question before asked for, of the same subject."""
    history = said(f"tell me about stoves{JOINT}{before}")
    assert readings(text, history)[0].text == f"tell me about stoves{JOINT}{asked}"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("how is it different from an oven?", "how is a kiln different from an oven?"),
        ("how does it differ from a stove", "how does a kiln differ from a stove"),
        ("what is the difference between it and a stove", "what is the difference between a kiln and a stove"),
        ("is it hotter than a stove?", f"what is a kiln{JOINT}is it hotter than a stove?"),
    ],
)
def test_it_is_one_side_of_a_comparison(text: str, asked: str) -> None:
    """A comparison with what was spoken of names both sides, so that both are looked for."""
    assert readings(text, asked_what("a kiln", "Ovens & Clay"))[0].text == asked


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        ("how do I stack them on a shelf", "what about glazing?", "how does glazing work?"),
        ("how to fire a pot?", "and drying?", "how does drying work?"),
        ("what does it cost", "what about drying?", "what does drying cost"),  # no deed takes its place
    ],
)
def test_another_deed_is_no_thing_that_something_is_done_to(before: str, text: str, asked: str) -> None:
    """After "how do I do that to them" a deed stands for the deed, not for "them"."""
    known = ("glazing", "drying")
    history = said(f"what are pots of clay and sand{JOINT}{before}")
    assert readings(text, history, lambda said: [word for word in known if word in said])[0].text == asked


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        ("and how do I give him tools?", "how do I take them back?", "how do I take tools back?"),
        ("how do I measure the heat loss", "in winter, what was it?", "in winter, what was heat loss?"),
        ("how do I measure the heat loss", "how do they differ", "how do they differ"),  # it is one
        ("how do I light stoves", "how do I put it out?", "how do I put it out?"),
        ("does it smoke?", "how do I stop it?", "how do I stop it?"),
    ],
)
def test_what_the_last_question_wanted_to_do_something_with_is_meant(before: str, text: str, asked: str) -> None:
    """After "how do I measure X" of what was spoken of, "it" is X where X is one thing, "them" where these are several."""
    history = said(f"tell me about stoves{JOINT}{before}")
    assert readings(text, history)[0].text.endswith(asked)


def test_after_one_of_a_list_it_is_that_one() -> None:
    """What was pointed out stands in the place of the pronoun, whatever else the question names."""
    (pointed,) = said("explain wood stoves")
    shown = pointed.model_copy(update={"question": Question(text="explain the second one")})
    assert [one.text for one in readings("which parts does it have?", [shown])] == ["which parts do wood stoves have?"]
    assert readings("which parts does it have?", [pointed])[0].text == f"explain wood stoves{JOINT}which parts does it have?"


def test_a_thing_written_with_brackets_is_exchanged() -> None:
    """A name that has its abbreviation in brackets is one thing, also where nothing of it is known but its words."""
    known = lambda text: ["signal ratio SR"] if "SR" in text else ["heat loss"] if "heat loss" in text else []  # noqa: E731
    assert readings("and heat loss?", said("where does the signal ratio (SR) come from?"), known)[0].text == (
        "where does the heat loss come from?"
    )


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("where does wet wood come from?", "where does green wood come from?"),
        ("what is wood for?", "what is green wood for?"),
        ("how do you cut wood?", "how do you cut green wood?"),
    ],
)
def test_another_kind_stands_in_the_place_of_a_kind(before: str, asked: str) -> None:
    """Of two things that end alike the whole is exchanged, and no verb goes with it."""
    assert readings("and green wood?", said(before), lambda text: ["wood"] if "wood" in text else [])[0].text == asked
