"""The source beside the chat: the whole section that a citation stands in, with the cited span highlighted."""

from markupsafe import Markup

from studybot.errors import NotFound
from studybot.opened import Opened
from studybot.render import numbering
from studybot.speech import t
from studybot.types import Citation, Document, Section, Span, Turn
from studybot.ui.frame.links import passage_link
from studybot.ui.frame.templates import fill
from studybot.ui.html.section import Pictures, passage_html, section_html
from studybot.ui.study.pictures import pictures_of


def source_html(course: Opened, turn: Turn, number: int) -> str:
    """Return the panel for citation `number` (from 1) of a stored turn; raises NotFound for another number.

    A document that changed since is not searched for the span: the text kept with the turn is shown instead.
    """
    cited = dict(numbering(turn.answer).marked)
    if number not in cited:
        raise NotFound(t("This answer has no source {number}: choose one from 1 to {count}.", number=number, count=len(cited)))
    citation = cited[number]
    passage = citation.passage
    document = current_document(course, citation)
    section = _section(document, citation) if document else None
    pictures = pictures_of(course, passage.source)
    body = (
        section_body(document, section, (citation,), pictures)
        if document and section
        else passage_html(passage, (citation,), pictures)
    )
    return fill(
        "ask/source",
        number=number,
        count=len(cited),
        path=passage.path,
        source=passage.source,
        link=passage_link(passage, citation if document else None),
        changed=section is None,
        body=Markup(body),
    )


def current_document(course: Opened, citation: Citation) -> Document | None:
    """Return the document that a citation was cut from, None when the course does not have it like that any more."""
    passage = citation.passage
    for document in course.documents:
        if document.id == passage.document and document.text[passage.start : passage.end] == passage.text:
            return document
    return None


def has_changed(course: Opened, turn: Turn) -> bool:
    """Whether a passage that an answer quotes stands in its file no more as it did then."""
    texts: dict[str, str] = {}
    for document in course.documents:
        texts[document.source] = texts.get(document.source, "") + document.text
    cited = {citation.passage.id: citation.passage for one in turn.answer.statements for citation in one.citations}
    return any(passage.text not in texts.get(passage.source, "") for passage in cited.values())


def _section(document: Document, citation: Citation) -> Section | None:
    found = (one for one in document.sections if one.start <= citation.start < one.end and one.path == citation.passage.path)
    return next(found, None)


def section_body(document: Document, section: Section, spans: tuple[Span, ...], pictures: Pictures) -> str:
    """Return the HTML of a section without its heading."""
    if not section.blocks:
        return ""
    start, end = section.blocks[0].start, section.blocks[-1].end
    return section_html(document.text[start:end], spans, base=start, heading=4, pictures=pictures)
