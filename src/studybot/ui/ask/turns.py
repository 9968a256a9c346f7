"""One turn of a conversation as HTML: the question, what was understood, the outcome, statements with their citations."""

import re
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from studybot.coverage.groups import question_key
from studybot.opened import Opened
from studybot.render import Numbering, answer_text, code_runs, numbering, row_numbers
from studybot.shown import capital, in_full, one_question
from studybot.speech import phrase, t, tn
from studybot.store import WorkMark
from studybot.types import Answer, Citation, Feedback, Statement, Turn, Value
from studybot.ui.ask import retold
from studybot.ui.frame.links import passage_link, sheet_link
from studybot.ui.frame.templates import fill
from studybot.ui.html.code import runs_html
from studybot.ui.html.section import section_html

REASONS = {
    "down": (phrase("It is wrong"), phrase("Not what I asked"), phrase("Something is missing"), phrase("Hard to understand")),
    "up": (phrase("Exactly what I needed"), phrase("Easy to understand"), phrase("The source helped")),
}
SPOKEN = 300  # characters of an answer that are read out by themselves
_UNSPOKEN = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+|[*`|#>]+")
_HEADLINES = {
    "covered": phrase("From the course"),
    "closest": phrase("Closest in the course"),
    "not_covered": phrase("Not in the course"),
    "hidden": phrase("Not in this topic"),
    "outside": phrase("Outside this course"),
}


class Place(Value):
    """A place in the course to read on."""

    label: str
    link: str


class TurnShown(Value):
    """A turn for the script: its id, its HTML, its text for the clipboard, and one sentence that announces it."""

    id: str
    html: str
    copy_text: str
    announce: str


def turn_reply(
    turn: Turn, given: Feedback | None = None, *, hint: str = "", changed: bool = False, now: Place | None = None
) -> TurnShown:
    """Return a turn for the script, with the learner's thumb on it; with a `hint` (HTML) the answer is there but not shown yet.

    `changed` says that the course no longer says what the answer quotes as it did then; `now` is where the course has since
    come to answer a question that it did not.
    """
    turn = retold.whole(turn)
    answer, numbers = turn.answer, numbering(turn.answer)
    html = fill(
        "ask/turn",
        turn=turn.id,
        at=turn.at.isoformat(),
        question=answer.question.text,
        # A part of what was typed, without courtesies or options, is understood as anybody would.
        understood="" if (understood := one_question(answer.understood)) in in_full(answer.question.text) else understood,
        band=band(answer),
        hidden=is_hidden(answer),
        headline=headline(answer),
        said=Markup(section_html(retold.said(answer))) if answer.said else "",
        exercises=answer.exercises,
        choices=[retold.labelled(choice) for choice in answer.choices],
        sheet=_sheet(answer),
        hint=hint,
        changed=changed,
        now=now,
        imported=t("From a file: whether studybot gave this answer cannot be proved here.") if turn.imported else "",
        statements=list(_statements(turn, numbers)),
        refusal=Markup(section_html(retold.refusal(answer))) if not answer.said and answer.outcome != "covered" else "",
        sources=_sources(turn, numbers),
        more=_more(answer),
        suggestions=[capital(text) for text in answer.suggestions],
        thumb=given.thumb if given else "",
        reasons=REASONS,
    )
    return TurnShown(id=turn.id, html=html, copy_text=answer_text(answer, numbers), announce=announcement(answer))


def _sheet(answer: Answer) -> str:
    """The address of the summary sheet of what was summed up, empty for any other answer."""
    topics = {citation.passage.topic for statement in answer.statements for citation in statement.citations}
    return sheet_link(*sorted(topics)) if answer.act == "summary" and topics else ""


def band(answer: Answer) -> str:
    """Return how an answer is coloured: by its outcome, a doubtful one apart."""
    return "closest" if answer.certainty == "closest" else answer.outcome


def headline(answer: Answer) -> str:
    """Return what stands above an answer; a reply that quotes nothing needs no badge of the course."""
    return (
        t(_HEADLINES["hidden" if is_hidden(answer) else band(answer)])
        if answer.statements or answer.act in ("answer", "why")
        else ""
    )


def is_hidden(answer: Answer) -> bool:
    """Whether nothing answers because of the topic that was chosen: another one may."""
    return answer.outcome == "not_covered" and any(choice.everywhere for choice in answer.choices)


def announcement(answer: Answer) -> str:
    """Return what is said once when an answer is complete: how it came out, and its first words."""
    if not answer.statements:
        return f"{t('Answer complete.')} {headline(answer) or retold.said(answer).partition(chr(10))[0]}".rstrip(".:") + "."
    places = len({citation.passage.path for statement in answer.statements for citation in statement.citations})
    said = tn(
        "Answer complete, with {n} place of the course as its source.",
        "Answer complete, with {n} places of the course as its source.",
        places,
    )
    return f"{said} {_spoken(answer.statements[0])}"


def _spoken(statement: Statement) -> str:
    """The first words of an answer as they are read out: without marks, a table by its cells."""
    words = " ".join(_UNSPOKEN.sub(" ", f"{statement.lead} {statement.text}").split())
    return words if len(words) <= SPOKEN else f"{words[:SPOKEN].rpartition(' ')[0]} …"


def _statements(turn: Turn, numbers: Numbering) -> Iterator[dict[str, object]]:
    for statement, own in zip(turn.answer.statements, numbers.shown, strict=True):
        marks = {number: _mark(turn, number, numbers.cited[number - 1]) for number in own}
        # Rows from several places carry a mark each, beside the lead it would be open which row it proves.
        rows = row_numbers(statement, own) if len(marks) > 1 else []
        body, closing = _opened(_body(statement, [marks[number] for number in rows]), statement.lead)
        beside = [] if rows else list(marks.values())
        parts = {"lead": statement.lead.rstrip(":"), "body": Markup(body), "closing": Markup(closing), "marks": beside}
        yield {**parts, "framed": statement.framed, "part": capital(statement.part)}


def _body(statement: Statement, row_marks: Sequence[str]) -> str:
    language, runs = code_runs(statement)
    return runs_html(runs, language) if runs else section_html(statement.text, row_marks=row_marks)


def _opened(html: str, lead: str) -> tuple[str, str]:
    """Return a statement's HTML cut where its mark goes: at the end of its sentence, or of a list that has no title.

    A block with a title, a table or code takes its mark beside the title or below: then nothing is cut off.
    """
    closings = ("</p>",) if lead else ("</p>", "</li></ul>", "</li></ol>")
    closing = next((closing for closing in closings if html.endswith(closing)), "")
    return html.removesuffix(closing), closing


def _mark(turn: Turn, number: int, citation: Citation) -> Markup:
    """A citation mark: a link into the reader with the number, and what a screen reader says."""
    label = t("Source {number}: {place}", number=number, place=citation.passage.heading)
    link = passage_link(citation.passage, citation)
    return Markup(fill("frame/mark", turn=turn.id, number=number, label=label, link=link))


def _sources(turn: Turn, numbers: Numbering) -> list[dict[str, object]]:
    """The cited sections in the order of their first number, each with its marks."""
    grouped: dict[tuple[str, ...], list[Markup]] = {}
    for number, citation in numbers.marked:
        grouped.setdefault(citation.passage.path, []).append(_mark(turn, number, citation))
    return [{"path": path, "marks": marks} for path, marks in grouped.items()]


def _more(answer: Answer) -> list[Place]:
    by_path = {hit.passage.heading: hit.passage for hit in reversed(answer.hits)}
    return [
        Place(label=" › ".join(by_path[place].path), link=passage_link(by_path[place]))
        for place in answer.more
        if place in by_path
    ]


def answered_since(course: Opened, marks: Mapping[str, WorkMark], turn: Turn) -> Place | None:
    """Return the place that answers a refused or doubtful question now, by the marks of the work list; None for none."""
    if turn.answer.certainty == "answered" and turn.answer.statements:
        return None
    for text in (turn.answer.understood, turn.answer.question.text):
        mark = marks.get(question_key(text))
        passage = next((one for one in course.passages if mark and one.id == mark.passage), None)
        if mark is not None and mark.status == "answered" and passage is not None:
            return Place(label=" › ".join(passage.path), link=passage_link(passage))
    return None
