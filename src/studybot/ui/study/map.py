"""The map of the course on the page: an outline to open and close, and a picture of which topics speak of which."""

from datetime import UTC, datetime
from math import cos, pi, sin
from typing import NamedTuple

from studybot.facts.written import short
from studybot.served import Served
from studybot.shown import cut
from studybot.speech import t, tn
from studybot.study.own_cards import material_of
from studybot.study.progress import topic_grid
from studybot.study.topics import READ, Node, TopicCard, course_map
from studybot.types import Value
from studybot.ui.frame.actions import Request, action
from studybot.ui.frame.links import reader_link
from studybot.ui.frame.templates import fill

SIZE, RADIUS = 940, 240  # of the picture, in its own units
LABEL = 23  # characters of a topic's name in the picture
COLUMN, ROW, BENT = 390, 36, 110  # of the picture on a phone: its width, the height of a topic, how far its lines bend


class Dot(NamedTuple):
    """A topic in the picture: where it stands, where its name is written, and on which side."""

    node: Node
    link: str
    x: float
    y: float
    turn: float
    flipped: bool
    name: str
    row: float


class Line(NamedTuple):
    """A cross-reference in the picture: a curve between two topics, thicker the more sections make it."""

    path: str
    bow: str
    width: float
    title: str


class Drawn(Value):
    """The map as it is drawn, with the title of its page."""

    html: str
    title: str


@action
def show(studybot: Served, asked: Request) -> Drawn:
    """Return the map with the learner's progress."""
    course = material_of(studybot.store, asked.learner, studybot.material)
    cards = topic_grid(studybot.store, asked.learner, course, at=datetime.now(UTC))
    nodes = course_map(cards, studybot.passages)
    read = {place.section for place in studybot.store.practice.reading(asked.learner) if place.position >= READ}
    names = {node.card.topic.id: node.card.title for node in nodes}
    dots = [_dot(node, place, len(nodes)) for place, node in enumerate(nodes)]
    html = fill(
        "study/map",
        nodes=nodes,
        names=names,
        links={topic: reader_link(topic) for topic in names},
        section_link=reader_link,
        read=read,
        dots=dots,
        lines=_lines(dots, names),
        said=state_of,
        size=SIZE,
        column=(COLUMN, ROW * len(nodes)),
        bent=BENT,
        course=studybot.course,
    )
    return Drawn(html=html, title=t("Map"))


def state_of(card: TopicCard) -> str:
    """Return how far a learner is with a topic, in words."""
    if card.level == "mastered":
        return t("Mastered")
    if card.level != "new":
        return t("Mastery {percent}%", percent=round(100 * card.mastered))
    return t("Read {percent}%", percent=round(100 * card.read)) if card.read else t("Not started")


def _dot(node: Node, place: int, count: int) -> Dot:
    angle = 2 * pi * place / max(1, count) - pi / 2
    x, y = SIZE / 2 + RADIUS * cos(angle), SIZE / 2 + RADIUS * sin(angle)
    flipped = cos(angle) < -1e-9
    name = cut(short(node.card.title), LABEL)
    turn = angle * 180 / pi + (180 if flipped else 0)
    return Dot(
        node, reader_link(node.card.topic.id), round(x, 1), round(y, 1), round(turn, 1), flipped, name, ROW * (place + 0.5)
    )


def _lines(dots: list[Dot], names: dict[str, str]) -> list[Line]:
    """Each pair of topics once: through the middle of the ring, and as a bow beside the column of a phone."""
    at = {dot.node.card.topic.id: dot for dot in dots}
    counts: dict[tuple[str, str], int] = {}
    for dot in dots:
        for other, count in dot.node.refers:
            one, two = sorted((dot.node.card.topic.id, other))
            counts[one, two] = counts.get((one, two), 0) + count
    middle = SIZE / 2
    return [
        Line(
            f"M{at[one].x} {at[one].y}Q{middle} {middle} {at[two].x} {at[two].y}",
            _bow(*sorted((at[one].row, at[two].row))),
            round(min(6.0, 0.8 + count / 3), 1),
            t(
                "{one} and {other}: {sections}",
                one=names[one],
                other=names[two],
                sections=tn("{n} section", "{n} sections", count),
            ),
        )
        for (one, two), count in counts.items()
    ]


def _bow(top: float, bottom: float) -> str:
    """An arc to the left of the column; the farther two topics are apart, the farther out."""
    height = (bottom - top) / 2
    return f"M{BENT} {top}A{round(min(height, BENT - 12), 1)} {height} 0 0 0 {BENT} {bottom}"
