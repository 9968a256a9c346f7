"""One turn of a conversation as HTML: the question, what was understood, the outcome, statements with their citations."""

from collections.abc import Iterator

from markupsafe import Markup

from studybot.render import answer_text, numbered, numbers, refusal, shown_numbers
from studybot.types import Answer, Citation, Feedback, Statement, Turn, Value
from studybot.ui.links import passage_link
from studybot.ui.section_html import section_html
from studybot.ui.templates import fill

REASONS = {
    "down": ("It is wrong", "Not what I asked", "Something is missing", "Hard to understand"),
    "up": ("Exactly what I needed", "Easy to understand", "The source helped"),
}
_HEADLINES = {"covered": "From the course", "not_covered": "Not in the course", "outside": "Outside this course"}


class Mark(Value):
    """A citation mark: its number, what a screen reader says, and the place in the reader."""

    number: int
    label: str
    link: str


class Place(Value):
    """A place in the course to read on."""

    label: str
    link: str


def turn_reply(turn: Turn, given: Feedback | None = None) -> dict[str, object]:
    """Return a turn for the script: its id, its HTML, its text for the clipboard, and one sentence that announces it."""
    return {
        "id": turn.id,
        "html": turn_html(turn, given),
        "copy": answer_text(turn.answer),
        "announce": announcement(turn.answer),
    }


def turn_html(turn: Turn, given: Feedback | None = None) -> str:
    """Return the HTML of a turn with the learner's thumb on it."""
    answer = turn.answer
    return fill(
        "turn",
        turn=turn.id,
        at=turn.at.isoformat(),
        question=answer.question.text,
        understood=answer.understood if answer.understood != answer.question.text else "",
        outcome=answer.outcome,
        headline=_HEADLINES[answer.outcome],
        statements=list(_statements(answer)),
        refusal=Markup(section_html(refusal(answer.model_copy(update={"more": ()})))) if answer.outcome != "covered" else "",
        sources=_sources(answer),
        more=_more(answer),
        suggestions=[capital(text) for text in answer.suggestions],
        thumb=given.thumb if given else "",
        reasons=REASONS,
    )


def announcement(answer: Answer) -> str:
    """Return what is said once when an answer is complete."""
    if answer.outcome != "covered":
        return f"Answer complete. {_HEADLINES[answer.outcome]}."
    places = len({citation.passage.path for statement in answer.statements for citation in statement.citations})
    return f"Answer complete, with {places} {'place' if places == 1 else 'places'} of the course as its source."


def capital(text: str) -> str:
    """Return a question with a capital first letter, as a button shows it."""
    return text[:1].upper() + text[1:]


def _statements(answer: Answer) -> Iterator[dict[str, object]]:
    cited = numbered(answer)
    for statement, marks in zip(answer.statements, numbers(answer), strict=True):
        # A table cites its row and its header; the row's mark is the one that a reader wants to follow.
        mark = _mark(marks[0], cited[marks[0] - 1])
        body, closing = _opened(section_html(statement.text), statement.lead)
        yield {"lead": _lead(statement), "body": Markup(body), "closing": Markup(closing), "mark": mark}


def _opened(html: str, lead: str) -> tuple[str, str]:
    """Return a statement's HTML cut where its mark goes: at the end of its sentence, or of a list that has no title.

    A block with a title, a table or code takes its mark beside the title or below: then nothing is cut off.
    """
    closings = ("</p>",) if lead else ("</p>", "</li></ul>", "</li></ol>")
    closing = next((closing for closing in closings if html.endswith(closing)), "")
    return html.removesuffix(closing), closing


def _lead(statement: Statement) -> str:
    return statement.lead.rstrip(":")


def _mark(number: int, citation: Citation) -> Mark:
    passage = citation.passage
    label = f"Source {number}: {' > '.join(passage.path)}"
    return Mark(number=number, label=label, link=passage_link(passage, citation))


def _sources(answer: Answer) -> list[dict[str, object]]:
    """The cited sections in the order of their first number, each with its marks."""
    grouped: dict[tuple[str, ...], list[Mark]] = {}
    shown = {number for own in shown_numbers(answer) for number in own}
    for number, citation in enumerate(numbered(answer), start=1):
        if number not in shown:
            continue
        grouped.setdefault(citation.passage.path, []).append(_mark(number, citation))
    return [{"path": path, "marks": marks} for path, marks in grouped.items()]


def _more(answer: Answer) -> list[Place]:
    by_path = {" > ".join(hit.passage.path): hit.passage for hit in reversed(answer.hits)}
    return [
        Place(label=" › ".join(by_path[place].path), link=passage_link(by_path[place]))
        for place in answer.more
        if place in by_path
    ]
