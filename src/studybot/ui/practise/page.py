"""The Practise page: quizzes, flashcards, and what a learner has done so far."""

from datetime import UTC, datetime
from functools import partial

from studybot.served import Served
from studybot.speech import t
from studybot.study.item import KINDS
from studybot.study.mastery import missed
from studybot.study.progress import coming_back, queue
from studybot.ui.ask.page import by_category
from studybot.ui.frame.actions import Actions, Html, action, bound
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill
from studybot.ui.practise import exams, progress, quiz, review, sheets
from studybot.ui.practise.clock import Zoned, when, zone_of
from studybot.ui.practise.quiz import KIND_NAMES

LENGTHS = (5, 10, 20, 40)


class Today(Html):
    """What waits for a learner: cards, missed questions, and the kinds of question that there are."""

    waiting: int
    missed: int
    kinds: tuple[str, ...]


def page(frame: Frame) -> None:
    """Build the page inside a route."""
    frame.surface("practise", page_html, "practise/practise.js", partial(bound, ACTIONS))


def page_html(studybot: Served) -> str:
    """Return the page with what can be practised."""
    return fill(
        "practise/page",
        lengths=LENGTHS,
        groups=by_category(studybot.course),
        kinds=[(kind, *map(t, KIND_NAMES[kind])) for kind in KINDS],
    )


@action
def today(studybot: Served, asked: Zoned) -> Today:
    """Return what waits for a learner: cards to review, questions missed, the kinds of question that there are."""
    course = studybot.material
    waiting = queue(studybot.store.cards, asked.learner, course, at=datetime.now(UTC), zone=zone_of(asked.zone))
    due = sum(one.why != "new" for one in waiting)
    again = [item for item in missed(studybot.store.practice.results(asked.learner)) if item in course.items]
    name = studybot.store.learners.find(asked.learner).name
    back, now = coming_back(studybot.store.cards, asked.learner, course) if not waiting else None, datetime.now(UTC)
    next_one = when(back, now, zone_of(asked.zone)) if back else ""
    html = fill("practise/today", due=due, new=len(waiting) - due, person=name, back=next_one)
    kinds = sorted({item.kind for item in course.items.values()})
    return Today(html=html, waiting=len(waiting), missed=len(again), kinds=tuple(kinds))


ACTIONS: Actions[Served] = {
    "today": today,
    "start": quiz.start,
    "question": quiz.question,
    "reveal": quiz.reveal,
    "answer": quiz.answer,
    "learn": quiz.learn,
    "review": review.begin,
    "ahead": review.ahead,
    "rate": review.rate,
    "undo": review.undo,
    "suspend": review.suspend,
    "exam_begin": exams.begin,
    "exam_start": exams.start,
    "exam_show": exams.show,
    "exam_answer": exams.answer,
    "exam_finish": exams.finish,
    "exam_again": exams.again,
    "exam_forget": exams.forget,
    "exam_paper": exams.printed,
    "sheet": sheets.show,
    "sheet_file": sheets.file,
    "progress": progress.show,
    "name": progress.name,
    "export": progress.export,
    "import": progress.merge,
    "anki": progress.anki,
    "csv": progress.csv,
}
