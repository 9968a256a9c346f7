"""The Study page: the topics of the course and the reader."""

from functools import partial

from pydantic import BaseModel, Field

from studybot.served import Served
from studybot.study.topics import READ, grid
from studybot.types import Value
from studybot.ui.frame.actions import Actions, action, bound
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill
from studybot.ui.study import notes
from studybot.ui.study.landing import categories_of, grid_cards, keep_places, look
from studybot.ui.study.map import show as show_map
from studybot.ui.study.reader import anchor_of, missing_html, target_of, topic_html


class Read(BaseModel):
    """A link into the reader, as it stands in the address."""

    learner: str = ""
    topic: str = Field(max_length=500)
    passage: str = Field(default="", max_length=1000)
    start: int | None = None
    end: int | None = None


class Shown(Value):
    """A topic's page: its HTML, its title, the anchor to scroll to, and whether a place in it is marked."""

    html: str
    title: str
    anchor: str
    marked: bool = False


def page(frame: Frame) -> None:
    """Build the page inside a route."""
    frame.surface("study", page_html, "study/study.js", partial(bound, ACTIONS))


def page_html(studybot: Served) -> str:
    """Return the page with the topics of the course."""
    topics = studybot.course.topics
    cards = grid_cards(grid(topics, studybot.passages))
    return fill(
        "study/page",
        course=studybot.course,
        cards=cards,
        started=False,
        wanted="",
        category="",
        categories=categories_of(topics),
    )


@action
def read(studybot: Served, asked: Read) -> Shown:
    """Return a topic's page for a link: its HTML, its title and the anchor to scroll to."""
    document = next((one for one in studybot.documents if one.topic.id == asked.topic), None)
    if document is None:
        return Shown(html=missing_html(studybot.course.topics, asked.topic), title="No such topic", anchor="")
    passages = studybot.backend.passages(document.topic.id)
    target = target_of(passages, asked.passage, asked.start, asked.end)
    seen = studybot.store.practice.reading(asked.learner, topic=asked.topic) if asked.learner else []
    done = {place.section for place in seen if place.position >= READ}
    return Shown(
        html=topic_html(studybot, document, target, done),
        title=document.topic.title,
        anchor=anchor_of(target),
        marked=target.span is not None,
    )


ACTIONS: Actions[Served] = {
    "read": read,
    "look": look,
    "places": keep_places,
    "map": show_map,
    "notes": notes.of_topic,
    "keep_note": notes.keep,
    "drop_note": notes.drop,
}
