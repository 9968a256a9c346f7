import re
from functools import partial

import pytest

from studybot.served import Served
from studybot.ui.study.page import read
from studybot.ui.study.reader import Target, anchor_of, target_of, topic_html
from timing import quickest
from ui.html_text import Seen
from ui.material import documents, passages


def test_each_passage_of_the_course_is_highlighted_by_its_link() -> None:
    """The target of a passage's link is its span and section, whatever the passage."""
    for _, passage in passages():
        target = target_of([passage], passage.id, None, None)
        assert (target.span and (target.span.start, target.span.end)) == (passage.start, passage.end)
        assert anchor_of(target).startswith("s-") or len(passage.path) == 1


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (10**9, 10**9 + 1), (5, 5), (None, 3)])
def test_odd_offsets_do_no_harm(start: int | None, end: int | None) -> None:
    """Offsets outside their passage show its section with a notice, missing ones the whole passage."""
    _, passage = passages()[3]
    target = target_of([passage], passage.id, start, end)
    assert target.section == passage.path
    assert bool(target.notice) == (start is not None)


def test_an_unknown_topic_or_passage_gets_the_nearest(tiny_studybot: Served) -> None:
    """The page names what is there instead and links to it."""
    assert "Did you mean" in str(read(tiny_studybot, {"topic": "lamda"})["html"])
    assert "There is no topic “&lt;x&gt;”" in str(read(tiny_studybot, {"topic": "<x>"})["html"])
    reply = read(tiny_studybot, {"topic": "lambda", "passage": "lambda/lambda-limits/7"})
    assert "not in the course any more" in str(reply["html"])
    assert reply["anchor"] == "s-lambda-limits"


def test_contents_are_there_on_every_screen(tiny_studybot: Served) -> None:
    """The list beside the topic and the one that opens on a phone lead to the same sections, all of which exist."""
    html = str(read(tiny_studybot, {"topic": "lambda"})["html"])
    beside, _, small = html.partition("<details")
    anchors = [re.findall(r'data-anchor="([^"]+)"', part) for part in (beside, small)]
    assert anchors[0] == anchors[1] and len(anchors[0]) > 1
    assert all(f'id="{anchor}"' in html for anchor in anchors[0])


def test_every_topic_is_drawn_whole_and_quickly(tiny_studybot: Served) -> None:
    """Each topic shows the text of all its blocks, has no anchor twice, and takes less than 300 ms."""
    course = tiny_studybot.course
    topics = course.topics
    for document in documents():
        course.__dict__["topics"] = (*topics, document.topic)
        spent, html = quickest(partial(topic_html, tiny_studybot, document, Target()), enough=0.3)
        assert spent < 0.3
        seen = Seen(html)
        anchors = [attributes["id"] for tag, attributes in seen.tags if tag == "section"]
        assert len(anchors) == len(set(anchors)) == len(document.sections)
