"""Going on from the last answer: the same shorter, more of it, simpler, and whether it is true."""

from collections.abc import Callable, Sequence

from studybot.answer.extract import statements_of
from studybot.answer.keylines import Shown, key_lines, marked, plain_line, plainest, unsaid
from studybot.answer.names import Subject
from studybot.answer.reply import Reply, asks
from studybot.shown import JOINT
from studybot.text import stems
from studybot.types import Act, Answer, Passage, Statement

SAYS = 12  # characters from which a lead says something by itself: "Yes." does not


def last(history: Sequence[Answer]) -> Answer | None:
    """Return the last answer that quotes the course."""
    return next((answer for answer in reversed(history) if answer.statements), None)


def reply(act: Act, history: Sequence[Answer], title: str) -> Reply | None:
    """Return what a wish gets that says nothing but what to do with the last answer; None where there is no answer."""
    before = last(history)
    if act == "translate":
        return Reply(f"I quote {title} in its own words and cannot translate them.", choices=asks(*_WAYS_ON) if before else ())
    if act == "sure" and history and history[-1].outcome != "covered":
        return Reply("I searched the whole course and found nothing that says it. Other words may find more.")
    if before is None:
        return None
    about = before.understood.split(JOINT)[0]
    if act == "shorter":
        return Reply("In short:", statements=essence(before), hits=before.hits, about=about)
    said = "Yes, the course says so:" if before.certainty == "answered" else "I am not sure. The closest that the course has:"
    lead = before.statements[0].framed and len(before.statements[0].text) < SAYS
    return Reply(said, statements=before.statements[: 1 + lead], hits=before.hits, about=about)


_WAYS_ON = ("Explain it simpler", "Give me an example")


def essence(answer: Answer) -> tuple[Statement, ...]:
    """Return the shortest part of an answer that still answers: its lead, else its first line."""
    first, *later = answer.statements
    if not first.framed:
        return _first_line(first)
    return (first,) if len(first.text) >= SAYS or not later else (first, *_first_line(later[0]))


def _first_line(statement: Statement) -> tuple[Statement, ...]:
    proof = statement.citations[0]
    units = (unit for block in proof.passage.blocks for unit in block.units)
    span = next(((unit.start, unit.end) for unit in units if proof.start <= unit.start < proof.end), (proof.start, proof.end))
    return tuple(statements_of(proof.passage, [span]))[:1]


def simpler(
    subject: Subject, topic: Sequence[Passage], history: Sequence[Answer], markers: Sequence[str], ease: Callable[[str], float]
) -> Reply:
    """Return a comparison with everyday life, else the plainest sentence not shown yet, else the last answer's first line."""
    shown, names = shown_in(history), frozenset(stems(subject.name))
    before = last([answer for answer in history if answer.act not in ("shorter", "sure")])
    teaching = [passage for passage in topic if passage.role == "teaching"]
    near = [*subject.passages, *(one for one in teaching if names & set(stems(" ".join(one.path))))]
    pool = list(dict.fromkeys(near)) or teaching
    further = asks(f"Give me an example of {subject.name}", f"Summarise {subject.name}")
    if chosen := marked(pool, markers, shown, names):
        return Reply(f"{subject.name}, compared with something familiar:", chosen)
    if chosen := plainest(pool, subject.name, ease, shown):
        beside = " beside that" if shown else ""
        return Reply(f"The plainest that the course says about {subject.name}{beside}:", chosen, choices=further)
    if before is not None and _length(essence(before)) < _length(before.statements):
        said = "The course does not say it in simpler words. What counts is this:"
        return Reply(said, statements=essence(before), hits=before.hits, choices=further)
    if chosen := plain_line(subject.passages or pool, subject.name, ease, shown):
        said = f"The course does not say it in simpler words. The plainest that it says about {subject.name}:"
        return Reply(said, chosen, choices=further)
    return Reply("The course does not say it in simpler words. An example may help, or the key points.", choices=further)


def more(subject: Subject, history: Sequence[Answer], weight: Callable[[Passage], int]) -> Reply:
    """Return what was not shown yet: of what answers the last question, of a summary its further lines."""
    before = next((answer for answer in reversed(history) if answer.act in ("answer", "summary") and answer.hits), None)
    shown = shown_in(history)
    if before is not None and before.act == "answer":
        cited = {one.passage.path for answer in history for statement in answer.statements for one in statement.citations}
        chosen = unsaid(before.hits, frozenset(cited), shown)
    else:
        chosen = key_lines(subject.passages, weight, shown)
    if chosen:
        return Reply(f"More on {subject.name}:", chosen, before.hits if before and before.act == "answer" else ())
    return Reply(
        "That is all that the course says there.", choices=asks(f"Summarise {subject.name}", f"Quiz me on {subject.name}")
    )


def _length(statements: Sequence[Statement]) -> int:
    return sum(len(statement.text) for statement in statements)


def shown_in(history: Sequence[Answer]) -> Shown:
    """Return the spans that a conversation has shown."""
    return frozenset(
        (citation.passage.document, citation.start, citation.end)
        for answer in history
        for statement in answer.statements
        for citation in statement.citations
    )
