"""What became of a question that the course did not answer: the passage by which an instructor closed it."""

from collections.abc import Mapping

from studybot.coverage.groups import question_key
from studybot.opened import Opened
from studybot.store import WorkMark
from studybot.types import Turn
from studybot.ui.ask.turns import Place
from studybot.ui.frame.links import passage_link


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
