"""The rows that a run writes for each question: what was answered, what it measures, how long it took."""

from pydantic import Field, FiniteFloat

from studybot.evaluate.case import Case, CaseGroup, CaseKind
from studybot.evaluate.measures.outcomes import Blame
from studybot.types import Act, Answer, Certainty, Hit, Outcome, Statement, Value

DIGITS = 6
SCORE_DIGITS = 4  # of scores and confidences: coarser than the last bits that the order of a sum decides


class CitedRow(Value):
    """A citation as it was displayed."""

    source: str
    start: int
    end: int
    quote: str


class StatementRow(Value):
    """A statement as it was displayed, `lead` being what stands above or before it."""

    text: str
    lead: str = ""
    citations: tuple[CitedRow, ...]


class HitRow(Value):
    """A passage that was retrieved; `items` numbers the evidence items (from 0) that stand in it."""

    passage: str
    source: str
    path: tuple[str, ...]
    rank: int
    score: FiniteFloat
    text: str
    items: tuple[int, ...] = ()


class AnswerRow(Value):
    """One line of `answers.jsonl`: what was expected and what was answered, so that a report needs no dataset.

    `error` is set, and the answer empty, when the question could not be answered.
    """

    id: str
    question: str
    conversation: str = ""
    turn: int = 1
    note: str = ""
    evidence: tuple[tuple[str, ...], ...] = ()
    key_facts: tuple[tuple[str, ...], ...] = ()
    understood: str = ""
    act: Act = "answer"
    certainty: Certainty | None = None
    said: str = ""
    outcome: Outcome | None = None
    confidence: float = 0.0
    reason: str = ""
    composer: str = ""
    statements: tuple[StatementRow, ...] = ()
    hits: tuple[HitRow, ...] = ()
    error: str = ""


class MeasureRow(Value):
    """One line of `measures.jsonl`: a value for each measure, None where it does not apply."""

    id: str
    question: str
    topic: str
    kind: CaseKind
    group: CaseGroup = ""
    tags: tuple[str, ...] = ()
    act: Act = "answer"
    certainty: Certainty | None = None
    paraphrase: bool
    follow_up: bool
    answerable: bool
    labelled: bool
    answered: bool
    confidence: float
    blame: Blame
    values: dict[str, FiniteFloat | None]
    own: dict[str, FiniteFloat | None] = Field(default_factory=dict)  # measures of others


class TimingRow(Value):
    """One line of `timings.jsonl`: milliseconds of one question."""

    id: str
    encode: float
    search: float
    compose: float
    total: float


def expected_row(case: Case, error: str = "") -> AnswerRow:
    """Return the row of a question without an answer: what was expected, and the reason when it failed."""
    expected = {"id", "question", "conversation", "turn", "note", "evidence", "key_facts"}
    return AnswerRow(**case.model_dump(include=expected), error=error)


def answer_row(case: Case, answer: Answer, held: list[frozenset[int]]) -> AnswerRow:
    """Return the row of an answer; `held[i]` are the evidence items that stand in its i-th hit."""
    shown = {
        "understood": answer.understood,
        "act": answer.act,
        "certainty": answer.certainty,
        "said": answer.said,
        "outcome": answer.outcome,
        "confidence": round(answer.confidence, SCORE_DIGITS),
        "reason": answer.reason,
        "composer": answer.composer,
        "statements": tuple(_statement_row(statement) for statement in answer.statements),
        "hits": tuple(_hit_row(hit, items) for hit, items in zip(answer.hits, held, strict=True)),
    }
    return expected_row(case).model_copy(update=shown)


def _statement_row(statement: Statement) -> StatementRow:
    cited = [
        CitedRow(source=citation.passage.source, start=citation.start, end=citation.end, quote=citation.quote)
        for citation in statement.citations
    ]
    return StatementRow(text=statement.text, lead=statement.lead, citations=tuple(cited))


def _hit_row(hit: Hit, items: frozenset[int]) -> HitRow:
    return HitRow(
        passage=hit.passage.id,
        source=hit.passage.source,
        path=hit.passage.path,
        rank=hit.rank,
        score=round(hit.score, SCORE_DIGITS),
        text=hit.passage.text,
        items=tuple(sorted(items)),
    )
