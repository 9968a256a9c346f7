"""What a tutor's answer is measured by: its lead, verdict, opposite, list and kind of reply, by hand."""

import pytest
from pydantic import ValidationError

from studybot.evaluate.case import Case
from studybot.evaluate.measure import measure
from studybot.evaluate.measures.leads import lead_of, lead_states, named, says_forbidden, verdict, visible
from studybot.evaluate.summary import summarise

from .test_answers import SOURCE, answer


def case(**more: object) -> Case:
    """A case whose evidence is the price of spot instances."""
    return Case.model_validate(
        {"id": "a", "question": "are spot instances cheaper?", "evidence": [["Spot instances are 90% cheaper"]]} | more
    )


def values(of: Case, *quotes: str, **more: object) -> dict[str, float | None]:
    """What an answer of some quotes measures."""
    given = answer(*quotes, outcome="covered" if quotes else "not_covered").model_copy(update=more)
    return measure(of, given, lambda document: SOURCE)[1].values


def test_only_what_a_reader_sees_is_counted() -> None:
    """Tables, fences, links and bold are read without their marks, and the lead ends with a whole word after 300 characters."""
    assert (
        visible(["**A** `b`", "| c | d |\n| --- | --- |\n| e | f |", "```sh\nls -l\n```", "- [g](http://h)"])
        == "A b c d e f ls -l g"
    )
    assert lead_of("x" * 299 + "yes no") == "x" * 299 + "yes"
    assert lead_of("short") == "short"


def test_a_lead_holds_its_facts() -> None:
    """Every fact in one variant; a word may go on, a number may not; what stands behind the first 300 characters is late."""
    assert lead_states([["suspend"], ["5 TB", "5TB"]], "It can be suspended at 5TB.") == 1
    assert lead_states([["25"]], "port 256") == 0
    assert lead_states([["free"]], lead_of("word " * 70 + "free")) == 0


def test_a_verdict_is_said() -> None:
    """A yes or no counts when it stands by itself; "No route" begins a sentence of the course."""
    assert [verdict(text) for text in ("Yes, up to 90%.", "No: never", "No", "Nein. Es", "No route to it", "Cheaper, yes")] == [
        "yes",
        "no",
        "no",
        "no",
        None,
        None,
    ]


def test_tutor_measures_apply_where_they_are_asked_for() -> None:
    """A plain case has the kind of reply only; a refusal scores no lead, no verdict and no member, and no wrong verdict."""
    plain = values(case(), "Spot instances are 90% cheaper.")
    assert {name for name in ("lead", "polarity", "opposite", "list_recall") if plain[name] is not None} == set()
    assert plain["right_act"] == 1
    asked = case(lead_facts=[["90%"]], polarity="yes", must_not_lead=["more expensive"], members=["spot", ["on-demand", "90%"]])
    refused = values(asked)
    assert [refused[name] for name in ("lead", "polarity", "wrong_verdicts", "opposite", "list_complete")] == [0, 0, 0, 0, 0]
    right = values(asked, "Spot instances are 90% cheaper.")
    assert [right[name] for name in ("lead", "polarity", "wrong_verdicts", "opposite", "list_complete")] == [1, 0, 0, 0, 1]
    assert says_forbidden(["more expensive"], "They are more expensive.") == 1
    assert named([["a1"], ["b2"]], "a1 only") == 0.5


def test_another_kind_of_reply_is_measured_by_its_kind() -> None:
    """A greeting needs no evidence, is right when greeted, and is left out of what counts answers and refusals."""
    greeting = Case.model_validate({"id": "g", "question": "hello", "act": "greeting", "group": "act"})
    met = answer(outcome="not_covered").model_copy(update={"act": "greeting", "said": "Hello."})
    rows = [
        measure(greeting, met, lambda document: SOURCE)[1],
        measure(case(), answer("Hosts are dedicated."), lambda _: SOURCE)[1],
    ]
    assert rows[0].values["right_act"] == 1 and rows[0].values["false_refusals"] is None and not rows[0].labelled
    summary = summarise(rows, dataset="x", dataset_digest="", index_digest="")
    assert summary.measures["right_act"].n == 2 and summary.labelled == 1
    assert summary.find("group=act/right_act") == summary.groups["group"]["act"]["right_act"]
    assert summary.find("certainty=answered/complete") is not None
    missed = answer("Hosts are dedicated.")
    assert measure(greeting, missed, lambda document: SOURCE)[1].values["right_act"] == 0


def test_the_stated_chance_is_scored() -> None:
    """Sure and right is 0, sure and wrong 1, a half a quarter."""
    nothing = case(evidence=[], answerable=False)
    assert values(nothing, "Hosts are dedicated.", confidence=1.0)["brier"] == 1
    assert values(case(), "Hosts are dedicated.", confidence=1.0)["brier"] == 0
    assert values(case(), "Hosts are dedicated.", confidence=0.5)["brier"] == 0.25


def test_what_cannot_be_expected_is_refused() -> None:
    """The course cannot leave a question unanswered and answer it with a verdict; a plain question needs evidence."""
    with pytest.raises(ValidationError, match="unanswerable"):
        case(evidence=[], answerable=False, polarity="yes")
    with pytest.raises(ValidationError, match="needs evidence"):
        Case.model_validate({"id": "a", "question": "?", "lead_facts": [["x"]]})
    with pytest.raises(ValidationError, match="group"):
        case(group="riddle")
