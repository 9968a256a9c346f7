"""Measures of answers, citations, outcomes and blame, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.errors import QuestionError
from studybot.evaluate.case import Case
from studybot.evaluate.measure import PER_QUESTION, measure
from studybot.evaluate.measures.citations import citation_precision, citation_recall, groundedness
from studybot.evaluate.measures.leads import key_fact_recall
from studybot.evaluate.measures.outcomes import area_under_risk, blame_for, count_outcomes, f1_scores, risk_coverage
from studybot.types import Answer, Citation, Hit, Passage, Question, Statement

TEXT = "Spot instances are 90% cheaper. They are interrupted with a warning of two minutes. Hosts are dedicated."
SOURCE = "# EC2\n\n" + TEXT
PASSAGE = Passage(
    id="p", document="d", source="ec2.md", topic="ec2", path=("EC2",), kind="prose", text=TEXT, start=7, end=7 + len(TEXT)
)


def cite(quote: str) -> Citation:
    """A citation of a quote from the passage."""
    at = PASSAGE.start + TEXT.index(quote)
    return Citation(passage=PASSAGE, start=at, end=at + len(quote))


def answer(*quotes: str, outcome: str = "covered") -> Answer:
    """An answer of one statement for each quote, over one hit."""
    statements = tuple(Statement(text=quote, citations=(cite(quote),)) for quote in quotes)
    hits = (Hit(passage=PASSAGE, rank=1, score=1.0),)
    return Answer(question=Question(text="?"), understood="?", outcome=outcome, statements=statements, hits=hits)


def test_key_facts_count_by_share() -> None:
    """Two of three facts, one of them in its second variant."""
    facts = [["90%"], ["2 minutes", "two minutes"], ["three"]]
    assert key_fact_recall(facts, TEXT) == pytest.approx(2 / 3)


def test_citation_recall_needs_eight_tenths_of_the_letters() -> None:
    """A citation that holds an item, or 0.8 of its letters, covers it; two citations add up; less does not."""
    item = [["They are interrupted with a warning of two minutes"]]  # 43 letters
    assert citation_recall(item, [cite(TEXT)]) == 1
    assert citation_recall(item, [cite("interrupted with a warning of two minutes")]) == 1  # 36 of 43
    assert citation_recall(item, [cite("with a warning of two minutes")]) == 0  # 25 of 43
    assert citation_recall(item, [cite("They are interrupted"), cite("with a warning of two minutes")]) == 1
    assert citation_recall([*item, ["Hosts are dedicated"]], [cite("Hosts are dedicated.")]) == 0.5
    assert citation_recall(item, []) == 0


def test_overlapping_citations_are_counted_once() -> None:
    """Citing the same half twice does not make a whole."""
    half = "They are interrupted with"
    assert citation_recall([["They are interrupted with a warning of two minutes"]], [cite(half), cite(half)]) == 0


def test_citation_precision_forgives_what_is_needed() -> None:
    """A citation counts when it touches an item or states a key fact, and only the others are unneeded."""
    evidence, facts = [["Spot instances are 90% cheaper"]], [["two minutes"]]
    inside = cite("are 90% cheaper")
    assert citation_precision(evidence, facts, [inside]) == 1
    assert citation_precision(evidence, facts, [inside, cite("Hosts are dedicated")]) == 0.5
    assert citation_precision(evidence, facts, [cite("warning of two minutes")]) == 1
    assert citation_precision(evidence, facts, []) == 0


def test_groundedness_rereads_the_file() -> None:
    """A statement is grounded when its citation re-reads identically and holds its words: moved text or new words are not."""
    good = answer("Hosts are dedicated.").statements
    assert groundedness(good, {"d": SOURCE}.__getitem__) == 1
    assert groundedness(good, {"d": " " + SOURCE}.__getitem__) == 0
    forged = Statement(text="Hosts are cheap.", citations=(cite("Hosts are dedicated."),))
    assert groundedness((*good, forged), {"d": SOURCE}.__getitem__) == 0.5


@pytest.mark.parametrize(
    ("text", "grounded"),
    [
        ("- Hosts are dedicated.", 1.0),
        ("2. Hosts are dedicated.", 1.0),
        ("```bash\nHosts are dedicated.\n```", 1.0),
        ("Hosts are dedicated, 2 of them.", 0.0),
        ("```\nbash Hosts are dedicated.\n```", 0.0),
    ],
)
def test_the_frame_of_a_statement_needs_no_proof(text: str, grounded: float) -> None:
    """The marker of an item and the language of a code fence say nothing; every word inside the frame is held to the source."""
    framed = Statement(text=text, citations=(cite("Hosts are dedicated."),))
    assert groundedness((framed,), {"d": SOURCE}.__getitem__) == grounded


def test_outcomes_and_f1_by_hand() -> None:
    """6 answerable (4 answered), 4 unanswerable (1 answered)."""
    answerable = [True] * 6 + [False] * 4
    answered = [True] * 4 + [False] * 2 + [True] + [False] * 3
    outcomes = count_outcomes(answerable, answered)
    assert outcomes.model_dump() == {
        "answered_answerable": 4,
        "refused_answerable": 2,
        "answered_unanswerable": 1,
        "refused_unanswerable": 3,
    }
    scores = f1_scores(np.array(answerable, float), np.array(answered, float), np.ones((1, 10)))
    assert scores["answer_f1"][0] == pytest.approx(2 * 4 / (6 + 5))
    assert scores["refusal_f1"][0] == pytest.approx(2 * 3 / (4 + 5))
    assert scores["outcome_f1"][0] == pytest.approx((8 / 11 + 6 / 9) / 2)


@pytest.mark.parametrize("all_answered", [0.0, 1.0])
def test_one_sided_policies_halve_the_outcome_score(all_answered: float) -> None:
    """Answering everything or refusing everything never reaches 0.5 in the F1 of both."""
    answerable = np.array([1.0] * 190 + [0.0] * 45)
    scores = f1_scores(answerable, np.full(235, all_answered), np.ones((1, 235)))
    assert scores["outcome_f1"][0] < 0.5


def test_a_side_that_no_question_has_is_not_scored() -> None:
    """Without unanswerable questions there is no F1 of refusing and none of both, nor the other way round."""
    for answerable, scored in ((1.0, "answer_f1"), (0.0, "refusal_f1")):
        scores = f1_scores(np.full(4, answerable), np.array([1.0, 1.0, 0.0, 0.0]), np.ones((1, 4)))
        assert scores.pop(scored)[0] == pytest.approx(2 / 3)
        assert [np.isnan(value[0]) for value in scores.values()] == [True, True]


def test_risk_coverage_by_hand() -> None:
    """Confidences .9 (right), .8 (wrong), .8 (right), .1 (wrong): points at 1, 3 and 4 questions."""
    confidence, wrong = [0.8, 0.9, 0.1, 0.8], [True, False, True, False]
    points = [(point.confidence, point.coverage, point.risk) for point in risk_coverage(confidence, wrong)]
    assert points == [(0.9, 0.25, 0.0), (0.8, 0.75, pytest.approx(1 / 3)), (0.1, 1.0, 0.5)]
    area = area_under_risk(np.array(confidence), np.array(wrong, float), np.ones((1, 4)))[0]
    assert area == pytest.approx((0 + 1 / 3 + 1 / 3 + 1 / 2) / 4)


def test_area_without_ties_is_the_mean_of_the_curve() -> None:
    """With distinct confidences the area is the mean risk over 1, 2, ... n questions, also for uneven weights."""
    confidence, wrong = np.array([0.2, 0.9, 0.4, 0.7]), np.array([1.0, 0.0, 0.0, 1.0])
    area = area_under_risk(confidence, wrong, np.array([[1.0, 1.0, 1.0, 1.0], [2.0, 0.0, 1.0, 1.0]]))
    assert area == pytest.approx([(0 + 1 / 2 + 1 / 3 + 2 / 4) / 4, (1 / 1 + 1 / 2 + 2 * 3 / 4) / 4])


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), min_size=1, max_size=20), st.randoms())
def test_area_ignores_the_order_of_the_file(rows: list[tuple[float, bool]], generator: object) -> None:
    """Shuffling the questions, ties included, does not move the area, which stays in [0, 1]."""

    def area(pairs: list[tuple[float, bool]]) -> float:
        confidence, wrong = (np.array(column, float) for column in zip(*pairs, strict=True))
        return float(area_under_risk(confidence, wrong, np.ones((1, len(pairs))))[0])

    shuffled = rows[:]
    generator.shuffle(shuffled)  # type: ignore[attr-defined]
    assert 0 <= area(rows) <= 1
    assert area(rows) == pytest.approx(area(shuffled), abs=1e-12)


@pytest.mark.parametrize(
    ("answerable", "answered", "right", "found", "expected"),
    [
        (True, True, True, 0.0, ""),
        (True, True, False, 0.5, "search"),
        (True, False, False, 0.0, "search"),
        (True, False, False, 1.0, "judge"),
        (True, True, False, 1.0, "composer"),
        (True, True, False, None, "composer"),
        (False, True, False, None, "judge"),
        (False, False, True, None, ""),
    ],
)
def test_blame_goes_to_the_first_that_failed(
    answerable: bool, answered: bool, right: bool, found: float | None, expected: str
) -> None:
    """The search, when evidence is missing from the hits; then the judge; then the composer."""
    assert blame_for(answerable=answerable, answered=answered, right=right, found=found) == expected


CASE = Case(id="a", question="?", evidence=(("Spot instances are 90% cheaper",),), key_facts=(("90%",),))


def test_refused_answerable_question_scores_zero() -> None:
    """A refusal keeps its retrieval measures and scores 0 in the answer measures; it has nothing to ground."""
    _, row = measure(CASE, answer(outcome="not_covered"), {"d": SOURCE}.__getitem__)
    assert row.values["recall_at_1"] == 1 and row.blame == "judge"
    assert [row.values[name] for name in ("key_fact_recall", "complete", "citation_recall", "citation_precision")] == [0] * 4
    assert row.values["groundedness"] is None and row.values["false_refusals"] == 1 and row.values["false_answers"] is None


def test_unanswerable_question_has_no_retrieval_measures() -> None:
    """What has no evidence is left out of the means of retrieval, explicitly, and stays a row of the outcomes."""
    case = Case(id="u", question="?", kind="unanswerable", answerable=False)
    _, refused = measure(case, answer(outcome="outside"), {"d": SOURCE}.__getitem__)
    assert refused.values["recall_at_1"] is None and refused.values["right"] == 1 and refused.blame == ""
    _, answered = measure(case, answer("Hosts are dedicated."), {"d": SOURCE}.__getitem__)
    assert answered.values["false_answers"] == 1 and answered.blame == "judge" and answered.values["groundedness"] == 1


def test_failed_question_is_a_row_of_zeros() -> None:
    """An error is measured, not dropped."""
    answers, row = measure(CASE, QuestionError("too odd"), {}.__getitem__)
    assert answers.error == "too odd" and row.blame == "error" and row.values["errors"] == 1
    assert row.values["mrr"] == row.values["complete"] == row.values["right"] == 0
    assert set(row.values) == set(PER_QUESTION)
