"""Addresses of the pages: a place in the reader, a question about a section, a conversation."""

from urllib.parse import urlencode

from studybot.types import Passage, Span


def reader_link(topic: str, passage: str = "", span: Span | None = None) -> str:
    """Return the address of a topic in the reader, of a passage in it, or of a span that is to be highlighted."""
    query = {"topic": topic}
    if passage:
        query["passage"] = passage
    if span is not None:
        query |= {"start": str(span.start), "end": str(span.end)}
    return f"/study?{urlencode(query)}"


def note_link(topic: str, note: str) -> str:
    """Return the address of a note in the reader."""
    return f"{reader_link(topic)}&note={note}"


def passage_link(passage: Passage, span: Span | None = None) -> str:
    """Return the address of a passage in the reader, with `span` highlighted."""
    return reader_link(passage.topic, passage.id, span)


def ask_link(topic: str, about: str = "") -> str:
    """Return the address of an empty chat that asks about a topic, or about one section of it."""
    return f"/?{urlencode({'topic': topic, 'about': about} if about else {'topic': topic})}"


def sheet_link(*topics: str) -> str:
    """Return the address of the summary sheet of some topics."""
    return f"/practise?{urlencode([('view', 'sheet'), *(('topic', topic) for topic in topics)])}"
