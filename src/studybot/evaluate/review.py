"""Human review: questions with what answers them, judged one after the other; where two readers differ, and by how much."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from studybot.evaluate.case import Case
from studybot.types import QUESTION_LIMIT, UtcTime, Value

Origin = Literal["course", "log", "work", "run"]
Judgement = Literal["accept", "reject", "correct"]


class Proposal(Value):
    """A question to judge: the line of a dataset that it becomes when it is accepted, and what was answered."""

    case: Case
    origin: Origin
    answer: str = ""


class Verdict(Value):
    """What a reader said of a proposal; a correction has the question, its quotes, or none where the course answers nothing."""

    id: str
    reader: str = Field(min_length=1, max_length=80)
    judgement: Judgement
    question: str = Field(default="", max_length=QUESTION_LIMIT)
    quotes: tuple[str, ...] = ()
    note: str = Field(default="", max_length=2000)
    at: UtcTime


class Agreement(Value):
    """How two readers agree on the `n` proposals that both judged: the share, and Cohen's kappa (None when chance is all)."""

    readers: tuple[str, str]
    n: int
    share: float
    kappa: float | None


def latest(verdicts: Sequence[Verdict]) -> dict[str, dict[str, Verdict]]:
    """Return the last verdict of each reader on each proposal (id): verdicts come in the order in which they were given."""
    found: dict[str, dict[str, Verdict]] = {}
    for one in verdicts:
        found.setdefault(one.id, {})[one.reader] = one
    return found


def readers_of(verdicts: Sequence[Verdict]) -> list[str]:
    """Return who judged, the one with most proposals first."""
    counts = Counter(reader for own in latest(verdicts).values() for reader in own)
    return [reader for reader, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def agreement(verdicts: Sequence[Verdict], first: str, second: str) -> Agreement:
    """Return how two readers agree (Cohen 1960), and the ids on which they do not."""
    pairs = [(id, own[first], own[second]) for id, own in latest(verdicts).items() if first in own and second in own]
    n = len(pairs)
    same = [id for id, one, other in pairs if _same(one, other)]
    share = len(same) / n if n else 0.0
    ones, others = Counter(one.judgement for _, one, _ in pairs), Counter(other.judgement for _, _, other in pairs)
    chance = sum(ones[name] * others[name] for name in ones) / n**2 if n else 0.0
    judged = sum(one.judgement == other.judgement for _, one, other in pairs) / n if n else 0.0
    return Agreement(
        readers=(first, second), n=n, share=share, kappa=(judged - chance) / (1 - chance) if n and chance < 1 else None
    )


def _same(one: Verdict, other: Verdict) -> bool:
    return (one.judgement, one.question, one.quotes) == (other.judgement, other.question, other.quotes)


def reviewed(proposals: Sequence[Proposal], verdicts: Sequence[Verdict]) -> tuple[list[Case], list[str]]:
    """Return the cases that everybody who judged them takes, as corrected, and the ids on which readers differ."""
    judged = latest(verdicts)
    cases, open_ids = [], []
    for proposal in proposals:
        given = list(judged.get(proposal.case.id, {}).values())
        if not given:
            continue
        if any(not _same(given[0], one) for one in given[1:]):
            open_ids.append(proposal.case.id)
        elif given[0].judgement != "reject":
            cases.append(as_judged(proposal.case, given[0]))
    return cases, open_ids


def as_judged(case: Case, verdict: Verdict) -> Case:
    """Return a case as a reader wants it."""
    if verdict.judgement != "correct":
        return case
    changed: dict[str, object] = {
        "question": verdict.question or case.question,
        "answerable": bool(verdict.quotes),
        "kind": case.kind if verdict.quotes and case.answerable else "fact" if verdict.quotes else "unanswerable",
        "evidence": [[quote] for quote in verdict.quotes],
        "key_facts": case.key_facts if verdict.quotes else (),
        "members": case.members if verdict.quotes else (),
        "lead_facts": case.lead_facts if verdict.quotes else (),
        "polarity": case.polarity if verdict.quotes else None,
        "note": verdict.note or case.note,
    }
    return Case.model_validate(case.model_dump() | changed)
