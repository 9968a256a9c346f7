"""One case and its answer -> its rows: every measure of one question."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points

from studybot.errors import StudybotError, UsageError
from studybot.evaluate.case import ANSWERING, Case
from studybot.evaluate.measures.citations import ReadSource, citation_precision, citation_recall, groundedness
from studybot.evaluate.measures.leads import key_fact_recall, lead_of, lead_states, named, says_forbidden, verdict, visible
from studybot.evaluate.measures.outcomes import Blame, blame_for
from studybot.evaluate.measures.retrieval import held_by, ndcg_at, recall_at, recall_within, reciprocal_rank
from studybot.evaluate.rows import DIGITS, SCORE_DIGITS, AnswerRow, MeasureRow, answer_row, expected_row
from studybot.types import Answer

RECALL_CUTS = (1, 3, 5, 10)
RETRIEVAL = (*(f"recall_at_{k}" for k in RECALL_CUTS), "mrr", "ndcg_at_10", "recall_in_1500")
ANSWER = ("key_fact_recall", "complete", "citation_recall", "citation_precision", "groundedness", "length")
TUTOR = ("lead", "polarity", "wrong_verdicts", "list_recall", "list_complete", "opposite", "right_act")
OUTCOME = ("right", "right_outcome", "false_refusals", "false_answers", "errors", "brier")
COPIED = {"id", "question", "topic", "kind", "group", "tags", "act", "paraphrase", "answerable"}  # of a case, into its row
PER_QUESTION = (*RETRIEVAL, *ANSWER, *TUTOR, *OUTCOME)


def measure(case: Case, answer: Answer | StudybotError, read_source: ReadSource) -> tuple[AnswerRow, MeasureRow]:
    """Return what was answered and what it measures; an answer that failed is a row that scores 0."""
    if isinstance(answer, StudybotError):
        return expected_row(case, str(answer)), _failed(case)
    texts = [hit.passage.text for hit in answer.hits]
    held = held_by(case.evidence, texts)
    values = dict.fromkeys(PER_QUESTION, None) | _answered_values(answer, read_source) | {"errors": 0.0}
    values |= _tutor_values(case, answer)
    blame: Blame = ""
    if case.labelled and not case.act_only:
        values |= _retrieval_values(case, held, texts) | _answer_values(case, answer)
        right = _is_right(case, answer, values)
        values |= _outcome_values(case, answered=answer.outcome == "covered", right=right)
        values["brier"] = (round(answer.confidence, SCORE_DIGITS) - case.answerable) ** 2
        found = recall_at(held, len(case.evidence), len(held)) if case.evidence else None
        blame = blame_for(answerable=case.answerable, answered=answer.outcome == "covered", right=right, found=found)
    return answer_row(case, answer, held), _row(case, answer, values, blame)


def shown_text(answer: Answer) -> str:
    """Return the statements of an answer as Markdown, without headings, sources and studybot's own words."""
    return "\n\n".join(statement.text for statement in answer.statements)


def said_text(answer: Answer) -> str:
    """Return what an answer tells: its statements, each below the headings of the course that it is shown under.

    "Which balancer?" is answered by "Network Load Balancer: one static IP per AZ", where only the heading names it.
    """
    return "\n\n".join(part for statement in answer.statements for part in (statement.lead, statement.text) if part)


def _retrieval_values(case: Case, held: Sequence[frozenset[int]], texts: Sequence[str]) -> dict[str, float | None]:
    if not case.evidence:
        return {}
    items = len(case.evidence)
    return {
        **{f"recall_at_{k}": recall_at(held, items, k) for k in RECALL_CUTS},
        "mrr": reciprocal_rank(held),
        "ndcg_at_10": ndcg_at(held, items, 10),
        "recall_in_1500": recall_within(case.evidence, texts),
    }


def _answer_values(case: Case, answer: Answer) -> dict[str, float | None]:
    """What the answer contains and cites; a refused answerable question scores 0."""
    if not case.answerable:
        return {}
    values: dict[str, float | None] = {}
    if case.key_facts:
        recall = key_fact_recall(case.key_facts, said_text(answer))
        values |= {"key_fact_recall": recall, "complete": float(recall == 1)}
    citations = [citation for statement in answer.statements for citation in statement.citations]
    if case.evidence:
        values["citation_recall"] = citation_recall(case.evidence, citations)
    values["citation_precision"] = citation_precision(case.evidence, case.key_facts, citations)
    return values


def _answered_values(answer: Answer, read_source: ReadSource) -> dict[str, float | None]:
    """What holds for every answer shown; a refusal has nothing to ground."""
    if not answer.statements:
        return {}
    return {"groundedness": groundedness(answer.statements, read_source), "length": float(len(shown_text(answer)))}


def _tutor_values(case: Case, answer: Answer) -> dict[str, float | None]:
    """What a reader takes in first, and whether the reply is of the expected kind; a refusal leads with nothing."""
    shown = visible([said_text(answer)]) if answer.outcome == "covered" else ""
    lead, said = lead_of(shown), verdict(shown)
    values: dict[str, float | None] = {"right_act": float(_same_act(case, answer))}
    if case.lead_facts:
        values["lead"] = lead_states(case.lead_facts, lead)
    if case.must_not_lead:
        values["opposite"] = says_forbidden(case.must_not_lead, lead)
    if case.polarity is not None:
        values |= {"polarity": float(said == case.polarity), "wrong_verdicts": float(said not in (None, case.polarity))}
    if case.members:
        recall = named(case.members, shown)
        values |= {"list_recall": recall, "list_complete": float(recall == 1)}
    return values


def _same_act(case: Case, answer: Answer) -> bool:
    if not case.answerable:
        return answer.act == case.act or (case.act in ANSWERING and answer.act == "refuse")
    return answer.act == case.act or (case.act in ANSWERING and answer.act in ANSWERING)


def _is_right(case: Case, answer: Answer, values: dict[str, float | None]) -> bool:
    """Unanswerable: refused. Answerable: all key facts, or, where the dataset names none, all evidence cited."""
    if not case.answerable:
        return answer.outcome != "covered"
    return (values["complete"] if case.key_facts else values["citation_recall"]) == 1


def _outcome_values(case: Case, *, answered: bool, right: bool) -> dict[str, float | None]:
    return {
        "right": float(right),
        "right_outcome": float(case.answerable == answered),
        "false_refusals": float(not answered) if case.answerable else None,
        "false_answers": None if case.answerable else float(answered),
    }


def _failed(case: Case) -> MeasureRow:
    """A question that failed scores 0 everywhere and counts as the wrong outcome: it never drops out of a mean."""
    values: dict[str, float | None] = dict.fromkeys(PER_QUESTION, None)
    values |= {"errors": 1.0, "right_act": 0.0}
    values |= {"lead": 0.0} if case.lead_facts else {}
    values |= {"opposite": 0.0} if case.must_not_lead else {}
    values |= {"polarity": 0.0, "wrong_verdicts": 0.0} if case.polarity is not None else {}
    values |= {"list_recall": 0.0, "list_complete": 0.0} if case.members else {}
    if case.act_only:
        return _row(case, None, values, "error")
    if case.labelled:
        values |= {"right": 0.0, "right_outcome": 0.0}
    if case.labelled and case.answerable:
        values |= {"citation_precision": 0.0, "false_refusals": 1.0}
        values |= dict.fromkeys((*RETRIEVAL, "citation_recall"), 0.0) if case.evidence else {}
        values |= {"key_fact_recall": 0.0, "complete": 0.0} if case.key_facts else {}
    elif case.labelled:
        values["false_answers"] = 1.0
    return _row(case, None, values, "error")


def _row(case: Case, answer: Answer | None, values: dict[str, float | None], blame: Blame) -> MeasureRow:
    return MeasureRow(
        **case.model_dump(include=COPIED),
        certainty=answer.certainty if answer else None,
        follow_up=case.follow_up,
        labelled=case.labelled and not case.act_only,
        answered=answer is not None and answer.outcome == "covered",
        confidence=round(answer.confidence, SCORE_DIGITS) if answer else 0.0,
        blame=blame,
        values={name: None if value is None else round(value, DIGITS) for name, value in values.items()},
    )


GROUP = "studybot.measures"
OwnMeasure = Callable[[Case, Answer], float | None]  # None where the measure does not apply to a question


@cache
def own_measures() -> dict[str, OwnMeasure]:
    """Return the measures that installed packages offer, by name; raises UsageError for one that cannot be loaded."""
    found: dict[str, OwnMeasure] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found[point.name] = point.load()
        except Exception as error:  # a package of somebody else may raise anything while it is imported
            raise UsageError(
                f"the measure {point.name!r} ({point.value}) cannot be loaded ({error}): correct or remove it"
            ) from error
    return found


def own_values(case: Case, answer: Answer, measures: Mapping[str, OwnMeasure]) -> dict[str, float | None]:
    """Return what each measure gives for one answer; raises UsageError naming one that fails or gives no number."""
    values: dict[str, float | None] = {}
    for name, measure in measures.items():
        try:
            value = measure(case, answer)
            values[name] = None if value is None else round(float(value), DIGITS)
        except Exception as error:  # whatever another's function raises, the run says which one it was
            raise UsageError(f"the measure {name!r} failed on question {case.id!r} ({error}): correct it and go on") from error
    return values
