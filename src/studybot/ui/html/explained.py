"""What a learner wrote, held against the course part by part, as HTML."""

from collections.abc import Sequence
from typing import NamedTuple

from studybot.facts.written import where
from studybot.opened import Opened
from studybot.speech import t, tn
from studybot.study.explained import Explained, explained
from studybot.types import Citation
from studybot.ui.frame.links import passage_link
from studybot.ui.frame.templates import fill


class Graded(NamedTuple):
    """The parts as they are shown; `whole` when none is missing or contradicted, `checked` when there is any."""

    html: str
    whole: bool
    checked: bool


def graded(course: Opened, typed: str, asked: str, proofs: Sequence[Citation]) -> Graded:
    """Return which parts of the answer at `proofs` to the question `asked` are there, missing and contradicted."""
    parts = explained(typed, asked, proofs, lambda one, other: _cosines(course, one, other))
    named = [(part, where(part.proof.passage.path), passage_link(part.proof.passage, part.proof)) for part in parts]
    counts = {state: sum(part.state == state for part in parts) for state in ("there", "missing", "contradicted")}
    whole = bool(parts) and not counts["missing"] and not counts["contradicted"]
    return Graded(fill("ask/explained", parts=named, counts=counts, whole=whole, said=_said(parts)), whole, bool(parts))


def _said(parts: Sequence[Explained]) -> str:
    """The verdict in one sentence."""
    there = sum(part.state == "there" for part in parts)
    if not parts:
        return t("There is nothing here to check an explanation against.")
    if there == len(parts):
        return t("That is all of it.")
    wrong = any(part.state == "contradicted" for part in parts)
    if not there:
        return t("The course says otherwise.") if wrong else t("None of it is there yet.")
    known = tn("{n} of {all} parts is there.", "{n} of {all} parts are there.", there, all=len(parts))
    return t("{known} Something the course says otherwise.", known=known) if wrong else known


def _cosines(course: Opened, texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
    rows = course.embedder.encode([*texts, *others])
    return [[float(one) for one in row] for row in rows[: len(texts)] @ rows[len(texts) :].T]
