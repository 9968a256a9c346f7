"""An exam on paper."""

from studybot.served import Served
from studybot.study.exam import letters, mark, paper
from studybot.ui.frame.actions import Html, action
from studybot.ui.frame.templates import fill
from studybot.ui.practise.exams import Begin, drawn
from studybot.ui.practise.quiz import topic_of


class Paper(Html):
    """An exam on paper, and the number that draws it again."""

    number: str


@action
def printed(studybot: Served, asked: Begin) -> Paper:
    """Return an exam on paper with its key."""
    exam = drawn(studybot.opened, asked)
    shown = paper(exam, studybot.material.items)
    marked = mark(exam, studybot.material.items).marked
    html = fill(
        "practise/exam_paper",
        course=studybot.course.title,
        exam=exam,
        questions=[(one, topic_of(studybot.opened, one.topic)) for one in shown],
        key=[(letters(studybot.material.items[one.item], exam.seed), one) for one in marked],
    )
    return Paper(html=html, number=str(exam.seed))
