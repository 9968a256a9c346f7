"""The supplied course as documents and passages, without index or model."""

from functools import cache
from pathlib import Path

from studybot.corpus.course import load_course
from studybot.corpus.markdown import parse
from studybot.corpus.read import read
from studybot.corpus.split import split
from studybot.types import Document, Passage, Topic

COURSE = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai"


@cache
def documents() -> tuple[Document, ...]:
    """Return the documents of the supplied course."""
    _, files = load_course(COURSE)
    return tuple(parse(read(one.path)[0], source=one.source, topic=one.topic) for one in files if one.topic)


@cache
def passages() -> tuple[tuple[Document, Passage], ...]:
    """Return each passage of the supplied course with its document."""
    return tuple((document, passage) for document in documents() for passage in split(document, 900))


def written(text: str) -> Document:
    """Return Markdown as a document."""
    return parse(text, source="a.md", topic=Topic(id="a", title="A"))
